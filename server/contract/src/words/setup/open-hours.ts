import type { Calendar } from '../calendar.ts'
import { type BusinessDay, businessDayOf, type Instant, localTime, weekdayOf } from '../time.ts'
import type { HallHours } from './hours.ts'

export type Span = { from: string; to: string }

const MONDAY = 1

/** @returns the hours of a business day; nothing where the hall is closed. */
export function hoursOn({ weekly, keepsHolidays, days }: HallHours, day: BusinessDay, calendar: Calendar) {
  const single = days.find(each => each.day === day)
  if (single !== undefined) return single.hours
  const of = (weekday: number): Span | undefined => weekly.find(each => each.weekday === weekday)
  if (!keepsHolidays) return of(weekdayOf(day))
  if (calendar.workdays.includes(day)) return of(weekdayOf(day)) ?? of(MONDAY)
  return calendar.holidays.includes(day) ? undefined : of(weekdayOf(day))
}

/** Whether numbers are given at this instant. Without hours they always are. */
export function isWithin(hours: HallHours | undefined, at: Instant, calendar: Calendar): boolean {
  if (hours === undefined) return true
  const day = businessDayOf(at)
  const span = hoursOn(hours, day, calendar)
  return span !== undefined && localTime(day, span.from) <= at && at < localTime(day, span.to)
}
