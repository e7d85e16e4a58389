import { Fragment } from 'react'
import { booksText } from '../../text/books/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import { kindText } from '../kinds.ts'
import { fitByNow } from '../rows.ts'
import type { DayBooks } from './day-books.ts'

/** What two persons have adjusted of a day: rows of its settlement beside what they correct, and what that comes to. */
export function Adjusted({ books: { businessDay, adjustments, verdicts, totals } }: { books: DayBooks }) {
  const say = useText(booksText)
  const format = useFormat()
  if (adjustments.length === 0) return null
  const fitting = fitByNow(businessDay, adjustments, verdicts)
  return (
    <div className="figures" data-testid="adjusted" data-count={adjustments.length}>
      <table>
        <caption>{say('adjusted')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('adjustedWhat')}</th>
            <th scope="col">{say('adjustedPersons')}</th>
            <th scope="col">{say('sumMinutes')}</th>
            <th scope="col">{say('sumYuan')}</th>
          </tr>
        </thead>
        <tbody>
          {adjustments.map(row => (
            <Fragment key={row.adjustmentId}>
              <tr>
                <th scope="row">
                  {kindText(say, row.adjustment)} · {row.matchClass} · {row.key}
                </th>
                <td>{say('adjustedNames', { proposer: row.proposedBy, approver: row.approvedBy })}</td>
                <td className="figure">{format.number(row.minutes)}</td>
                <td className="figure">{format.yuan(row.amountFen)}</td>
              </tr>
              {row.disputedBy === undefined && fitting.has(row.key) && (
                <tr>
                  <td colSpan={4} className="adjusted-fits">
                    <p className="notice warn" data-testid="adjusted-fits">
                      {say('adjustedFits')}
                    </p>
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
          <tr className="whole">
            <th scope="row" colSpan={2}>
              {say('adjustedWhole')}
            </th>
            <td className="figure">{format.number(totals.whole.minutes)}</td>
            <td className="figure">{format.yuan(totals.whole.amountFen)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  )
}
