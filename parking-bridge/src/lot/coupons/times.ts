import { DAY_MS, type Instant, instantOf, msOf } from '@pingting/contract'

/** The platform's wall: UTC+8 all year. */
const SHANGHAI_MS = DAY_MS / 3
/** Beyond this a number of milliseconds is no time. */
const TIME_MS_MAX = 8.64e15

/** `yyyyMMddHHmmss` in Asia/Shanghai; what is left of a second is cut off. */
export const wallTextOf = (at: Instant): string =>
  instantOf(msOf(at) + SHANGHAI_MS)
    .slice(0, 19)
    .replace(/\D/g, '')

/** From ms since 1970. @returns undefined for what is no time. */
export function instantOfMs(text: string | undefined): Instant | undefined {
  if (text === undefined || !/^\d{1,16}$/.test(text)) return undefined
  return Number(text) > TIME_MS_MAX ? undefined : instantOf(Number(text))
}

/** From UTC with a `Z`, with or without a part of a second. @returns undefined for what is no time. */
export function instantOfUtc(text: string | undefined): Instant | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text)) return undefined
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : instantOf(ms)
}

/** Whole minutes of a number of seconds, in the citizen's favour. @returns undefined for what is no number. */
export const minutesOfSeconds = (text: string | undefined): number | undefined =>
  text === undefined || !/^\d{1,9}$/.test(text) ? undefined : Math.floor(Number(text) / 60)
