import { type BusinessDay, endOfBusinessDay, type Instant, nextDay, weekdayOf } from './time.ts'

/** Holidays and 调休 workdays are published data: they cannot be computed, only looked up. */
export interface Calendar {
  holidays: readonly BusinessDay[]
  workdays: readonly BusinessDay[]
}

export function isWorkday(day: BusinessDay, calendar: Calendar): boolean {
  if (calendar.workdays.includes(day)) return true
  if (calendar.holidays.includes(day)) return false
  const weekday = weekdayOf(day)
  return weekday !== 0 && weekday !== 6
}

/** The n-th working day after a day; the day itself is day 0. */
export function workdayAfter(day: BusinessDay, n: number, calendar: Calendar): BusinessDay {
  let current = day
  for (let left = n; left > 0; ) {
    current = nextDay(current)
    if (isWorkday(current, calendar)) left -= 1
  }
  return current
}

/** R5 (Shandong 2020): an evaluation is accepted to the end of the 5th working day after the service day. */
export const RATING_WINDOW_WORKDAYS = 5

/** A bad rating is put right in five working days (德州, the one published clock for it). Ours; see docs/spec.md. */
export const RECTIFICATION_WORKDAYS = 5

export const rectificationEndsAt = (openedDay: BusinessDay, calendar: Calendar): Instant =>
  endOfBusinessDay(workdayAfter(openedDay, RECTIFICATION_WORKDAYS, calendar))

/** Asked at every rating, and the answer of a day does not change. */
const windowEnds = new WeakMap<Calendar, Map<BusinessDay, Instant>>()

export function ratingWindowEndsAt(serviceDay: BusinessDay, calendar: Calendar): Instant {
  const ends = windowEnds.get(calendar) ?? new Map<BusinessDay, Instant>()
  windowEnds.set(calendar, ends)
  const end = ends.get(serviceDay) ?? endOfBusinessDay(workdayAfter(serviceDay, RATING_WINDOW_WORKDAYS, calendar))
  ends.set(serviceDay, end)
  return end
}
