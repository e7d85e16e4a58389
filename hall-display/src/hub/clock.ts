/**
 * Business time as the hub keeps it: a demo day may run faster than the wall. A face never reads the wall clock for
 * what it shows; it adds the wall time elapsed since the hub last said what time it is.
 */
export interface HubClock {
  /** Business time, in ms, at the wall mark. */
  businessMs: number
  /** Monotonic wall mark, in ms. */
  wallMs: number
  speed: number
}

/** @param roundTripMs of the answer that carried the time; half of it is taken as the way back. */
export function clockFrom(answer: { at: string; speed: number }, wallMs: number, roundTripMs: number): HubClock {
  return { businessMs: Date.parse(answer.at) + (roundTripMs / 2) * answer.speed, wallMs, speed: answer.speed }
}

export const businessNow = (clock: HubClock, wallMs: number): number =>
  clock.businessMs + (wallMs - clock.wallMs) * clock.speed
