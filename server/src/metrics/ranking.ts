import { type CounterRank, LEVELS, type Level, RANKED_FROM } from '@pingting/contract'
import { type ByLevel, levelRates, noRatings } from './formulas.ts'

/** 95 %, two-sided. */
const Z = 1.96

/**
 * Lower bound of Wilson's interval (1927) for a share of few: what the counter can be held to, so that five good ones
 * of five do not stand above ninety-nine of a hundred. 0 to 1; `n` at least 1.
 */
export function wilsonLowerBound(share: number, n: number): number {
  const z2 = Z * Z
  const middle = share + z2 / (2 * n)
  const spread = Z * Math.sqrt((share * (1 - share) + z2 / (4 * n)) / n)
  return Math.max(0, (middle - spread) / (1 + z2 / n))
}

export const tallyOf = (ratings: ByLevel): number => LEVELS.reduce((sum, level) => sum + ratings[level], 0)

/** Counters with enough active ratings, best first; those that are even stand in the order of their ids. */
export function rank(byCounter: ReadonlyMap<string, ByLevel>): CounterRank[] {
  const rows = [...byCounter].flatMap(([counterId, active]): (CounterRank & { bound: number; score: number })[] => {
    const ratings = tallyOf(active)
    const { activeGood, score } = levelRates({ active, byDefault: noRatings() })
    if (ratings < RANKED_FROM || activeGood === undefined || score === undefined) return []
    return [{ counterId, ratings, activeGood, score, bound: wilsonLowerBound(activeGood, ratings) }]
  })
  rows.sort((a, b) => b.bound - a.bound || b.score - a.score || (a.counterId < b.counterId ? -1 : 1))
  return rows.map(({ bound: _b, score: _s, ...row }) => row)
}

/** Counts one rating, and keeps what stood when the counter's last batch was full: all that a wall tells of it. */
export function countToward(told: Map<string, ByLevel>, counterId: string, now: Readonly<Record<Level, number>>): void {
  if (tallyOf(now) % RANKED_FROM === 0) told.set(counterId, { ...now })
}
