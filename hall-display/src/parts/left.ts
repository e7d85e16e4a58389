import { DAY_MS, HOUR_MS, MINUTE_MS } from '@pingting/contract/words/time'

/** A stretch of time in whole days, hours and minutes, whichever way it lies. */
export interface Span {
  days: number
  hours: number
  minutes: number
}

export function spanOf(ms: number): Span {
  const whole = Math.abs(ms)
  return {
    days: Math.floor(whole / DAY_MS),
    hours: Math.floor((whole % DAY_MS) / HOUR_MS),
    minutes: Math.floor((whole % HOUR_MS) / MINUTE_MS),
  }
}
