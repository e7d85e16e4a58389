import type { CaseList, CaseRow, CaseTallies } from '@pingting/contract'
import type { OpenCase, RectificationState } from './state.ts'

const ROWS_MAX = 500

/** Newest first, for managers. The level is in it; who served and the visitor's words are not. */
export function caseList(state: RectificationState): CaseList {
  const newest = [...state.open.values()].slice(-ROWS_MAX).reverse()
  return { tallies: talliesOf(state), cases: newest.map(rowOf) }
}

function talliesOf({ open }: RectificationState): CaseTallies {
  const tallies: CaseTallies = { open: open.size, conduct: 0, sector: 0 }
  for (const { caseClass } of open.values()) tallies[caseClass] += 1
  return tallies
}

function rowOf({ evaluationId: _e, staffId: _s, ...row }: OpenCase): CaseRow {
  return row
}
