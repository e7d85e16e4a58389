import { booksText } from '../../text/books/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import type { DayBooks } from './day-books.ts'

/** What each shift of a day came to when it had ended, by lane; what was found later is in the totals of the day. */
export function Shifts({ books: { shifts } }: { books: DayBooks }) {
  const say = useText(booksText)
  const format = useFormat()
  if (shifts.length === 0) return null
  return (
    <div data-testid="shifts" data-count={shifts.length}>
      <h4>{say('shifts')}</h4>
      <ul>
        {shifts.map(({ begins, to, lanes, count, minutes, amountFen }) => (
          <li key={begins}>
            {say('shift', { begins, ends: format.dayAndClock(to) })}{' '}
            {say('shiftSum', { count, minutes: format.number(minutes), yuan: format.yuan(amountFen) })}
            {lanes.map(lane => (
              <small key={lane.laneId}>
                {' · '}
                {lane.laneId}{' '}
                {say('shiftSum', {
                  ...{ count: lane.count, minutes: format.number(lane.minutes), yuan: format.yuan(lane.amountFen) },
                })}
              </small>
            ))}
          </li>
        ))}
      </ul>
    </div>
  )
}
