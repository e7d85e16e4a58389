import {
  addMinutes,
  addMs,
  type CaseFate,
  type CaseList,
  type CaseReasons,
  type CaseRow,
  type CasesInTime,
  type CaseTallies,
  DAY_MS,
  type Instant,
  type OfficeFrame,
  type Refusal,
  refuse,
  WALL_ROWS,
  type WallCase,
  type WallFrame,
} from '@pingting/contract'
import { CLOSED_KEPT_DAYS, type OpenCase, type RectificationState } from './state.ts'

/** For managers. The level is in it; who served and the visitor's words are not. */
export const caseList = (state: RectificationState): CaseList => ({ tallies: talliesOf(state), cases: caseRows(state) })

/** Newest first. */
export const caseRows = ({ latest }: RectificationState): CaseRow[] => latest.map(rowOf).reverse()

/** So long nobody reads on a wall how the person before him has rated. */
const WALL_DELAY_MINUTES = 15

/** Whose time still runs, the first to end on top. Without level and ticket: a number called out in the hall would tell whose rating it was. */
export function wallCases(state: RectificationState, now: Instant): WallFrame['cases'] {
  const shownTo = addMinutes(now, -WALL_DELAY_MINUTES)
  const due = state.latest.flatMap(
    ({ openedAt, status, caseId, counterId, serviceCode, caseClass, dueAt }): WallCase[] =>
      dueAt === undefined || openedAt > shownTo || status === 'replied'
        ? []
        : [{ caseId, counterId, serviceCode, caseClass, dueAt }],
  )
  due.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0))
  const running = due.filter(({ dueAt }) => dueAt > now)
  const tallies = { tally: running.length, overdueTally: due.length - running.length }
  return { ...tallies, ...casesInTime(state, now), rows: running.slice(0, WALL_ROWS) }
}

/** For the office of a hall: of all cases, however many. */
export function officeCases(state: RectificationState, now: Instant): OfficeFrame['cases'] {
  return { openTally: state.open.size, overdueTally: overdueTally(state, now), ...casesInTime(state, now) }
}

/** Its time is over and nobody has replied; from the reply on it stands still. */
const overdueTally = ({ open }: RectificationState, now: Instant): number =>
  [...open.values()].filter(({ dueAt, status }) => status !== 'replied' && dueAt !== undefined && dueAt <= now).length

function casesInTime(state: RectificationState, now: Instant): CasesInTime {
  const from = addMs(now, -CLOSED_KEPT_DAYS * DAY_MS)
  const closed = [...state.closed.values()].filter(({ closedAt, inTime }) => closedAt >= from && inTime !== undefined)
  const inTimeTally = closed.filter(({ inTime }) => inTime).length
  return { dueTally: closed.length + overdueTally(state, now), inTimeTally }
}

function talliesOf({ open }: RectificationState): CaseTallies {
  const tallies: CaseTallies = { open: open.size, conduct: 0, sector: 0 }
  for (const { caseClass } of open.values()) tallies[caseClass] += 1
  return tallies
}

function rowOf({ evaluationId: _e, staffId: _s, ...row }: OpenCase): CaseRow {
  return row
}

/**
 * What its visitor is told of his bad rating. Nothing before somebody has taken it: whoever looks over his shoulder at
 * the counter learns nothing. Who deals with it is not in it.
 */
export function fateOf({ open, byTicket, closed }: RectificationState, ticketId: string): CaseFate | undefined {
  const over = closed.get(ticketId)
  if (over !== undefined) {
    const { takenAt, outcome, reply, closedAt } = over
    return { takenAt, outcome, reply, closedAt }
  }
  const row = open.get(byTicket.get(ticketId) ?? '')
  if (row?.takenAt === undefined) return undefined
  return { takenAt: row.takenAt, ...(row.dueAt === undefined ? {} : { dueAt: row.dueAt }) }
}

/**
 * Why it was rated so, for who asks: who has taken the case, and who is to approve the reply. Nobody else, and never
 * who was rated.
 */
export function reasonsFor(state: RectificationState, caseId: string, staffId: string): CaseReasons | Refusal {
  const row = state.open.get(caseId)
  if (row === undefined) return refuse('case.unknown')
  if (row.staffId === staffId) return refuse('case.own')
  if (row.status === 'open') return refuse('case.not-taken')
  if (row.status === 'taken' && row.handlerId !== staffId) return refuse('case.not-yours', row.handlerId)
  return state.reasons.get(row.evaluationId) ?? { tagCodes: [] }
}
