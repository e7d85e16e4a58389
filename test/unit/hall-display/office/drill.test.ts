import { LEVELS, type Level, type RatingCell } from '@pingting/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AXES, along, badOf, goodOf, tallyOf, within } from '../../../../hall-display/src/office/back/drill.ts'
import { levelRates, noRatings } from '../../../../server/src/metrics/formulas.ts'

interface Rating {
  counterId: string
  serviceCode: string
  channel: string
  level: Level
}

const rating: fc.Arbitrary<Rating> = fc.record({
  counterId: fc.constantFrom('C01', 'C02', 'C03'),
  serviceCode: fc.constantFrom('tax', 'id'),
  channel: fc.constantFrom('tablet', 'phone', 'qr'),
  level: fc.constantFrom(...LEVELS),
})

function cellsOf(ratings: readonly Rating[]): RatingCell[] {
  const cells = Map.groupBy(ratings, ({ counterId, serviceCode, channel }) => `${counterId} ${serviceCode} ${channel}`)
  return [...cells.values()].map(own => {
    const { level: _, ...place } = own[0]!
    const byLevel = noRatings()
    for (const { level } of own) byLevel[level] += 1
    return { ...place, byLevel }
  })
}

test('[FA52] at every step down the rows are the ratings counted one by one, and add up to the row they came from', () => {
  fc.assert(
    fc.property(fc.array(rating, { maxLength: 60 }), ratings => {
      const cells = cellsOf(ratings)
      const walk = (path: string[], own: readonly Rating[]): void => {
        const axis = AXES[path.length]
        if (axis === undefined) return
        const rows = along(within(cells, path), axis)
        expect(rows.reduce((sum, { byLevel }) => sum + tallyOf(byLevel), 0)).toBe(own.length)
        for (const { key, byLevel } of rows) {
          const deeper = own.filter(one => one[axis] === key)
          for (const level of LEVELS) expect(byLevel[level]).toBe(deeper.filter(one => one.level === level).length)
          // the same formulas as the hub's
          const { activeGood } = levelRates({ active: byLevel, byDefault: noRatings() })
          expect(goodOf(byLevel)).toBeCloseTo(activeGood!, 12)
          expect(badOf(byLevel)).toBe(deeper.filter(({ level }) => level <= 2).length)
          walk([...path, key], deeper)
        }
      }
      walk([], ratings)
    }),
  )
  expect(goodOf(noRatings())).toBeUndefined()
})
