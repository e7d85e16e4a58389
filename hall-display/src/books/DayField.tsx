import { ChosenDay } from '../parts/form/ChosenDay.tsx'

interface Props {
  label: string
  value: string
  /** The last day that may be chosen. */
  max: string
  id: string
  /** Nothing where the field was emptied. */
  choose(day: string | undefined): void
}

/** A business day to be looked at. */
export const DayField = ({ label, value, max, id, choose }: Props) => (
  <label>
    {label}
    <span className="day-field">
      <input
        type="date"
        value={value}
        max={max}
        onChange={event => choose(event.target.value || undefined)}
        data-testid={id}
      />
      {value !== '' && <ChosenDay day={value} />}
    </span>
  </label>
)
