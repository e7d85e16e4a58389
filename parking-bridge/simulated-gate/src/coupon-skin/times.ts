import { addMs, type Instant, instantOf } from '@pingting/contract/words/time'

const EIGHT_HOURS_MS = 8 * 3_600_000
const WALL = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/

/** `yyyyMMddHHmmss` of the clock on the wall, which is that of Shanghai. */
export const wallOf = (at: Instant): string => addMs(at, EIGHT_HOURS_MS).replace(/[-T:]/g, '').slice(0, 14)

/** @returns undefined for what is no such time. */
export function instantOfWall(text: string): Instant | undefined {
  const utc = Date.parse(text.replace(WALL, '$1-$2-$3T$4:$5:$6Z'))
  return !WALL.test(text) || Number.isNaN(utc) ? undefined : instantOf(utc - EIGHT_HOURS_MS)
}

export const msTextOf = (at: Instant): string => String(Date.parse(at))
