import { begin, type Situation } from '../../../../parking-bridge/src/delivery/decide.ts'
import type { Order } from '../../../../parking-bridge/src/delivery/orders.ts'
import type { Known, Progress, Step } from '../../../../parking-bridge/src/delivery/progress.ts'
import type { GrantAnswer, Told } from '../../../../parking-bridge/src/lot/port.ts'

export const ID = '0a6ff7a2-0000-5000-8000-000000000001'
export const HASH = 'aa'
export const EPOCH = 'epoch-1'
/** Seconds after nine in the morning, as an instant. */
export const at = (seconds: number): string =>
  new Date(Date.parse('2026-11-23T01:00:00.000Z') + seconds * 1000).toISOString()
export const NOT_AFTER = at(3_600)

export const orderOf = (change: Partial<Order> = {}): Order => ({
  exemptionId: ID,
  stream: 'hall:hall-1',
  status: 'granted',
  unknown: false,
  frozen: false,
  revoking: false,
  sent: false,
  notAfter: NOT_AFTER,
  ...change,
})

const idle: Progress = {
  next: 'send',
  busy: false,
  backlog: false,
  attempts: 0,
  failures: 0,
  tryAtMs: 0,
  doubtful: false,
}
export const knownOf = (order: Partial<Order> = {}, progress: Partial<Progress> = {}): Known => ({
  order: orderOf(order),
  progress: { ...idle, ...progress },
})
/** A call under way. */
export const underWay = (step: Step, order: Partial<Order> = {}, progress: Partial<Progress> = {}): Known => {
  const known = knownOf(order, { next: step, ...progress })
  return { ...known, progress: begin(known.progress, step) }
}

export const situation = (change: Partial<Situation> = {}): Situation => ({
  now: at(0),
  wallMs: 1_000_000,
  capabilities: {
    idempotent: true,
    query: true,
    revoke: true,
    stack: ['max', 'reject'],
    slips: false,
    ledger: true,
  },
  gateEpoch: EPOCH,
  random: 0.5,
  ...change,
})

export const granted = (change: Partial<GrantAnswer> = {}): Told<GrantAnswer> => ({
  told: 'answered',
  answer: { outcome: 'Applied', storedHash: HASH, ledgerSeq: 7, gateEpoch: EPOCH, ...change },
})
export const rejectedFor = (reason: GrantAnswer['reason'] & string): Told<GrantAnswer> =>
  granted({ outcome: 'Rejected', storedHash: '', reason })
export const lost = { told: 'unknown', code: 'BadTimeout' } as const
export const refusedOnce = { told: 'refusedBeforeRunning', retry: 'retryable', code: 'BadTooManyOperations' } as const
export const refusedForGood = { told: 'refusedBeforeRunning', retry: 'terminal', code: 'BadInvalidArgument' } as const
