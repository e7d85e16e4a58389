import { expect, test } from 'vitest'
import {
  instantOfMs,
  instantOfUtc,
  minutesOfSeconds,
  wallTextOf,
} from '../../../../../parking-bridge/src/lot/coupons/times.ts'

test.each([
  ['2026-11-23T04:00:30.000Z', '20261123120030'],
  // Midnight is at sixteen hours of UTC; what is left of a second is cut off.
  ['2026-11-23T15:59:59.999Z', '20261123235959'],
  ['2026-11-23T16:00:00.000Z', '20261124000000'],
  ['2026-12-31T16:00:00.000Z', '20270101000000'],
  ['2028-02-28T16:30:00.000Z', '20280229003000'],
])('[PF19] %s is %s on the wall in Shanghai', (at, text) => expect(wallTextOf(at)).toBe(text))

test.each([
  ['1795449599999', '2026-11-23T15:59:59.999Z'],
  ['1795449600000', '2026-11-23T16:00:00.000Z'],
  ['0', '1970-01-01T00:00:00.000Z'],
  ['8640000000000001', undefined],
  ['1795449600.0', undefined],
  ['-1', undefined],
  ['', undefined],
  [undefined, undefined],
])('[PF19] %s ms are %s', (text, at) => expect(instantOfMs(text)).toBe(at))

test.each([
  ['2026-11-23T16:00:00.000Z', '2026-11-23T16:00:00.000Z'],
  ['2026-11-23T15:59:59Z', '2026-11-23T15:59:59.000Z'],
  ['2026-11-23T15:59:59.5Z', '2026-11-23T15:59:59.500Z'],
  ['2026-11-24T00:00:00+08:00', undefined],
  ['2026-11-24 00:00:00', undefined],
  ['2026-13-24T00:00:00Z', undefined],
  [undefined, undefined],
])('[PF19] %s in UTC is %s', (text, at) => expect(instantOfUtc(text)).toBe(at))

test.each([
  ['0', 0],
  ['59', 0],
  ['60', 1],
  ['7259', 120],
  ['1.5', undefined],
  [undefined, undefined],
])('[PF19] %s seconds are %s minutes', (text, minutes) => expect(minutesOfSeconds(text)).toBe(minutes))
