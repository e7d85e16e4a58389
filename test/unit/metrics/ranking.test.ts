import { LEVELS, type Level, RANKED_FROM } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noRatings } from '../../../server/src/metrics/formulas.ts'
import { rank, wilsonLowerBound } from '../../../server/src/metrics/ranking.ts'
import { evolve } from '../../../server/src/metrics/state.ts'
import { dayBooks, officeFigures, wallFigures } from '../../../server/src/metrics/view.ts'
import { DAY, throughJson, World } from '../reactions/world.ts'

const ratings = fc.record(
  Object.fromEntries(LEVELS.map(level => [level, fc.nat(30)])) as Record<Level, fc.Arbitrary<number>>,
)
const tables = fc.dictionary(fc.stringMatching(/^C\d{2}$/), ratings, { maxKeys: 12 })
const tally = (row: Record<Level, number>): number => LEVELS.reduce((sum, level) => sum + row[level], 0)
const goodShare = (row: Record<Level, number>): number => (row[5] + row[4] + row[3]) / tally(row)

/** The interval from its definition: the smallest p that the share is not too large for, by halving. */
function oracle(share: number, n: number): number {
  let [low, high] = [0, share]
  for (let step = 0; step < 200; step += 1) {
    const p = (low + high) / 2
    const tooSmall = share - p > 1.96 * Math.sqrt((p * (1 - p)) / n)
    if (tooSmall) low = p
    else high = p
  }
  return low
}

describe('counters in the order of what they can be held to', () => {
  test('[ME35] the lower bound is the smallest share the ratings do not speak against', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (n, k) => {
        const share = Math.min(k, n) / n
        expect(wilsonLowerBound(share, n)).toBeCloseTo(oracle(share, n), 6)
      }),
    )
    expect(wilsonLowerBound(1, 5)).toBeLessThan(wilsonLowerBound(0.99, 100))
  })

  test('[ME35] whoever has five ratings stands in it once, with his own figures, and nobody with fewer', () => {
    fc.assert(
      fc.property(tables, table => {
        const rows = rank(new Map(Object.entries(table)))
        const entitled = Object.keys(table).filter(id => tally(table[id]!) >= RANKED_FROM)
        expect(rows.map(({ counterId }) => counterId).sort()).toEqual(entitled.sort())
        for (const { counterId, ratings: n, activeGood } of rows) {
          expect(n).toBe(tally(table[counterId]!))
          expect(activeGood).toBe(goodShare(table[counterId]!))
        }
        const bounds = rows.map(row => oracle(row.activeGood, row.ratings))
        for (const [place, bound] of bounds.entries())
          if (place > 0) expect(bound).toBeLessThan(bounds[place - 1]! + 1e-6)
      }),
    )
    expect(rank(new Map([['C01', { ...noRatings(), 5: 4 }]]))).toEqual([])
  })

  test('[ME35, FA55] a wall is told a counter in whole fives of its own, the office to the last rating', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('1', '2'), fc.constantFrom(...LEVELS)), { maxLength: 24 }),
        given => {
          // given ratings at two counters in any order
          const world = new World()
          const byCounter: Record<string, Level[]> = { 1: [], 2: [] }
          for (const [index, [counterId, level]] of given.entries()) {
            const ticketId = world.serve(world.take(`A${index}`), counterId)
            world.rate(ticketId, level)
            world.finish(ticketId, counterId)
            byCounter[counterId]!.push(level)
          }
          // then the wall knows of each counter its first 5, 10, 15 …
          const shown = wallFigures(throughJson(world.metrics), DAY, world.now).ranking
          for (const [counterId, levels] of Object.entries(byCounter)) {
            const told = levels.slice(0, levels.length - (levels.length % 5))
            const row = shown.find(one => one.counterId === counterId)
            expect(row?.ratings ?? 0).toBe(told.length)
            if (row) expect(row.activeGood).toBe(told.filter(level => level >= 3).length / told.length)
            expect(tally(officeFigures(world.metrics, DAY).byCounter[counterId] ?? noRatings())).toBe(levels.length)
          }
        },
      ),
      { numRuns: 40 },
    )
  })
})

test('[ME36] who waits over thirty minutes is counted and listed, the longest first, and who did not come when called', () => {
  const world = new World()
  const [first, second, third] = [world.take('A001'), world.pass(60).take('A002'), world.pass(600).take('A003')]
  const at = (seconds: number) => wallFigures(world.pass(seconds).metrics, DAY, world.now)
  // exactly at the limit nobody waits too long yet
  expect(at(1_800 - 660)).toMatchObject({ lateTally: 1, late: [first] })
  expect(at(60)).toMatchObject({ lateTally: 2, late: [first, second] })
  world.verb('called', first)
  world.verb('missed', first)
  expect(at(600)).toMatchObject({ lateTally: 2, late: [second, third], missedTally: 1, absent: [first] })
  world.undo('missed', first, 'called')
  expect(at(1)).toMatchObject({ missedTally: 0, absent: [] })
  world.verb('missed', first)
  world.verb('recycled', first)
  expect(at(1)).toMatchObject({ missedTally: 1, absent: [] })
  // and all of it is forgotten at midnight
  expect(wallFigures(world.metrics, '2026-11-24', world.now)).toMatchObject({
    lateTally: 0,
    missedTally: 0,
    absent: [],
  })
})

test('[HL65] what is too long the hall says, and a day keeps what was said on it last', () => {
  const world = new World()
  const first = world.take('A001')
  const limit = (waitLimitMinutes: 10 | 45, at = world.now): void =>
    evolve(world.metrics, { type: 'hall.waitLimitSet', v: 1, at, waitLimitMinutes })
  world.pass(700)
  expect(wallFigures(world.metrics, DAY, world.now).lateTally).toBe(0)
  limit(10)
  expect(wallFigures(world.metrics, DAY, world.now)).toMatchObject({ lateTally: 1, late: [first] })
  world.verb('called', first)
  expect(dayBooks(world.metrics).map(({ sums }) => sums.lateWaits)).toEqual([1])
  // the next day has another one, and yesterday is told as it was
  limit(45, '2026-11-24T01:00:00.000Z')
  expect(dayBooks(world.metrics).map(({ sums }) => sums.lateWaits)).toEqual([1, 0])
  expect(dayBooks(throughJson(world.metrics))).toEqual(dayBooks(world.metrics))
})
