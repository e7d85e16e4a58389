import { booksText } from '../../text/books/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import type { DayBooks, Sum } from './day-books.ts'

const AXES = ['byLane', 'byShift', 'byCounter', 'byPolicy'] as const

/** The control totals of a day, which the car park has in its own books: in count, minutes and money. */
export function Figures({ books: { totals, drawnAt } }: { books: DayBooks }) {
  const say = useText(booksText)
  const format = useFormat()
  if (totals.settled.count === 0) return <p data-testid="figures">{say('nothingSettled')}</p>
  return (
    <div className="figures" data-testid="figures" data-count={totals.settled.count}>
      <table>
        <caption>
          {say('settled')} <small>{say('asOf', { at: format.dayAndClock(drawnAt) })}</small>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{say('settled')}</span>
            </th>
            <th scope="col">{say('count')}</th>
            <th scope="col">{say('sumMinutes')}</th>
            <th scope="col">{say('sumYuan')}</th>
          </tr>
        </thead>
        <tbody>
          <Line name={say('settled')} sum={totals.settled} isWhole />
        </tbody>
        {AXES.map(axis => (
          <tbody key={axis}>
            <tr>
              <th scope="rowgroup" colSpan={4}>
                {say(axis)}
              </th>
            </tr>
            {Object.entries(totals[axis])
              .sort(([one], [other]) => (one < other ? -1 : 1))
              .map(([name, sum]) => (
                <Line key={name} name={name} sum={sum} />
              ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

function Line({ name, sum, isWhole = false }: { name: string; sum: Sum; isWhole?: boolean }) {
  const format = useFormat()
  return (
    <tr className={isWhole ? 'whole' : ''}>
      <th scope="row">{name}</th>
      <td className="figure">{format.number(sum.count)}</td>
      <td className="figure">{format.number(sum.minutes)}</td>
      <td className="figure">{format.yuan(sum.amountFen)}</td>
    </tr>
  )
}
