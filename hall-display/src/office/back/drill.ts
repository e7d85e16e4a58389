import { isBad, LEVELS, type Level } from '@pingting/contract/words/levels'
import type { RatingCell } from '@pingting/contract/words/office/trend'

type ByLevel = Record<Level, number>

/** The way down: each step names one counter, one item, one channel. */
export const AXES = ['counterId', 'serviceCode', 'channel'] as const
export type Axis = (typeof AXES)[number]

export interface DrillRow {
  key: string
  byLevel: ByLevel
}

export const tallyOf = (byLevel: ByLevel): number => LEVELS.reduce((sum, level) => sum + byLevel[level], 0)

export const badOf = (byLevel: ByLevel): number =>
  LEVELS.reduce((sum, level) => sum + (isBad(level) ? byLevel[level] : 0), 0)

/** 主动评价好评率, 0 to 1; nothing where nobody rated. */
export function goodOf(byLevel: ByLevel): number | undefined {
  const all = tallyOf(byLevel)
  return all === 0 ? undefined : (all - badOf(byLevel)) / all
}

/** The cells on the way so far. */
export const within = (cells: readonly RatingCell[], path: readonly string[]): RatingCell[] =>
  cells.filter(cell => path.every((key, step) => cell[AXES[step]!] === key))

/** The same ratings along one axis, the most rated first. */
export function along(cells: readonly RatingCell[], axis: Axis): DrillRow[] {
  const rows = new Map<string, ByLevel>()
  for (const cell of cells) {
    const row = rows.get(cell[axis]) ?? { 5: 0, 4: 0, 3: 0, 2: 0, 1: 0 }
    for (const level of LEVELS) row[level] += cell.byLevel[level]
    rows.set(cell[axis], row)
  }
  return [...rows]
    .map(([key, byLevel]) => ({ key, byLevel }))
    .sort((one, other) => tallyOf(other.byLevel) - tallyOf(one.byLevel) || (one.key < other.key ? -1 : 1))
}
