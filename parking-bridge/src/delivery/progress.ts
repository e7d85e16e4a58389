import type { GateReason, Instant } from '@pingting/contract'
import type { Capabilities, RevokeAnswer } from '../lot/port.ts'
import type { Order } from './orders.ts'

/** A controller that does two orders twice is asked only once everything on the way has arrived. */
export const QUARANTINE_MS = 120_000

export type Step = 'send' | 'query' | 'revoke'

/** How far this process has come with one order. Nothing here matters after a restart: both ends are asked again. */
export interface Progress {
  next: Step | 'rest'
  /** A call is under way. */
  busy: boolean
  /** Gathered while hub or gate were away: what is granted now goes before it. */
  backlog: boolean
  /** Sendings so far, all with the same key. */
  attempts: number
  /** Without success, in a row. */
  failures: number
  /** Not before this, in ms of the wall. */
  tryAtMs: number
  /** A sending was lost, and nobody knows yet what became of it. */
  doubtful: boolean
  /** Until then a sending that was lost may still arrive, and be taken. */
  lostUntil?: Instant
  /** The hub is being told that the order has ended; until it has heard, the order still looks open. */
  isOver?: true
}

export interface Known {
  order: Order
  progress: Progress
}

/** What to tell the hub, still without a command id. */
export type Tell =
  | { type: 'exemption.confirm'; exemptionId: string; gateEpoch: string; ledgerSeq: number; asked?: true }
  | { type: 'exemption.refuse'; exemptionId: string; reason: GateReason }
  | { type: 'exemption.doubt'; exemptionId: string }
  | { type: 'exemption.freeze'; exemptionId: string }
  | { type: 'exemption.recordRevocation'; exemptionId: string; outcome: RevokeAnswer['outcome'] }

export const fresh = (next: Progress['next']): Progress => ({
  next,
  busy: false,
  backlog: false,
  attempts: 0,
  failures: 0,
  tryAtMs: 0,
  doubtful: false,
})

/** An order this process saw being granted: nobody else can have sent it. */
export const begunLive = (order: Order): Progress => fresh(order.revoking ? 'revoke' : 'send')

/** An order found when this process came: it may have been sent before, so it is asked about first. */
export function begunEarlier(order: Order, capabilities: Capabilities, wallMs: number): Progress {
  if (order.revoking) return fresh('revoke')
  const next = order.frozen ? 'rest' : neverLeft(order, capabilities) ? 'send' : afterDoubt(capabilities)
  // A process that died just now may have left a call on its way.
  const quarantined = next === 'query' && !capabilities.idempotent && order.status === 'granted'
  return {
    ...fresh(next),
    backlog: true,
    doubtful: order.unknown,
    ...(quarantined ? { tryAtMs: wallMs + QUARANTINE_MS } : {}),
  }
}

/** Where an order twice would count twice it is marked before it leaves (`exemption.send`). */
export const needsMark = ({ idempotent }: Capabilities): boolean => !idempotent

const neverLeft = (order: Order, capabilities: Capabilities): boolean =>
  needsMark(capabilities) && order.status === 'granted' && !order.sent && !order.unknown

/** Where nobody can find out whether an order from before was carried out, it is told as doubtful: people look at it. */
export const doubtEarlier = ({ exemptionId, status, unknown, frozen }: Order, { next }: Progress): Tell | undefined =>
  next === 'rest' && status === 'granted' && !unknown && !frozen ? { type: 'exemption.doubt', exemptionId } : undefined

/** What may follow a lost answer depends on what the controller can do. */
export function afterDoubt({ query, idempotent }: Capabilities): Progress['next'] {
  if (query) return 'query'
  // Sending an additive order twice would give twice; what became of it shows at the exit, or an operator knows.
  return idempotent ? 'send' : 'rest'
}

/** The hub's journal moved on: an order that is to be taken back is not sent any more, one that is frozen rests. */
export function heard(order: Order, progress: Progress, event: string, capabilities: Capabilities): Progress {
  if (event === 'exemption.revocationRequested') return { ...fresh('revoke'), busy: progress.busy }
  // A person has looked at the gate: it holds it, or it is sent as if for the first time.
  if (event === 'exemption.settled')
    return { ...fresh(order.status === 'confirmed' ? 'rest' : 'send'), backlog: true, busy: progress.busy }
  // Its own doubt comes while an order is being settled; of one that was settled somebody else has doubts.
  const isAskedAgain = event === 'exemption.doubted' && order.status === 'confirmed' && !order.revoking
  if (isAskedAgain && progress.next === 'rest' && !progress.isOver)
    return { ...fresh(afterDoubt(capabilities)), backlog: true, doubtful: true, busy: progress.busy }
  return order.frozen && progress.next !== 'revoke' ? { ...progress, next: 'rest' } : progress
}

/** What a snapshot says has happened to an order meanwhile. */
export function missedOf(before: Order, now: Order): string | undefined {
  if (now.revoking && !before.revoking) return 'exemption.revocationRequested'
  if (now.status === 'confirmed' && now.unknown && !before.unknown) return 'exemption.doubted'
  const wasInDoubt = before.unknown || before.frozen
  const isSettled = wasInDoubt && !now.unknown && !now.frozen && now.status === 'granted'
  return isSettled ? 'exemption.settled' : undefined
}

/** The hub or the gate is back: what waited for that need not wait out its backoff, and lets newer orders go first. */
export const hurried = (progress: Progress, { idempotent }: Capabilities): Progress =>
  progress.failures === 0 || !idempotent
    ? { ...progress, backlog: true }
    : { ...progress, backlog: true, failures: 0, tryAtMs: 0 }

/**
 * The gate lost its ledger: what may still count is sent again, but what ended, what the new ledger has confirmed, and what
 * a gate that gives twice may have.
 */
export function afterEpochChange({ order, progress }: Known, capabilities: Capabilities, gateEpoch: string): Progress {
  const mayHaveRun = needsMark(capabilities) && (order.sent || order.unknown || progress.doubtful)
  const isHeld = order.status === 'confirmed' && order.confirmedIn === gateEpoch
  return order.revoking || order.frozen || progress.isOver || mayHaveRun || isHeld
    ? progress
    : { ...fresh('send'), backlog: true, busy: progress.busy }
}
