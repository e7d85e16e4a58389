import {
  addMinutes,
  type CaseList,
  type CaseRow,
  type CaseTallies,
  type Instant,
  WALL_ROWS,
  type WallCase,
  type WallFrame,
} from '@pingting/contract'
import type { OpenCase, RectificationState } from './state.ts'

/** For managers. The level is in it; who served and the visitor's words are not. */
export const caseList = (state: RectificationState): CaseList => ({ tallies: talliesOf(state), cases: caseRows(state) })

/** Newest first. */
export const caseRows = ({ latest }: RectificationState): CaseRow[] => latest.map(rowOf).reverse()

/** So long nobody reads on a wall how the person before him has rated. */
const WALL_DELAY_MINUTES = 15

/** Without level and ticket: a number called out in the hall would tell whose rating it was. */
export function wallCases({ latest }: RectificationState, now: Instant): WallFrame['cases'] {
  const shownTo = addMinutes(now, -WALL_DELAY_MINUTES)
  const due = latest.flatMap(({ openedAt, caseId, counterId, serviceCode, caseClass, dueAt }): WallCase[] =>
    dueAt === undefined || openedAt > shownTo ? [] : [{ caseId, counterId, serviceCode, caseClass, dueAt }],
  )
  const running = due.filter(({ dueAt }) => dueAt > now)
  return { tally: running.length, overdueTally: due.length - running.length, rows: running.slice(0, WALL_ROWS) }
}

function talliesOf({ open }: RectificationState): CaseTallies {
  const tallies: CaseTallies = { open: open.size, conduct: 0, sector: 0 }
  for (const { caseClass } of open.values()) tallies[caseClass] += 1
  return tallies
}

function rowOf({ evaluationId: _e, staffId: _s, ...row }: OpenCase): CaseRow {
  return row
}
