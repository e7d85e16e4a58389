import { setTimeout as wait } from 'node:timers/promises'

/**
 * Faults of a real link and a real controller, to be switched on by tests. Each number counts down with every
 * GrantExemption or RevokeExemption it strikes.
 */
export interface Switches {
  /** The order never reaches the gate. */
  dropRequests: number
  /** The order is carried out, its answer is lost. */
  dropAnswers: number
  /** The controller dies right after it wrote the order down, without an answer. */
  crashAfterApply: number
  /** Every order is answered so much later, in ms of the wall. */
  delayMs: number
  /** The program of the controller stands, and its server goes on: no heartbeat, no order is looked at. Registers only. */
  halted: boolean
}

export const DELAY_MS_MAX = 60_000

/** An unanswered call is let go after this, long after every client has given up, so that nothing is held for ever. */
const SILENCE_MS = 120_000

export const noFaults = (): Switches => ({
  dropRequests: 0,
  dropAnswers: 0,
  crashAfterApply: 0,
  delayMs: 0,
  halted: false,
})

export class Unanswered extends Error {}

/** Carries out one order under the faults switched on. @throws Unanswered when it stays without an answer. */
export async function underFaults<Answer>(
  switches: Switches,
  carryOut: () => Promise<Answer>,
  crash: () => void,
): Promise<Answer> {
  if (takes(switches, 'dropRequests')) await silence()
  const crashes = takes(switches, 'crashAfterApply')
  const dropped = takes(switches, 'dropAnswers')
  const answer = await carryOut()
  if (crashes) crash()
  if (dropped) await silence()
  if (switches.delayMs > 0) await wait(switches.delayMs, undefined, { ref: false })
  return answer
}

export function takes(switches: Switches, name: 'dropRequests' | 'dropAnswers' | 'crashAfterApply'): boolean {
  if (switches[name] === 0) return false
  switches[name]--
  return true
}

async function silence(): Promise<never> {
  await wait(SILENCE_MS, undefined, { ref: false })
  throw new Unanswered('the answer was dropped on purpose')
}
