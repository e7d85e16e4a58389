import { publishedCalendar as calendar, isWorkday, nextDay, ratingWindowEndsAt, weekdayOf } from '@pingting/contract'
import { describe, expect, it } from 'vitest'

const days = (from: string, to: string): string[] => (from > to ? [] : [from, ...days(nextDay(from), to)])
const workdays = (from: string, to: string) => days(from, to).filter(day => isWorkday(day, calendar))

describe('[HL13] working days are looked up in the published table, never computed', () => {
  it('National Day 2019: Sunday 29 September and Saturday 12 October are worked, 1 to 7 October are not', () => {
    expect(workdays('2019-09-27', '2019-10-13')).toEqual(
      ['09-27', '09-29', '09-30', '10-08', '10-09', '10-10', '10-11', '10-12'].map(day => `2019-${day}`),
    )
  })

  it('[R5] a service on Friday 27 September 2019 stays rateable to the end of Thursday 10 October', () => {
    expect(ratingWindowEndsAt('2019-09-27', calendar)).toBe('2019-10-10T16:00:00.000Z')
  })

  it('[R5] a service before the Spring Festival of 2026 stays rateable into the week after it', () => {
    expect(ratingWindowEndsAt('2026-02-13', calendar)).toBe('2026-02-27T16:00:00.000Z')
  })

  it.each([
    ['2025', 248],
    ['2026', 248],
  ])('%s has %i working days: 365 without 104 weekend days and 13 of public holiday', (year, tally) => {
    expect(workdays(`${year}-01-01`, `${year}-12-31`)).toHaveLength(tally)
  })

  it('only weekend days are made working days, no day is both, and none stands twice', () => {
    expect(calendar.workdays.filter(day => ![0, 6].includes(weekdayOf(day)))).toEqual([])
    expect(calendar.workdays.filter(day => calendar.holidays.includes(day))).toEqual([])
    expect(new Set([...calendar.holidays, ...calendar.workdays]).size).toBe(
      calendar.holidays.length + calendar.workdays.length,
    )
  })
})
