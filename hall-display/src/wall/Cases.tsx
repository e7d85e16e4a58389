import type { WallCase, WallFrame } from '@pingting/contract/words/office/frames'
import type { HallHead } from '@pingting/contract/words/screen'
import { useNow } from '../hub/store.ts'
import { spanOf } from '../parts/left.ts'
import { useFormat } from '../text/format.ts'
import { useText, useWords } from '../text/index.ts'
import { caseClassCodes } from '../text/office/index.ts'
import { wallText } from '../text/wall/index.ts'
import { useNames } from './naming.ts'

interface Props {
  hall: HallHead | undefined
  cases: WallFrame['cases']
}

/** How long there is to put bad ratings right: counter and item, and nothing of who rated, or how. */
export function Cases({ hall, cases: { tally, overdueTally, dueTally, inTimeTally, rows } }: Props) {
  const say = useText(wallText)
  const format = useFormat()
  const share = format.share(dueTally === 0 ? undefined : inTimeTally / dueTally)
  return (
    <section className={overdueTally > 0 ? 'wall-card alarmed' : 'wall-card'} aria-labelledby="wall-cases">
      <h2 id="wall-cases">
        {say('cases')} <strong className="figure">{format.number(tally)}</strong>
        {overdueTally > 0 && <em data-testid="overdue">{say('overdue', { count: overdueTally })}</em>}
      </h2>
      {rows.length === 0 && <p className="wall-none">{say('noCases')}</p>}
      <ol data-testid="wall-cases">
        {rows.map(row => (
          <Line key={row.caseId} row={row} hall={hall} />
        ))}
      </ol>
      <p className="wall-note">
        <span data-testid="in-time">{say('inTime', { share, done: inTimeTally, due: dueTally })}</span> ·{' '}
        {say('casesNote')}
      </p>
    </section>
  )
}

function Line({ row, hall }: { row: WallCase; hall: HallHead | undefined }) {
  const say = useText(wallText)
  const classOf = useWords(caseClassCodes)
  const { service, counter } = useNames(hall)
  const { days, hours, minutes } = spanOf(Date.parse(row.dueAt) - useNow())
  const left =
    days > 0 ? say('days', { days, hours }) : say('hours', { hours, minutes: String(minutes).padStart(2, '0') })
  return (
    <li>
      <b>{counter(row.counterId)}</b>
      <span>{service(row.serviceCode)}</span>
      <small>{classOf(row.caseClass)}</small>
      <strong className="figure">{left}</strong>
    </li>
  )
}
