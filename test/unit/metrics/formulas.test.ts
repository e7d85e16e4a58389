import { describe, expect, test } from 'vitest'
import { averageSeconds, noRatings, satisfactionRates } from '../../../server/src/metrics/formulas.ts'

const percent = (share: number | undefined): string => `${((share ?? Number.NaN) * 100).toFixed(2)} %`

describe('the indicators of domain.md §9', () => {
  test('[ME1] the golden vector, to the digit', () => {
    const active = { 5: 90, 4: 40, 3: 10, 2: 6, 1: 4 }
    const rates = satisfactionRates({ services: 200, active, byDefault: noRatings() })
    expect({
      ...{ active: percent(rates.active), unrated: percent(rates.unrated), evaluated: percent(rates.evaluated) },
      ...{ good: percent(rates.good), activeGood: percent(rates.activeGood), bad: percent(rates.bad) },
      score: rates.score?.toFixed(2),
    }).toEqual({
      ...{ active: '75.00 %', unrated: '25.00 %', evaluated: '75.00 %' },
      ...{ good: '93.33 %', activeGood: '93.33 %', bad: '6.67 %', score: '8.65' },
    })
  })

  test('[ME2] default ratings are shown apart: in 评价率 and 好评率, never in the active figures', () => {
    const active = { ...noRatings(), 5: 1, 1: 1 }
    const byDefault = { ...noRatings(), 3: 2 }
    expect(satisfactionRates({ services: 10, active, byDefault })).toEqual({
      ...{ active: 0.2, unrated: 0.6, evaluated: 0.4, good: 0.75, activeGood: 0.5, bad: 0.5, score: 5 },
    })
  })

  test('[ME3] a zero denominator leaves the share out; it is not 0 and not 1', () => {
    expect(satisfactionRates({ services: 0, active: noRatings(), byDefault: noRatings() })).toEqual({})
    const nobodyRated = satisfactionRates({ services: 5, active: noRatings(), byDefault: noRatings() })
    expect(nobodyRated).toEqual({ active: 0, unrated: 1, evaluated: 0 })
    expect(averageSeconds(0, 0)).toBeUndefined()
    expect(averageSeconds(2_500, 2)).toBe(1)
  })

  test('[ME1] each level has its weight, and 基本满意 is not bad', () => {
    const one = (level: 5 | 4 | 3 | 2 | 1) =>
      satisfactionRates({ services: 1, active: { ...noRatings(), [level]: 1 }, byDefault: noRatings() })
    expect(([5, 4, 3, 2, 1] as const).map(level => [one(level).score, one(level).bad, one(level).good])).toEqual([
      ...[
        [10, 0, 1],
        [8, 0, 1],
        [6, 0, 1],
        [3, 1, 0],
        [0, 1, 0],
      ],
    ])
  })
})
