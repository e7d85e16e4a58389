/**
 * Business time: the wall clock, or, for a demo, a day of its own that runs `speed` times as fast. Hub, bridge and gate
 * read the same setting, so they agree. Written `2026-11-23T00:30:00.000Z@1764000000000x100`: business start, wall
 * start in ms, speed. I/O timeouts stay on the wall.
 */
export interface BusinessClock {
  startMs: number
  wallStartMs: number
  speed: number
}

export const REAL_TIME: BusinessClock = { startMs: 0, wallStartMs: 0, speed: 1 }

export const businessMs = (clock: BusinessClock, wallMs: number): number =>
  clock.startMs + (wallMs - clock.wallStartMs) * clock.speed

/** @returns the clock, or undefined when the text is not one. */
export function parseBusinessClock(text: string): BusinessClock | undefined {
  const match = /^(.+)@(\d+)x(\d+(?:\.\d+)?)$/.exec(text)
  if (match === null) return undefined
  const startMs = Date.parse(match[1]!)
  const speed = Number(match[3])
  return Number.isNaN(startMs) || speed <= 0 ? undefined : { startMs, wallStartMs: Number(match[2]), speed }
}
