import type { CaseRow } from '@pingting/contract'
import { levelWords } from '@pingting/contract/words/levels'
import type { HallHead } from '@pingting/contract/words/screen'
import { useRef } from 'react'
import { useNow } from '../../hub/store.ts'
import { spanOf } from '../../parts/left.ts'
import { counterName } from '../../parts/page.ts'
import { counterText } from '../../text/counter/index.ts'
import { useFormat } from '../../text/format.ts'
import { usePick, useText, useWords } from '../../text/index.ts'
import { caseClassCodes, officeText } from '../../text/office/index.ts'

const SHOWN_MAX = 20
/** So long a bad rating stands out, in business time. */
const FRESH_MS = 120_000

interface Props {
  hall: HallHead | undefined
  /** Newest first. */
  cases: readonly CaseRow[]
}

/** Bad ratings that wait to be put right, as they come. The level is a manager's to see; the visitor's words are nobody's. */
export function Cases({ hall, cases }: Props) {
  const say = useText(officeText)
  const news = useNews(cases)
  const naming = useNaming(hall)
  return (
    <section className="card office-cases" aria-label={say('cases')}>
      <h3>{say('casesTally', { count: cases.length })}</h3>
      <p className="unseen" role="alert" data-testid="case-news">
        {news && say('newCase', naming(news))}
      </p>
      {cases.length === 0 && <p data-testid="no-cases">{say('noCases')}</p>}
      <ol data-testid="cases">
        {cases.slice(0, SHOWN_MAX).map(row => (
          <Case key={row.caseId} row={row} {...naming(row)} />
        ))}
      </ol>
      {cases.length > SHOWN_MAX && <p className="part-note">{say('casesMore', { count: SHOWN_MAX })}</p>}
      <p className="part-note">{say('casesNote')}</p>
    </section>
  )
}

/** The newest that came while the page stood open; what stood there at first is no news. */
function useNews(cases: readonly CaseRow[]): CaseRow | undefined {
  const first = useRef(cases[0]?.caseId)
  return cases[0]?.caseId === first.current ? undefined : cases[0]
}

function useNaming(hall: HallHead | undefined) {
  const pick = usePick()
  const toCounter = useText(counterText)
  return ({ counterId, serviceCode, level }: CaseRow) => {
    const label = hall?.counterLabels?.[counterId] ?? counterId
    const service = hall?.services.find(({ code }) => code === serviceCode)
    return {
      counter: counterName(label, plain => toCounter('counter', { label: plain })),
      service: service === undefined ? serviceCode : pick(service),
      level: pick(levelWords[level]),
    }
  }
}

function Case({ row, counter, service, level }: { row: CaseRow; counter: string; service: string; level: string }) {
  const say = useText(officeText)
  const classOf = useWords(caseClassCodes)
  const format = useFormat()
  const now = useNow()
  const fresh = now - Date.parse(row.openedAt) < FRESH_MS
  return (
    <li className={fresh ? 'office-case fresh' : 'office-case'} data-testid="case" data-case={row.caseId}>
      <p>
        {fresh && <strong className="office-new">{say('fresh')}</strong>}
        <strong className={`office-level level-${row.level}`}>{level}</strong>
        <span>{classOf(row.caseClass)}</span>
        <span>{service}</span>
      </p>
      <p className="part-note">
        <span>{say('caseAt', { at: format.dayAndClock(row.openedAt), counter })}</span>
        <Left dueAt={row.dueAt} now={now} />
      </p>
    </li>
  )
}

function Left({ dueAt, now }: { dueAt: string | undefined; now: number }) {
  const say = useText(officeText)
  if (dueAt === undefined) return <span>{say('noDue')}</span>
  const leftMs = Date.parse(dueAt) - now
  const { days, hours, minutes } = spanOf(leftMs)
  const span = days > 0 ? say('dueDays', { days, hours }) : say('dueHours', { hours, minutes })
  return leftMs > 0 ? (
    <span>{say('dueIn', { span })}</span>
  ) : (
    <strong className="late">{say('overdue', { span })}</strong>
  )
}
