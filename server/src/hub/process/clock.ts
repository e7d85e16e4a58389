import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { type BusinessClock, businessMs, type Instant, instantOf } from '@pingting/contract'

/** The only place in the hub that reads the wall clock. */
export interface Clock {
  now(): Instant
  speed: number
  /** Lets everything in that already stands at the door of this process. */
  turn(): Promise<void>
  /** Milliseconds of the wall. */
  pause(delayMs: number): Promise<void>
}

export function openClock(setting: BusinessClock): Clock {
  // Asked several times on the way of one command: an instant is only written out anew in another millisecond.
  let nowMs = 0
  let now: Instant = ''
  return {
    now() {
      const ms = Math.floor(businessMs(setting, Date.now()))
      if (ms !== nowMs) now = instantOf(ms)
      nowMs = ms
      return now
    },
    speed: setting.speed,
    turn: () => nextTurn(),
    pause: delayMs => wait(delayMs),
  }
}

/** The wall's time, for what people and their phones count by: idle sessions, second factors. */
export const wallMs = (): number => Date.now()
