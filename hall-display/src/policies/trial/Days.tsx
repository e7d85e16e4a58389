import { type BusinessDay, daysBefore } from '@pingting/contract/words/time'
import { Entry } from '../../parts/form/fields.tsx'
import { useText } from '../../text/index.ts'
import { policiesText } from '../../text/policies/index.ts'
import { lastWeek } from './rows.ts'

interface Props {
  days: { from: BusinessDay; to: BusinessDay }
  today: BusinessDay
  onChange(days: { from: BusinessDay; to: BusinessDay }): void
}

/** On which days a policy is tried: last week, unless somebody says otherwise. */
export function Days({ days, today, onChange }: Props) {
  const say = useText(policiesText)
  return (
    <div className="row">
      {(['from', 'to'] as const).map(end => (
        <Entry
          key={end}
          label={say(`${end}Day`)}
          type="date"
          max={daysBefore(today, 1)}
          value={days[end]}
          onChange={day => onChange({ ...days, [end]: day })}
          testId={`trial-${end}`}
        />
      ))}
      <button type="button" className="button" onClick={() => onChange(lastWeek(today))} data-testid="last-week">
        {say('lastWeek')}
      </button>
    </div>
  )
}
