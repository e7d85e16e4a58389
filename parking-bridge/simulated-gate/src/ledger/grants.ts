import { businessDayOf, type Instant, msBetween } from '@pingting/contract/words/time'
import { type Decision, draftOn } from './draft.ts'
import type { GrantOrder } from './entries.ts'
import { GRACE_MS } from './quote.ts'
import type { Grant, Ledger, Stay } from './state.ts'
import type { GrantOutcome, ReasonCode, RevokeOutcome } from './words.ts'

export interface GrantCommand {
  order: GrantOrder
  /** What the order asks for and this gate cannot do. */
  unsupported?: 'KindUnsupported' | 'StackRuleUnsupported'
  siteId: string
  submitDeadline: Instant
  bridgeEpoch: number
  /** Whether the hash covers these very arguments, and whether the hub's signer made the Mac. Checked by the caller. */
  hashMatches: boolean
  macMatches: boolean
}

export interface GrantAnswer {
  outcome: GrantOutcome
  reasonCode: ReasonCode
  grantId: string
  storedHash: string
  acceptedAt: Instant
  ledgerSeq: number
}

/**
 * Stores an exemption, once per key. The order of checks: who asks (hash, Mac, epoch), what is stored already (so that
 * a repeat hears the truth even after the deadline), then whether the order can still be taken.
 */
export function decideGrant(ledger: Ledger, command: GrantCommand, now: Instant): Decision<GrantAnswer> {
  const { order } = command
  const draft = draftOn(ledger, now)
  const answer = (outcome: GrantOutcome, reasonCode: ReasonCode, held?: Grant) => ({
    commit: draft.commit,
    answer: {
      outcome,
      reasonCode,
      grantId: held?.grantId ?? '',
      storedHash: held?.requestHash ?? '',
      acceptedAt: held?.acceptedAt ?? now,
      ledgerSeq: draft.ledgerSeq,
    },
  })
  const stranger = refuseStranger(ledger, command)
  if (stranger !== undefined) return answer('Rejected', stranger)
  if (command.bridgeEpoch > ledger.bridgeEpoch)
    draft.record({ type: 'BridgeEpochRaised', bridgeEpoch: command.bridgeEpoch })
  const held = ledger.grants.get(order.grantKey)
  if (held !== undefined)
    return answer(held.requestHash === order.requestHash ? 'AlreadyApplied' : 'Conflict', 'None', held)
  const stay = ledger.stays.get(ledger.inside.get(order.plate) ?? '')
  const reason = refuseOrder(ledger, command, stay, now)
  if (reason !== undefined) return answer('Rejected', reason)
  const grantId = `G${draft.ledgerSeq + 1}`
  draft.record({ type: 'ExemptionGranted', grantId, bridgeEpoch: command.bridgeEpoch, ...order })
  if (stay !== undefined) draft.record({ type: 'ExemptionBound', grantKey: order.grantKey, stayId: stay.stayId })
  return {
    commit: draft.commit,
    answer: {
      outcome: 'Applied',
      reasonCode: 'None',
      grantId,
      storedHash: order.requestHash,
      acceptedAt: now,
      ledgerSeq: draft.ledgerSeq,
    },
  }
}

function refuseStranger(ledger: Ledger, command: GrantCommand): ReasonCode | undefined {
  if (!command.hashMatches) return 'BadHash'
  if (!command.macMatches) return 'BadMac'
  return command.bridgeEpoch < ledger.bridgeEpoch ? 'FencedEpoch' : undefined
}

function refuseOrder(
  ledger: Ledger,
  command: GrantCommand,
  stay: Stay | undefined,
  now: Instant,
): ReasonCode | undefined {
  const { order } = command
  if (ledger.tombstones.has(order.grantKey)) return 'Revoked'
  if (command.siteId !== ledger.policy.siteId) return 'WrongSite'
  if (command.unsupported !== undefined) return command.unsupported
  if (now > command.submitDeadline) return 'DeadlinePassed'
  if (now > order.notAfter) return 'Expired'
  if (stay === undefined && hasLeft(ledger, order, now)) return 'AlreadyLeft'
  if (stay !== undefined && stay.carClass !== 'casual') return 'ClassExcluded'
  if (stay?.paidAt !== undefined) return 'AlreadyPaid'
  const others = openKeys(ledger, order.plate, stay)
  if (order.stackRule === 'reject' && others.length > 0) return 'StackRefused'
  return ledger.activeCount >= ledger.policy.capacity ? 'StoreFull' : undefined
}

/**
 * The visit that the order rewards is over when the car left after the order's NotBefore, or earlier on this very
 * business day: an exemption accepted then would be free parking for another visit.
 */
function hasLeft(ledger: Ledger, order: GrantOrder, now: Instant): boolean {
  const left = ledger.lastExitAt.get(order.plate)
  return left !== undefined && (left >= order.notBefore || businessDayOf(left) === businessDayOf(now))
}

/** Open exemptions that this plate could use: those of its stay, or those waiting for it. */
export function openKeys(ledger: Ledger, plate: string, stay: Stay | undefined): string[] {
  const bound = stay?.grantKeys.filter(key => ledger.grants.get(key)?.end === undefined) ?? []
  return [...bound, ...(ledger.waiting.get(plate) ?? [])]
}

export interface RevokeCommand {
  revokeKey: string
  grantKey: string
  reason: string
  bridgeEpoch: number
  macMatches: boolean
}

export type RevokeAnswer =
  | { outcome: RevokeOutcome; ledgerSeq: number }
  /** Nothing ran: the model has no outcome for a caller without the right. */
  | { denied: 'BadMac' | 'FencedEpoch' }

/** Takes an exemption back. One that paid for something stays; of an unknown key a tombstone remains. */
export function decideRevoke(ledger: Ledger, command: RevokeCommand, now: Instant): Decision<RevokeAnswer> {
  const draft = draftOn(ledger, now)
  if (!command.macMatches) return { commit: draft.commit, answer: { denied: 'BadMac' } }
  if (command.bridgeEpoch < ledger.bridgeEpoch) return { commit: draft.commit, answer: { denied: 'FencedEpoch' } }
  if (command.bridgeEpoch > ledger.bridgeEpoch)
    draft.record({ type: 'BridgeEpochRaised', bridgeEpoch: command.bridgeEpoch })
  const { grantKey, revokeKey, reason } = command
  const outcome = revocationOf(ledger, grantKey)
  if (outcome === 'Revoked' || outcome === 'NotFound')
    draft.record({ type: 'ExemptionRevoked', grantKey, revokeKey, reason, tombstone: outcome === 'NotFound' })
  return { commit: draft.commit, answer: { outcome, ledgerSeq: draft.ledgerSeq } }
}

function revocationOf(ledger: Ledger, grantKey: string): RevokeOutcome {
  const grant = ledger.grants.get(grantKey)
  if (grant === undefined) return ledger.tombstones.has(grantKey) ? 'AlreadyRevoked' : 'NotFound'
  if (grant.end === 'revoked') return 'AlreadyRevoked'
  if (grant.end === 'consumed') return 'AlreadyConsumed'
  const paidWith = grant.stayId !== undefined && ledger.stays.get(grant.stayId)?.paidAt !== undefined
  return paidWith && grant.end === undefined ? 'AlreadyConsumed' : 'Revoked'
}

/** Exemptions that found no stay in time lapse; those bound to a stay are judged at its exit. */
export function decideExpiry(ledger: Ledger, now: Instant): Decision<number> {
  const draft = draftOn(ledger, now)
  for (const keys of ledger.waiting.values())
    for (const grantKey of keys)
      if (msBetween(ledger.grants.get(grantKey)!.notAfter, now) > GRACE_MS)
        draft.record({ type: 'ExemptionLapsed', grantKey, reasonCode: 'Expired' })
  return { commit: draft.commit, answer: draft.commit.records.length }
}
