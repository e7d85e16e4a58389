import './cases.css'
import type { CaseRow } from '@pingting/contract'
import { levelWords } from '@pingting/contract/words/levels'
import type { OfficeFrame } from '@pingting/contract/words/office/frames'
import type { HallHead } from '@pingting/contract/words/screen'
import { useRef } from 'react'
import { counterName } from '../../parts/page.ts'
import { counterText } from '../../text/counter/index.ts'
import { useFormat } from '../../text/format.ts'
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
  /** Absent until the hub has told it. */
  figures: OfficeFrame['cases'] | undefined
}

/** Bad ratings that wait to be put right, as they come. The level is a manager's to see; why, that of who deals with it. */
export function Cases({ hallId, staffId, hall, cases, figures }: Props) {
  const say = useText(officeText)
  const news = useNews(cases)
  const naming = useNaming(hall)
  return (
    <section className="card office-cases" aria-label={say('cases')}>
      <h3>{say('casesTally', { count: cases.length })}</h3>
      {figures && <Figures figures={figures} />}
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

/** 按期整改率 and what it is made of; a dash where nothing was due. */
function Figures({ figures: { openTally, overdueTally, dueTally, inTimeTally } }: { figures: OfficeFrame['cases'] }) {
  const say = useText(officeText)
  const format = useFormat()
  const share = format.share(dueTally === 0 ? undefined : inTimeTally / dueTally)
  return (
    <p className="case-figures" data-testid="case-figures">
      <span>{say('casesOpen', { count: openTally })}</span>
      <span className={overdueTally > 0 ? 'late' : ''}>{say('casesOverdue', { count: overdueTally })}</span>
      <span title={say('inTimeHow')}>{say('inTime', { share, done: inTimeTally, due: dueTally })}</span>
    </p>
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
