import { type Fen, fen, type MatchClass, sumFen } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../../../server/src/settlements/matching/classify.ts'
import { isBreak, newsOf } from '../../../../server/src/settlements/matching/register.ts'
import { shiftOf, type Total } from '../../../../server/src/settlements/matching/totals.ts'
import { cleanDay, cleanVisits, dayOf } from '../../../support/books/clean.ts'
import { booksOf, drawn, rulesAt, SHIFTS } from '../../../support/books/drawn.ts'
import { BREAK_CLASSES, PLANTS, plant } from '../../../support/books/planted.ts'
import { breaksOf, type Moment, type Rows } from '../../../support/books/visits.ts'
import { randomOf } from '../../../support/random.ts'

const RUNS = { verbose: true, numRuns: 60 }
const seed = fc.nat(2 ** 31)
const moment = fc.constantFrom<Moment[]>('rolling', 'final')
const size = fc.integer({ min: 0, max: 40 })
/** Beyond every number of a clean visit. */
const PLANTED = 10_000_000

const ways = BREAK_CLASSES.flatMap(breakClass => PLANTS[breakClass].map((_, way) => [breakClass, way] as const))

/** A clean day with breaks of these classes in it, and what must be found. */
function withBreaks(visits: number, from: number, at: Moment, planted: readonly (readonly [MatchClass, number])[]) {
  const random = randomOf(from + 1)
  const clean = cleanVisits(from, at)
  const plants = planted.map(([one, way], n) => plant(one as never, { number: PLANTED + n, random, moment: at }, way))
  const day = dayOf([...Array.from({ length: visits }, () => clean.next().value), ...plants.map(({ rows }) => rows)])
  return { day, found: plants.map(({ found }) => found).sort() }
}

describe('a day of books', () => {
  test('[RB5] of clean rows none is a break', async () => {
    await fc.assert(
      fc.asyncProperty(seed, moment, size, async (from, at, visits) => {
        const { verdicts } = await drawn(booksOf(cleanDay(visits, from, at)), rulesAt(at))
        expect(breaksOf(verdicts)).toEqual([])
      }),
      RUNS,
    )
  })

  test.each(ways)('[RB5] a planted %s, way %i, is found as it is, and alone', async (breakClass, way) => {
    await fc.assert(
      fc.asyncProperty(seed, moment, size, async (from, at, visits) => {
        const { day, found } = withBreaks(visits, from, at, [[breakClass, way]])
        expect(breaksOf((await drawn(booksOf(day), rulesAt(at))).verdicts)).toEqual(found)
      }),
      { ...RUNS, numRuns: 20 },
    )
  })

  test('[RB5] breaks of all classes beside each other hide none', async () => {
    await fc.assert(
      fc.asyncProperty(seed, moment, size, async (from, at, visits) => {
        const { day, found } = withBreaks(visits, from, at, ways)
        expect(breaksOf((await drawn(booksOf(day), rulesAt(at))).verdicts)).toEqual(found)
      }),
      RUNS,
    )
  })

  test('[RB1, RB2] every exemption, every exit and every evaluation has one verdict, and none another', async () => {
    await fc.assert(
      fc.asyncProperty(seed, moment, async (from, at) => {
        const { day } = withBreaks(20, from, at, ways)
        const { verdicts } = await drawn(booksOf(day), rulesAt(at))
        const exits = day.exits.map(({ stayId, laneId, exitedAt }) => `exit|lot-1|${stayId}|${laneId}|${exitedAt}`)
        const expected = [
          ...[...day.granted, ...day.held, ...day.used].map(({ key }) => key),
          ...[...exits, ...day.owed.map(({ evaluationId }) => `owed|${evaluationId}`)],
          ...day.gaps.map(({ from: first }) => `gap|lot-1|g1|${first}`),
        ]
        expect(verdicts.map(({ key }) => key).sort()).toEqual([...new Set(expected)].sort())
      }),
      RUNS,
    )
  })

  test('[RB6] a second pass says the same, has no news, and neither pieces nor the order within a key change a verdict', async () => {
    await fc.assert(
      fc.asyncProperty(seed, moment, fc.integer({ min: 1, max: 9 }), async (from, at, chunk) => {
        const { day } = withBreaks(20, from, at, ways)
        const first = await drawn(booksOf(day), rulesAt(at))
        const again = await drawn(booksOf(turnedWithinKeys(day), chunk), rulesAt(at))
        expect(again).toEqual(first)
        const known = new Map(first.verdicts.map(({ key, matchClass }) => [key, matchClass]))
        const open = (key: string) => (isBreak(known.get(key)!) ? known.get(key) : undefined)
        expect(again.verdicts.flatMap(verdict => newsOf(open(verdict.key), verdict) ?? [])).toEqual([])
      }),
      RUNS,
    )
  })
})

/** Sorted by key all the same; rows of one key the other way round. */
const turnedWithinKeys = (day: Rows): Rows =>
  Object.fromEntries(
    Object.entries(day).map(([voice, rows]) => [
      voice,
      voice === 'gaps'
        ? rows
        : [...Map.groupBy(rows as { key: string }[], ({ key }) => key).values()].flatMap(one => one.reverse()),
    ]),
  ) as unknown as Rows

describe('totals', () => {
  const totalOf = (rows: readonly { minutes: number; amountFen: Fen }[]): Total => ({
    ...{ count: rows.length, minutes: rows.reduce((sum, { minutes }) => sum + minutes, 0) },
    amountFen: sumFen(rows.map(({ amountFen }) => amountFen)),
  })
  const along = (verdicts: readonly Verdict[], axisOf: (verdict: Verdict) => string) =>
    new Map([...Map.groupBy(verdicts, axisOf)].map(([name, some]) => [name, totalOf(some)]))

  test('[RB8] by class, lane, shift, day, counter and policy they are what a fold over all verdicts comes to', async () => {
    await fc.assert(
      fc.asyncProperty(seed, moment, async (from, at) => {
        const { day } = withBreaks(30, from, at, ways)
        const { verdicts, totals } = await drawn(booksOf(day), rulesAt(at))
        const classes = Object.entries(totals.byClass).filter(([, { count }]) => count > 0)
        expect(new Map(classes)).toEqual(along(verdicts, ({ matchClass }) => matchClass))
        const settled = verdicts.filter(one => one.settled !== undefined)
        expect(totals.settled).toEqual(totalOf(settled))
        expect(totals.byLane).toEqual(along(settled, one => one.settled!.laneId))
        expect(totals.byDay).toEqual(along(settled, one => one.settled!.businessDay))
        expect(totals.byCounter).toEqual(along(settled, one => one.settled!.counterId))
        expect(totals.byPolicy).toEqual(along(settled, one => one.settled!.policyVersion))
        expect(totals.byShift).toEqual(along(settled, one => shiftOf(one.settled!.exitedAt, SHIFTS)))
      }),
      RUNS,
    )
  })

  test('[RB8, RB69] what is settled is what exits freed, less the uses in a break, but for the first of what was used or told again', async () => {
    const { day } = withBreaks(200, 3, 'final', ways)
    const { verdicts, totals } = await drawn(booksOf(day), rulesAt('final'))
    const broken = new Set(verdicts.flatMap(({ key, matchClass }) => (isBreak(matchClass) ? key : [])))
    const firsts = verdicts.flatMap(({ matchClass, settled }) => (isBreak(matchClass) ? (settled ?? []) : []))
    const freed = [...day.used.filter(({ key }) => !broken.has(key)), ...firsts]
    expect(freed.length).toBeGreaterThan(50)
    expect(firsts.length).toBeGreaterThan(3)
    for (const { key } of firsts) expect(day.used.filter(use => use.key === key)).toHaveLength(2)
    expect(totals.settled).toEqual(
      totalOf(freed.map(({ minutes, feeWaivedFen }) => ({ minutes, amountFen: feeWaivedFen }))),
    )
  })

  test('[RB8] a shift runs from its beginning to the next, and the last one over midnight', () => {
    const at = (clock: string): string => `2026-11-24T${clock}.000Z`
    expect(shiftOf(at('23:29:59'), SHIFTS)).toBe('17:30')
    expect(shiftOf(at('23:30:00'), SHIFTS)).toBe('07:30')
    expect(shiftOf(at('03:59:59'), SHIFTS)).toBe('07:30')
    expect(shiftOf(at('04:00:00'), SHIFTS)).toBe('12:00')
    expect(shiftOf(at('09:30:00'), SHIFTS)).toBe('17:30')
    expect(shiftOf(at('20:00:00'), SHIFTS)).toBe('17:30')
    expect(shiftOf(at('20:00:00'), ['00:00'])).toBe('00:00')
  })
})

test.each<[MatchClass | undefined, MatchClass, string | undefined]>([
  [undefined, 'M0', undefined],
  [undefined, 'M1', undefined],
  [undefined, 'B3', 'opened'],
  ['B3', 'B3', undefined],
  ['B3', 'B13', 'reclassified'],
  ['B3', 'M1', 'closed'],
  ['B3', 'M0', 'closed'],
])('[RB6] known as %s and found as %s: %s', (known, matchClass, news) => {
  expect(newsOf(known, { matchClass })).toBe(news)
})

test('[RB8] amounts beyond whole numbers are a bug and are told, not rounded', () => {
  expect(() => sumFen([fen(Number.MAX_SAFE_INTEGER), fen(1)])).toThrow('not whole fen')
})
