import { useFormat } from '../../text/format.ts'

/** What a field of a date holds, in the language of the page: the browser writes the field in its own. */
export function ChosenDay({ day }: { day: string }) {
  const format = useFormat()
  return <small className="chosen-day">{format.ofDay(day)}</small>
}
