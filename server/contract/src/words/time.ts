/**
 * Time as the house sees it: an instant is an ISO-8601 UTC string with milliseconds, a business day is the
 * local date in Asia/Shanghai (UTC+8 all year). Rules compare and add here, so that none of them touches a clock.
 */
export type Instant = string
export type BusinessDay = string

const SHANGHAI_OFFSET_HOURS = 8
const SHANGHAI_OFFSET_MS = SHANGHAI_OFFSET_HOURS * 3_600_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** Milliseconds since the Unix epoch. */
export const msOf = (instant: Instant): number => Date.parse(instant)

export const instantOf = (ms: number): Instant => new Date(ms).toISOString()

export const addMs = (instant: Instant, ms: number): Instant => instantOf(msOf(instant) + ms)

export const addMinutes = (instant: Instant, minutes: number): Instant => addMs(instant, minutes * MINUTE_MS)

/** Milliseconds from the first instant to the second; negative when the second is earlier. */
export const msBetween = (from: Instant, to: Instant): number => msOf(to) - msOf(from)

export const later = (a: Instant, b: Instant): Instant => (a < b ? b : a)
export const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b)

/** The local date in Asia/Shanghai, `yyyy-mm-dd`. Read off the text, since every event asks for it. */
export const businessDayOf = (instant: Instant): BusinessDay =>
  utcHourOf(instant) + SHANGHAI_OFFSET_HOURS < 24 ? instant.slice(0, 10) : nextDay(instant.slice(0, 10))

/** The first instant after the business day, that is 24:00 local time. */
export const endOfBusinessDay = (day: BusinessDay): Instant =>
  instantOf(Date.parse(`${day}T00:00:00.000Z`) - SHANGHAI_OFFSET_MS + DAY_MS)

/** A local clock time on a business day, `hh:mm`, as an instant. */
export const localTime = (day: BusinessDay, clock: string): Instant =>
  instantOf(Date.parse(`${day}T${clock}:00.000Z`) - SHANGHAI_OFFSET_MS)

/** Hour of the local day, 0 to 23. */
export const localHourOf = (instant: Instant): number => (utcHourOf(instant) + SHANGHAI_OFFSET_HOURS) % 24

const utcHourOf = (instant: Instant): number => Number(instant.slice(11, 13))

export const nextDay = (day: BusinessDay): BusinessDay =>
  instantOf(Date.parse(`${day}T00:00:00.000Z`) + DAY_MS).slice(0, 10)

export const daysBefore = (day: BusinessDay, days: number): BusinessDay =>
  businessDayOf(addMs(localTime(day, '12:00'), -days * DAY_MS))

/** 0 is Sunday. */
export const weekdayOf = (day: BusinessDay): number => new Date(`${day}T00:00:00.000Z`).getUTCDay()
