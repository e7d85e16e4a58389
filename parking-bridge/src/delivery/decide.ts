import { addMs, earlier, type GateReason, type Instant } from '@pingting/contract'
import type { Capabilities, GrantAnswer, QueryAnswer, RevokeAnswer, Told } from '../lot/port.ts'
import type { Order } from './orders.ts'
import { afterDoubt, fresh, type Known, type Progress, QUARANTINE_MS, type Step, type Tell } from './progress.ts'

/** After so many sendings an order goes to the operator, and the rest flows on. */
export const ATTEMPTS_MAX = 20
/** Business time an order has to reach the gate. */
const SUBMIT_WITHIN_MS = 30_000
/** Clocks differ: so long after the last deadline no late order can be taken any more. */
const DEADLINE_GRACE_MS = 30_000
const BACKOFF_FIRST_MS = 1_000
const BACKOFF_MAX_MS = 64_000
const BACKOFF_JITTER = 0.2

export interface Situation {
  now: Instant
  wallMs: number
  capabilities: Capabilities
  gateEpoch: string | undefined
  /** From 0 to 1. */
  random: number
}

export interface Verdict {
  progress: Progress
  tell?: Tell
  /** A newer bridge holds the lot: stop. */
  fenced?: true
}

/** @returns what may be done with the order now, undefined for nothing. */
export function stepOf({ order, progress }: Known, now: Instant, wallMs: number): Step | undefined {
  if (progress.busy || progress.next === 'rest' || progress.tryAtMs > wallMs) return undefined
  if (progress.next !== 'send' || now < order.notAfter) return progress.next
  // Nothing is delivered late. A lost sending is still asked about before the order is closed.
  return progress.doubtful || order.unknown ? 'query' : undefined
}

export const begin = (progress: Progress, step: Step): Progress => ({
  ...progress,
  busy: true,
  attempts: step === 'query' ? progress.attempts : progress.attempts + 1,
})

/** The deadline of one sending: the order's own, or half a minute of business time. */
export const submitDeadlineOf = (notAfter: Instant, now: Instant): Instant =>
  earlier(notAfter, addMs(now, SUBMIT_WITHIN_MS))

/** 1 → 64 s, spread by a fifth so that orders which failed together do not come back together. */
export const backoffMs = (failures: number, random: number): number =>
  Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.max(0, failures - 1)) * (1 + BACKOFF_JITTER * (2 * random - 1))

const rest = (progress: Progress): Progress => ({
  ...progress,
  next: 'rest',
  busy: false,
  failures: 0,
  doubtful: false,
})

const again = (progress: Progress, next: Step, s: Situation): Progress => {
  const failures = progress.failures + 1
  return { ...progress, next, busy: false, failures, tryAtMs: s.wallMs + backoffMs(failures, s.random) }
}

/** Rejected, run out, or taken back at the gate itself. */
const end = (progress: Progress, tell: Tell): Verdict => ({ progress: { ...rest(progress), isOver: true }, tell })

const freeze = ({ order, progress }: Known): Verdict => ({
  progress: rest(progress),
  tell: { type: 'exemption.freeze', exemptionId: order.exemptionId },
})

/** Proof that nothing ran: the same order with the same key later, or the operator when it was enough. */
const retry = (known: Known, step: Step, s: Situation): Verdict =>
  known.progress.attempts >= ATTEMPTS_MAX ? freeze(known) : { progress: again(known.progress, step, s) }

/** The hub had no signature for us (it is away, or the order has just ended): nothing left the house. */
export const settleUnsigned = ({ progress }: Known, step: Step, s: Situation): Verdict => ({
  progress: again(step === 'query' ? progress : { ...progress, attempts: progress.attempts - 1 }, step, s),
})

export function settleGrant(known: Known, told: Told<GrantAnswer>, requestHash: string, s: Situation): Verdict {
  const { order, progress } = known
  // Whatever came of it, an order that is to be taken back is taken back.
  if (order.revoking) return { progress: { ...fresh('revoke'), doubtful: true } }
  if (told.told === 'unknown') return doubt(known, s)
  if (told.told === 'refusedBeforeRunning') return refusedGrant(known, told.retry, s)
  const { answer } = told
  if (answer.gateEpoch !== s.gateEpoch)
    return { progress: { ...fresh('send'), backlog: progress.backlog, doubtful: progress.doubtful } }
  if (answer.outcome === 'Rejected') return rejected(known, answer.reason ?? 'INVALID', s)
  if (answer.outcome === 'Conflict' || answer.storedHash !== requestHash) return freeze(known)
  return confirm(known, answer)
}

function refusedGrant(known: Known, why: 'retryable' | 'terminal' | 'notYet', s: Situation): Verdict {
  if (why === 'terminal') return freeze(known)
  if (why === 'retryable') return retry(known, 'send', s)
  // Nothing is wrong with the order: it is told again until its end, and no such sending counts.
  const { progress } = known
  return { progress: again({ ...progress, attempts: progress.attempts - 1 }, 'send', s) }
}

function confirm(known: Known, held: { gateEpoch: string; ledgerSeq: number }, asked?: true): Verdict {
  const { order, progress } = known
  const { gateEpoch, ledgerSeq } = held
  return {
    progress: rest(progress),
    tell: { type: 'exemption.confirm', exemptionId: order.exemptionId, gateEpoch, ledgerSeq, ...(asked && { asked }) },
  }
}

function rejected(known: Known, reason: GateReason, s: Situation): Verdict {
  const { order, progress } = known
  if (reason === 'FENCED_EPOCH') return { progress: rest(progress), fenced: true }
  // These are faults of this sending or of the site, and not of the order: they pass, or an operator is told.
  const passing = reason === 'BAD_MAC' || reason === 'STORE_FULL' || reason === 'LIMITED'
  if (passing || (reason === 'DEADLINE_PASSED' && s.now < order.notAfter))
    return retry({ order, progress: { ...progress, doubtful: false } }, 'send', s)
  // What the gate does not take now it might take from a sending that is still on its way: first that must be over.
  if (progress.lostUntil !== undefined && s.now < progress.lostUntil) return { progress: again(progress, 'query', s) }
  return end(progress, { type: 'exemption.refuse', exemptionId: order.exemptionId, reason })
}

/** A lost answer is never a failure. The hub hears of it once, and the gate is asked. */
function doubt({ order, progress }: Known, s: Situation): Verdict {
  const next = afterDoubt(s.capabilities)
  const tell: Tell = { type: 'exemption.doubt', exemptionId: order.exemptionId }
  const told = progress.doubtful || order.unknown ? {} : { tell }
  const doubtful = { ...progress, doubtful: true, lostUntil: addMs(s.now, SUBMIT_WITHIN_MS + DEADLINE_GRACE_MS) }
  if (next === 'rest') return { progress: { ...rest(progress), doubtful: true }, ...told }
  if (next === 'send') return { progress: again(doubtful, next, s), ...told }
  const tryAtMs = s.capabilities.idempotent ? s.wallMs : s.wallMs + QUARANTINE_MS
  return { progress: { ...doubtful, next, busy: false, tryAtMs }, ...told }
}

export function settleQuery(known: Known, told: Told<QueryAnswer>, requestHash: string, s: Situation): Verdict {
  const { order, progress } = known
  if (order.revoking) return { progress: { ...fresh('revoke'), doubtful: progress.doubtful } }
  // A question changes nothing: whatever came of it, it is asked again.
  if (told.told !== 'answered') return { progress: again(progress, 'query', s) }
  const { answer } = told
  if (answer.gateEpoch !== s.gateEpoch) return { progress: again(progress, 'query', s) }
  if (!answer.found) return notFound(known, s, answer)
  if (answer.state === 'Revoked')
    return end(progress, { type: 'exemption.recordRevocation', exemptionId: order.exemptionId, outcome: 'Revoked' })
  if (answer.storedHash !== requestHash) return freeze(known)
  const isKnown = order.status === 'confirmed' && !order.unknown && !isConfirmedElsewhere(order, s)
  return isKnown ? { progress: rest(progress) } : confirm(known, answer, true)
}

/** The gate does not hold it: in time it is sent, again with the same key; after it, it is closed. Unless it forgets keys, PF27, PF28. */
function notFound(known: Known, s: Situation, answer: QueryAnswer & { found: false }): Verdict {
  const { order, progress } = known
  const hasEnded = answer.forgets && order.status === 'confirmed' && !isConfirmedElsewhere(order, s)
  const provesNothing = answer.mayBeForgotten || hasEnded
  if (provesNothing && (s.now < order.notAfter || order.status === 'granted')) return freeze(known)
  if (s.now < order.notAfter)
    return progress.attempts >= ATTEMPTS_MAX
      ? freeze(known)
      : { progress: { ...progress, next: 'send', busy: false, tryAtMs: waitAfter(progress, s), doubtful: false } }
  // An order still on its way could arrive until its deadline: only then is "not found" the last word.
  if (s.now < addMs(order.notAfter, DEADLINE_GRACE_MS)) return { progress: again(progress, 'query', s) }
  if (order.status === 'confirmed') return { progress: rest(progress) }
  return end(progress, { type: 'exemption.refuse', exemptionId: order.exemptionId, reason: 'DEADLINE_PASSED' })
}

/** By a ledger that the gate has lost: that the present one does not know it says nothing of an end (PF29). */
const isConfirmedElsewhere = ({ status, confirmedIn }: Order, { gateEpoch }: Situation): boolean =>
  status === 'confirmed' && confirmedIn !== undefined && confirmedIn !== gateEpoch

/** The first sending goes at once, and so does the one after the first loss; later ones wait. */
const waitAfter = ({ attempts }: Progress, s: Situation): number =>
  attempts <= 1 ? s.wallMs : s.wallMs + backoffMs(attempts - 1, s.random)

export function settleRevoke(known: Known, told: Told<RevokeAnswer>, s: Situation): Verdict {
  const { order, progress } = known
  if (told.told === 'answered') {
    const { exemptionId } = order
    const { outcome } = told.answer
    return { progress: rest(progress), tell: { type: 'exemption.recordRevocation', exemptionId, outcome } }
  }
  if (told.told === 'refusedBeforeRunning' && told.retry === 'terminal') return freeze(known)
  // Taking back twice has one effect, also when the first answer was lost.
  return retry(known, 'revoke', s)
}
