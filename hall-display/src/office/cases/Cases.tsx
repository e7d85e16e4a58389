import './cases.css'
import type { CaseRow } from '@pingting/contract'
import { levelWords } from '@pingting/contract/words/levels'
import type { HallHead } from '@pingting/contract/words/screen'
import { useRef } from 'react'
import { counterName } from '../../parts/page.ts'
import { counterText } from '../../text/counter/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { officeText } from '../../text/office/index.ts'
import { Case } from './Case.tsx'

const SHOWN_MAX = 20

interface Props {
  hallId: string
  /** Who looks. */
  staffId: string
  hall: HallHead | undefined
  /** Newest first. */
  cases: readonly CaseRow[]
}

/** Bad ratings that wait to be put right, as they come. The level is a manager's to see; why, that of who deals with it. */
export function Cases({ hallId, staffId, hall, cases }: Props) {
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
          <Case key={row.caseId} hallId={hallId} staffId={staffId} row={row} {...naming(row)} />
        ))}
      </ol>
      {cases.length > SHOWN_MAX && <p className="part-note">{say('casesMore', { count: SHOWN_MAX })}</p>}
      <p className="part-note">{say('casesNote')}</p>
    </section>
  )
}

/** The newest that came while the page stood open; what stood there at first is no news, and neither is one that was closed. */
function useNews(cases: readonly CaseRow[]): CaseRow | undefined {
  const newest = useRef(cases[0]?.openedAt ?? '')
  return cases[0] !== undefined && cases[0].openedAt > newest.current ? cases[0] : undefined
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
