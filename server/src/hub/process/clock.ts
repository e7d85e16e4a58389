import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { type BusinessClock, businessMs, type Instant, instantOf } from '@pingting/contract'
import type { Logger } from './log.ts'

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

const LOOK_MS = 1_000
/** A wall clock and one that only runs part by half a millisecond a second at most; beyond this somebody set the one. */
const JUMP_MS_MAX = 1_000

export interface Clocks {
  wallMs(): number
  /** Of a clock that nobody can set. */
  steadyMs(): number
}

/**
 * Looks each second whether the clock of this machine was set. The journal's time never goes back and no order is sent
 * to a gate that is far off, but whatever ends at a moment ends too early or too late: somebody has to know.
 */
export function watchWall({ wallMs, steadyMs }: Clocks, log: Logger): NodeJS.Timeout {
  let apartMs = wallMs() - steadyMs()
  return setInterval(() => {
    const jumpMs = Math.round(wallMs() - steadyMs() - apartMs)
    apartMs += jumpMs
    if (Math.abs(jumpMs) > JUMP_MS_MAX) log.error({ jumpMs }, 'the clock of this machine was set')
  }, LOOK_MS)
}
