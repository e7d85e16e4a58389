import { WithheldReason } from '@pingting/contract'
import { expect, test } from 'vitest'
import { run } from './campaign.ts'
import { playDay, settingOf } from './day.ts'
import { CRASH_POINTS } from './engine/faults.ts'
import { plants } from './plants/all.ts'
import { commandLine, shrink } from './shrink.ts'

/** Smaller days than those of the campaign: the suite has other things to do. */
const SMALL = { visitors: 30, counters: 3 }
const DAYS = 14
/** From here on each crash point is struck and each reason met within so few days; rare is a claim asked again after midnight. */
const FROM_SEED = 57
/** Twice the usual weather: otherwise some crash point is missed on most such days. */
const SCALE = 2
const DIGESTS = 20
const TIMEOUT_MS = 300_000

test('[SM1, SM12] days with faults at every crash point, and not one violation', { timeout: TIMEOUT_MS }, async () => {
  const campaign = await run(settingOf(FROM_SEED, { size: SMALL, scale: SCALE }), DAYS)
  const told = campaign.failed.map(({ setting, violations }) => `${commandLine(setting)}: ${violations.join('; ')}`)
  expect(told).toEqual([])
  expect(campaign.commits).toBeGreaterThan(DAYS * 100)
  expect(CRASH_POINTS).toHaveLength(15)
  expect(CRASH_POINTS.filter(point => campaign.tally[point] === 0)).toEqual([])
  expect(campaign.inRepair).toBeGreaterThan(0)
  expect(campaign.tally.c15).toBeGreaterThan(campaign.inRepair)
  const {
    DEFAULT_RATING: _nobodyMeetsItYet,
    LIMIT_MONTH: _noSuchPolicy,
    NO_TIME_LEFT: _norThis,
    PLATE_UNSURE: _itsCamerasAreSure,
    SLIP_UNABLE: _itsGateTakesSlips,
    ...reasons
  } = WithheldReason.enum
  expect(Object.keys(campaign.verdicts)).toEqual(expect.arrayContaining(['GRANTED', ...Object.keys(reasons)]))
})

test('[SM2] the same seed is the same day, another seed another', { timeout: TIMEOUT_MS }, async () => {
  const size = { visitors: 12, counters: 2 }
  const digests = async (): Promise<string[]> => {
    const days: string[] = []
    for (let seed = 1; seed <= DIGESTS; seed++) days.push((await playDay(settingOf(seed, { size }))).digest)
    return days
  }
  const first = await digests()
  expect(await digests()).toEqual(first)
  expect(new Set(first).size).toBe(DIGESTS)
})

test('[SM4] a failing day is made smaller, and fails in the same way', { timeout: TIMEOUT_MS }, async () => {
  const failing = settingOf(3, { plant: plants.get('level-counts')!, size: SMALL })
  const { violations } = await playDay(failing)
  const smaller = await shrink(failing, violations.find(line => line.startsWith('I-3'))!)
  expect(smaller.size.visitors).toBeLessThan(SMALL.visitors)
  expect((await playDay(smaller)).violations.join()).toContain('I-3')
  expect(commandLine(smaller)).toContain('--seed 3 --visitors')
})

test('[SM9] evenings are struck', { timeout: TIMEOUT_MS }, async () => {
  const days = 3
  const { inTheEvening } = await run(settingOf(1, { size: { visitors: 12, counters: 2 } }), days)
  expect(inTheEvening).toBeGreaterThan(days * 20)
})

test('[SM11] clocks are wrong by seconds, and now and then by minutes', { timeout: TIMEOUT_MS }, async () => {
  const skewsMs: number[] = []
  for (let seed = 1; seed <= 6; seed++) {
    const { trace } = await playDay(settingOf(seed, { size: { visitors: 12, counters: 2 }, keepTrace: true }))
    skewsMs.push(
      ...trace
        .flatMap(line => / clock (-?\d+)$/.exec(line)?.[1] ?? [])
        .map(Number)
        .map(Math.abs),
    )
  }
  const share = skewsMs.filter(skewMs => skewMs > 30_000).length / skewsMs.length
  expect(share).toBeGreaterThan(0.05)
  expect(share).toBeLessThan(0.5)
  expect(Math.max(...skewsMs)).toBeLessThanOrEqual(600_000)
})
