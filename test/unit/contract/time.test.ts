import {
  At,
  addMinutes,
  addMs,
  businessDayOf,
  businessMs,
  earlier,
  endOfBusinessDay,
  fen,
  isWorkday,
  later,
  localHourOf,
  localTime,
  msBetween,
  nextDay,
  parseBusinessClock,
  REAL_TIME,
  ratingWindowEndsAt,
  weekdayOf,
  workdayAfter,
} from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const NONE = { holidays: [], workdays: [] }
/** The National Day of 2025 as published: eight days off, with two working days moved to a Sunday and a Saturday. */
const NATIONAL_DAY = {
  holidays: [1, 2, 3, 4, 5, 6, 7, 8].map(day => `2025-10-0${day}`),
  workdays: ['2025-09-28', '2025-10-11'],
}
const instant = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2039-12-31'), noInvalidDate: true })
  .map(d => d.toISOString())

describe('time in Asia/Shanghai', () => {
  test('[HL20] a business day is the local one, from 16:00 UTC to 16:00 UTC', () => {
    expect(businessDayOf('2026-11-22T15:59:59.999Z')).toBe('2026-11-22')
    expect(businessDayOf('2026-11-22T16:00:00.000Z')).toBe('2026-11-23')
    expect(endOfBusinessDay('2026-11-23')).toBe('2026-11-23T16:00:00.000Z')
    expect(localTime('2026-11-23', '08:30')).toBe('2026-11-23T00:30:00.000Z')
    expect([localHourOf('2026-11-22T16:00:00.000Z'), localHourOf('2026-11-23T15:59:59.999Z')]).toEqual([0, 23])
    expect([nextDay('2026-12-31'), nextDay('2028-02-28'), weekdayOf('2026-11-22')]).toEqual([
      '2027-01-01',
      '2028-02-29',
      0,
    ])
  })

  test('[HL20] every instant lies in its business day, and instants compare as texts', () => {
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        const end = endOfBusinessDay(businessDayOf(a))
        expect(a < end && addMs(end, -86_400_000) <= a).toBe(true)
        expect(a < b).toBe(msBetween(a, b) > 0)
        expect([earlier(a, b), later(a, b)]).toEqual([a, b].sort())
        expect(At.safeParse(addMinutes(a, 90)).success).toBe(true)
      }),
      { verbose: 1 },
    )
  })
})

describe('working days', () => {
  test.each([
    ['2026-11-23', '2026-11-30'],
    ['2026-11-27', '2026-12-04'],
    ['2026-11-28', '2026-12-04'],
  ])('[R5] what was served on %s can be rated to the end of %s', (day, last) => {
    expect(workdayAfter(day, 5, NONE)).toBe(last)
    expect(ratingWindowEndsAt(day, NONE)).toBe(endOfBusinessDay(last))
  })

  test('[R5] holidays do not count and moved working days do', () => {
    expect(isWorkday('2025-10-11', NATIONAL_DAY)).toBe(true)
    expect([isWorkday('2025-10-08', NATIONAL_DAY), isWorkday('2025-10-12', NATIONAL_DAY)]).toEqual([false, false])
    expect(workdayAfter('2025-09-26', 5, NATIONAL_DAY)).toBe('2025-10-10')
    expect(workdayAfter('2025-09-30', 5, NATIONAL_DAY)).toBe('2025-10-14')
    expect(workdayAfter('2025-09-30', 0, NATIONAL_DAY)).toBe('2025-09-30')
  })
})

describe('the business clock', () => {
  test('[HL21] runs as fast as it is set, from where it is set', () => {
    const clock = parseBusinessClock('2026-11-23T00:30:00.000Z@1764000000000x100')!
    expect(businessMs(clock, 1_764_000_001_000) - Date.parse('2026-11-23T00:30:00.000Z')).toBe(100_000)
    expect(businessMs(REAL_TIME, 1_764_000_001_000)).toBe(1_764_000_001_000)
  })

  test.each(['', 'now', '2026@1x', 'x@1x1', '2026-11-23T00:30:00.000Z@1x0', '2026-11-23T00:30:00.000Z@1x-1'])(
    '[HL21] %j is no clock',
    text => expect(parseBusinessClock(text)).toBeUndefined(),
  )
})

test('[LT11] money is whole fen, or a bug', () => {
  expect(fen(200)).toBe(200)
  for (const amount of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])
    expect(() => fen(amount)).toThrow(RangeError)
})
