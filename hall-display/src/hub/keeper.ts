import type { Envelope, FrameMessage, Refused, ResumeAnswer, ResumeRequest, StreamName } from '@pingting/contract'
import { adopt, apply, type Held, judge, turnsToAnother } from './place.ts'

/** What a keeper needs of the world; the socket in a browser, plain functions in a test. */
export interface KeeperPorts {
  /** Rejects when no answer came in time. */
  ask(request: ResumeRequest): Promise<ResumeAnswer | Refused>
  changed(held: Held): void
  refused(refused: Refused): void
  /** Runs the step after a randomised pause, so that a hall of screens does not ask in one instant. */
  afterPause(step: () => void): void
}

export interface Keeper {
  /** On each connect: continue from our place. */
  resume(): void
  envelope(envelope: Envelope): void
  frame(message: FrameMessage): void
}

/**
 * How a face knocks again at a hub that is away: 250–750 ms after, then a little less often. The longest wait is what
 * the last of two thousand still has to wait when the hub serves again, and once more when it was sent away: of those
 * who knock within one second the hub lets in a thousand.
 */
export const COME_BACK = { reconnectionDelay: 500, reconnectionDelayMax: 1_000, randomizationFactor: 0.5 } as const

const PASSING: ReadonlySet<string> = new Set(['hub.unavailable', 'request.too-many'])
/** More than this while one answer is awaited means the answer will be cheaper than the backlog. */
const BUFFER_MAX = 512

/** Keeps one room whole: applies in order, drops repeats, asks again at a gap, takes a snapshot at another epoch. */
export function keepRoom(stream: StreamName, audience: string, ports: KeeperPorts): Keeper {
  let held: Held | undefined
  let round = 0
  let asking = false
  let waiting: Envelope[] = []

  /** Told once, however much of what came is applied. */
  const telling = (step: () => void): void => {
    const before = held
    step()
    if (held !== undefined && held !== before) ports.changed(held)
  }

  const ask = (afresh: boolean): void => {
    round += 1
    asking = true
    const mine = round
    const place = held === undefined || afresh ? {} : { epoch: held.epoch, seq: held.seq }
    const unlessLate = (step: () => void) => () => {
      if (mine === round) step()
    }
    ports.ask({ stream, audience, ...place }).then(
      answer => unlessLate(() => telling(() => settle(answer, afresh)))(),
      () => ports.afterPause(unlessLate(() => ask(afresh))),
    )
  }

  const settle = (answer: ResumeAnswer | Refused, afresh: boolean): void => {
    if ('code' in answer) {
      if (PASSING.has(answer.code)) ports.afterPause(() => ask(afresh))
      else ports.refused(answer)
      return
    }
    const next = adopt(held, answer)
    if (next === 'afresh') {
      if (afresh) ports.afterPause(() => ask(true))
      else ask(true)
      return
    }
    asking = false
    held = next
    const late = waiting
    waiting = []
    for (const envelope of late) take(envelope)
  }

  const take = (envelope: Envelope): void => {
    if (asking) {
      if (waiting.length < BUFFER_MAX) waiting.push(envelope)
      return
    }
    const judgement = judge(held, envelope)
    if (judgement === 'apply' && !turnsToAnother(envelope)) held = apply(held!, envelope)
    else if (judgement !== 'drop') {
      waiting.push(envelope)
      ask(judgement !== 'gap')
    }
  }

  return {
    resume: () => ask(false),
    envelope: envelope => telling(() => take(envelope)),
    frame(message) {
      if (asking || held === undefined) return
      const { epoch, frame } = message
      const now = held
      if (epoch === now.epoch) telling(() => (held = { ...now, frame }))
      else ask(true)
    },
  }
}
