import { feeOf, stayMinutesOf, type Tariff } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const TARIFF: Tariff = {
  ...{ freeUntilMinutes: 30, hourFen: 200, capFen: 1000, freeMinutesSide: 'front', leaveWithinMinutes: 15 },
}

const fee = (stayMinutes: number, freeMinutes = 0, side: 'front' | 'back' = 'front') =>
  feeOf(stayMinutes, freeMinutes, { ...TARIFF, freeMinutesSide: side })

const minutes = fc.integer({ min: 0, max: 10 * 24 * 60 })
const side = fc.constantFrom('front' as const, 'back' as const)

describe('[T1] golden: 2 yuan an hour, at most 10 yuan in 24 h, half an hour free', () => {
  test.each([
    [0, 0, 0],
    [30, 0, 0],
    [31, 0, 200],
    [60, 0, 200],
    [61, 0, 400],
    [181, 0, 800],
    [181, 120, 400],
    [181, 181, 0],
    [24 * 60, 0, 1000],
    [26 * 60, 0, 1400],
  ])('%i minutes of which %i free cost %i fen', (stayMinutes, freeMinutes, expected) => {
    expect(fee(stayMinutes, freeMinutes)).toBe(expected)
  })
})

test('[T2] the free half hour belongs to the stay: it does not come back after an exemption', () => {
  expect(fee(140, 120)).toBe(200)
})

test('[T3] the side that free minutes come off matters only at a cap', () => {
  expect(fee(26 * 60, 120, 'front')).toBe(1400)
  expect(fee(26 * 60, 120, 'back')).toBe(1000)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), minutes, (stay, free) => {
      expect(fee(stay, free, 'front')).toBe(fee(stay, free, 'back'))
    }),
  )
})

test('[T4] free minutes never make a stay dearer, more of them never less, and never below 0', () => {
  fc.assert(
    fc.property(minutes, minutes, minutes, side, (stay, a, b, which) => {
      const [less, more] = a < b ? [a, b] : [b, a]
      const [most, some, least] = [fee(stay, 0, which), fee(stay, less, which), fee(stay, more, which)]
      expect(most).toBeGreaterThanOrEqual(some)
      expect(some).toBeGreaterThanOrEqual(least)
      expect(least).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('[T5] a longer stay never costs less, and no 24 h more than the cap', () => {
  fc.assert(
    fc.property(minutes, minutes, (a, b) => {
      const [short, long] = a < b ? [a, b] : [b, a]
      expect(fee(short)).toBeLessThanOrEqual(fee(long))
      expect(fee(long)).toBeLessThanOrEqual(Math.ceil(long / 1440) * TARIFF.capFen)
      expect(Number.isSafeInteger(fee(long))).toBe(true)
    }),
  )
})

test('[T7] a begun minute is not counted, and a clock set back counts nothing', () => {
  expect(stayMinutesOf(0, 30 * 60_000 + 59_999)).toBe(30)
  expect(stayMinutesOf(60_000, 0)).toBe(0)
})
