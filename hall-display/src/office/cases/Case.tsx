import type { CaseRow } from '@pingting/contract'
import { useNow } from '../../hub/store.ts'
import { spanOf } from '../../parts/left.ts'
import { caseOutcomeCodes, caseStatusText, casesText } from '../../text/cases/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText, useWords } from '../../text/index.ts'
import { caseClassCodes, officeText } from '../../text/office/index.ts'
import { Acts } from './Acts.tsx'

/** So long a bad rating stands out, in business time. */
const FRESH_MS = 120_000

interface Props {
  hallId: string
  staffId: string
  row: CaseRow
  counter: string
  service: string
  level: string
}

/** One bad rating: how bad, where, how much time is left, who deals with it, and what he has said. */
export function Case({ hallId, staffId, row, counter, service, level }: Props) {
  const say = useText(officeText)
  const classOf = useWords(caseClassCodes)
  const format = useFormat()
  const now = useNow()
  const fresh = row.status === 'open' && now - Date.parse(row.openedAt) < FRESH_MS
  return (
    <li className={fresh ? 'office-case fresh' : 'office-case'} data-testid="case" data-case={row.caseId}>
      <p>
        {fresh && <strong className="office-new">{say('fresh')}</strong>}
        <strong className={`office-level level-${row.level}`}>{level}</strong>
        <span>{classOf(row.caseClass)}</span>
        <span>{service}</span>
        <Status row={row} staffId={staffId} />
      </p>
      <p className="part-note">
        <span>{say('caseAt', { at: format.dayAndClock(row.openedAt), counter })}</span>
        {row.status !== 'replied' && <Left dueAt={row.dueAt} now={now} />}
      </p>
      <Said row={row} />
      <Acts hallId={hallId} staffId={staffId} row={row} />
    </li>
  )
}

function Status({ row: { status, handlerId = '' }, staffId }: { row: CaseRow; staffId: string }) {
  const say = useText(caseStatusText)
  const mine = handlerId === staffId
  if (status === 'open') return <span data-testid="case-status">{say('open')}</span>
  const word = status === 'taken' ? (mine ? 'mine' : 'taken') : mine ? 'mineReplied' : 'replied'
  return <strong data-testid="case-status">{say(word, { who: handlerId })}</strong>
}

/** What the staff have written of it. */
function Said({ row: { extendedFor, returned, reply, outcome } }: { row: CaseRow }) {
  const say = useText(casesText)
  const outcomeOf = useWords(caseOutcomeCodes)
  return (
    <>
      {extendedFor !== undefined && <p className="case-said">{say('extendedFor', { reason: extendedFor })}</p>}
      {returned !== undefined && <p className="case-said warn">{say('returned', { text: returned })}</p>}
      {reply !== undefined && (
        <p className="case-said" data-testid="case-reply">
          {say('replyIs', { outcome: outcomeOf(outcome ?? ''), text: reply })}
        </p>
      )}
    </>
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
