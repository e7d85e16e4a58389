import { isBad, LEVELS, type Level, levelWords, type SatisfactionRates } from '@pingting/contract'

export type ByLevel = Record<Level, number>

/** What the rates of a period are made of; ratings belong to the services closed in it. */
export interface RatingSums {
  /** E: services closed in the period. */
  services: number
  /** Aᵢ: what visitors gave, by level. */
  active: ByLevel
  /** Dfᵢ: what was set by default, shown apart. */
  byDefault: ByLevel
}

export const noRatings = (): ByLevel => ({ 5: 0, 4: 0, 3: 0, 2: 0, 1: 0 })

const sum = (ratings: ByLevel, of: (level: Level) => number = () => 1): number =>
  LEVELS.reduce((total, level) => total + ratings[level] * of(level), 0)

const good = (level: Level): number => (isBad(level) ? 0 : 1)
const bad = (level: Level): number => (isBad(level) ? 1 : 0)

/**
 * The indicators of GB/T 39734-2020 by name; the formulas are ours (docs/spec.md). Shares from 0 to 1, the score out
 * of 10. A share whose denominator is zero is absent: nobody rated is not 100 %.
 */
export const satisfactionRates = (sums: RatingSums): SatisfactionRates => ({
  ...participationRates(sums),
  ...levelRates(sums),
})

/** Those that say how many rated, and nothing of how. */
export function participationRates({ services, active, byDefault }: RatingSums): SatisfactionRates {
  const a = sum(active)
  const df = sum(byDefault)
  return {
    ...share('active', a, services),
    ...share('unrated', services - a - df, services),
    ...share('evaluated', a + df, services),
  }
}

/** Those that are made of levels. */
export function levelRates({ active, byDefault }: Omit<RatingSums, 'services'>): SatisfactionRates {
  const a = sum(active)
  const df = sum(byDefault)
  return {
    ...share('good', sum(active, good) + sum(byDefault, good), a + df),
    ...share('activeGood', sum(active, good), a),
    ...share('bad', sum(active, bad), a),
    ...share(
      'score',
      sum(active, level => levelWords[level].score),
      a,
    ),
  }
}

function share<K extends keyof SatisfactionRates>(name: K, part: number, whole: number): { [N in K]?: number } {
  return whole === 0 ? {} : ({ [name]: part / whole } as { [N in K]?: number })
}

/** Whole seconds on average; absent while there is nothing to average. */
export const averageSeconds = (sumMs: number, count: number): number | undefined =>
  count === 0 ? undefined : Math.round(sumMs / count / 1000)
