import type { OpenCase, RectificationState } from './state.ts'

export interface CaseTallies {
  open: number
  conduct: number
  sector: number
}

/** The managers' list, newest first. The level is in it; the citizen's words are not. */
export const openCases = (state: RectificationState): OpenCase[] => [...state.open.values()].reverse()

export function caseTallies(state: RectificationState): CaseTallies {
  const tallies: CaseTallies = { open: state.open.size, conduct: 0, sector: 0 }
  for (const { caseClass } of state.open.values()) tallies[caseClass] += 1
  return tallies
}
