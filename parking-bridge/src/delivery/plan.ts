import type { Instant } from '@pingting/contract'
import { stepOf } from './decide.ts'
import type { Known, Step } from './progress.ts'

/** Orders under way at one gate at a time. */
export const IN_FLIGHT_MAX = 8
/** Of what has gathered during an outage, so many calls in a second: the gate has a barrier to mind beside us. */
export const BACKLOG_PER_SECOND = 100
const SECOND_MS = 1_000

/** Backlog started within one second of the wall. */
export interface Pace {
  fromMs: number
  started: number
}

export interface Moment {
  inFlight: number
  usable: boolean
  /** The clock of the gate is so far off that a deadline of ours means nothing to it. */
  farOff: boolean
  pace: Pace
  now: Instant
  /** Of the wall. */
  wallMs: number
}

export interface Plan {
  start: { exemptionId: string; step: Step }[]
  pace: Pace
  /** When the next order that waits may be tried, in ms of the wall. */
  wakeAtMs?: number
}

/**
 * Picks what to start: what is taken back first, then what is granted while the link is up, since its driver may be at the
 * barrier, then what has gathered, in its order and at a pace, then what is only looked after, at the same pace.
 */
export function plan(known: Iterable<Known>, { inFlight, usable, farOff, pace, now, wallMs }: Moment): Plan {
  const ranks: Plan['start'][] = [[], [], [], []]
  let wakeAtMs = Number.POSITIVE_INFINITY
  for (const each of known) {
    const { order, progress } = each
    if (progress.tryAtMs > wallMs && progress.next !== 'rest') wakeAtMs = Math.min(wakeAtMs, progress.tryAtMs)
    const step = stepOf(each, now, wallMs)
    if (step === undefined || (step === 'send' && farOff)) continue
    const unconfirmed = progress.backlog ? 2 : 1
    const rank = step === 'revoke' ? 0 : order.status === 'granted' ? unconfirmed : 3
    if (ranks[rank]!.length < IN_FLIGHT_MAX) ranks[rank]!.push({ exemptionId: order.exemptionId, step })
  }
  // The same sum as below: waking at the end of this second, one is in the next.
  const current = wallMs < pace.fromMs + SECOND_MS ? pace : { fromMs: wallMs, started: 0 }
  if (!usable) return { start: [], pace: current, ...wake(wakeAtMs) }
  const room = Math.max(0, IN_FLIGHT_MAX - inFlight)
  const urgent = [...ranks[0]!, ...ranks[1]!].slice(0, room)
  const gathered = [...ranks[2]!, ...ranks[3]!]
  const paced = gathered.slice(0, Math.min(room - urgent.length, BACKLOG_PER_SECOND - current.started))
  if (paced.length < gathered.length) wakeAtMs = Math.min(wakeAtMs, current.fromMs + SECOND_MS)
  const started = current.started + paced.length
  return { start: [...urgent, ...paced], pace: { ...current, started }, ...wake(wakeAtMs) }
}

const wake = (wakeAtMs: number) => (Number.isFinite(wakeAtMs) ? { wakeAtMs } : {})
