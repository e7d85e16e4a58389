import {
  type Actor,
  type Command,
  type CommandOf,
  type Decision,
  type Event,
  type Facts,
  type Instant,
  isRefusal,
  type Refusal,
  refuse,
} from '@pingting/contract'
import { cameToNothing, type Exemption, isLimit, isOpen } from './claim.ts'
import { hasRunOut } from './due.ts'
import { consider, type EntitlementFacts, isEarned } from './entitlement.ts'
import { isBooked, mismatchOf } from './mismatch.ts'
import { bindPlate, choosePlate, matchPlate, type PlateFacts } from './plates.ts'
import { adopt, type PolicyFacts, withdraw } from './policies.ts'
import type { ExemptionState } from './state.ts'

interface ExemptionFacts extends Facts, EntitlementFacts, PlateFacts, PolicyFacts {
  /** The lease of the lot's bridge in office, as far as this hub knows. */
  bridgeEpochOf(lotId: string): number | undefined
  /** The ledger that the lot's gate has now, as far as this hub knows. */
  gateEpochOf(lotId: string): string | undefined
}

type ExemptionsCommand = Extract<Command['type'], `${'exemption' | 'plate' | 'policy'}.${string}`>
type Decide<T extends ExemptionsCommand> = (
  command: CommandOf<T>,
  state: ExemptionState,
  facts: ExemptionFacts,
) => Decision

/**
 * `plate.bind` is checked in this order: the ticket is known, has not ended, stands before this tablet, the text is a
 * plate, the free parking was not used, the plate was not corrected before; `plate.choose` likewise, the car being there
 * to be chosen in the place of the text. All others: the exemption is known, then
 * whether it is of the lot of the bridge that tells of it, whether that bridge was relieved, whether it is still open; what the gate tells a second time, or too
 * late to matter, is no error and changes nothing. `exemption.honour` is never refused: what was used is used.
 */
export const decide: { [T in ExemptionsCommand]: Decide<T> } = {
  'plate.bind': bindPlate,
  'plate.choose': choosePlate,
  'plate.match': matchPlate,
  'exemption.consider': considerAgain,
  'exemption.confirm': inOffice(confirm),
  'exemption.refuse': inOffice(refuseByGate),
  'exemption.doubt': inOffice(doubt),
  'exemption.freeze': inOffice(freeze),
  'exemption.impound': impound,
  'exemption.send': inOffice(send),
  'exemption.recordRevocation': inOffice(recordRevocation),
  'exemption.honour': honour,
  'exemption.expire': expire,
  'exemption.settle': settle,
  'exemption.proposeWriteOff': proposeWriteOff,
  'exemption.approveWriteOff': approveWriteOff,
  'policy.adopt': adopt,
  'policy.withdraw': withdraw,
}

/**
 * A hall may have several lots, and each has a bridge of its own. What an older bridge was told may be over: the one in
 * office asks the gate again. A number above the one we know is no fault, since the lot is another stream and may be
 * read late.
 */
function inOffice<C extends { exemptionId: string; bridgeEpoch: number }>(
  decideIt: (command: C, state: ExemptionState, facts: ExemptionFacts) => Decision,
): typeof decideIt {
  return (command, state, facts) => {
    const lotId = state.exemptions.get(command.exemptionId)?.lotId
    if (lotId === undefined) return decideIt(command, state, facts)
    const { actor } = facts
    if (actor.kind === 'bridge' && !actor.lotIds.includes(lotId)) return refuse('access.denied')
    const epoch = facts.bridgeEpochOf(lotId)
    if (epoch !== undefined && command.bridgeEpoch < epoch) return refuse('lot.fenced', String(epoch))
    return decideIt(command, state, facts)
  }
}

/** A limit may have lost its cause: then it is granted, and otherwise the limit stands as it was told. */
function considerAgain(
  { ticketId }: CommandOf<'exemption.consider'>,
  state: ExemptionState,
  facts: ExemptionFacts,
): Decision {
  const claim = state.claims.get(ticketId)
  if (claim === undefined) return refuse('ticket.unknown', ticketId)
  if (!isLimit(claim.withheld?.reason)) return consider(ticketId, state, facts)
  return consider(ticketId, state, facts, true).filter(({ type }) => type === 'exemption.granted')
}

function find(state: ExemptionState, exemptionId: string): Exemption | Refusal {
  return state.exemptions.get(exemptionId) ?? refuse('exemption.unknown', exemptionId)
}

/** A confirmation of what is used or over comes too late to matter; of what was refused or taken back it is wrong. */
function confirm(command: CommandOf<'exemption.confirm'>, state: ExemptionState, { at }: ExemptionFacts): Decision {
  const { exemptionId, gateEpoch, ledgerSeq, asked } = command
  const exemption = find(state, exemptionId)
  if (isRefusal(exemption)) return exemption
  if (cameToNothing(exemption)) return refuse('exemption.ended', exemptionId)
  const known = exemption.status === 'confirmed' && !exemption.unknown && exemption.gateEpoch === gateEpoch
  if (!isOpen(exemption) || known) return []
  const confirmed = { type: 'exemption.confirmed', v: 1, at, exemptionId, gateEpoch, ledgerSeq } as const
  return [asked === undefined ? confirmed : { ...confirmed, asked }]
}

function refuseByGate(command: CommandOf<'exemption.refuse'>, state: ExemptionState, { at }: ExemptionFacts): Decision {
  const { exemptionId, reason } = command
  const exemption = find(state, exemptionId)
  if (isRefusal(exemption)) return exemption
  if (exemption.status === 'honoured') return refuse('exemption.ended', exemptionId)
  if (!isOpen(exemption)) return []
  return [{ type: 'exemption.refused', v: 1, at, exemptionId, reason }, ...lapseOf(exemption, at)]
}

/**
 * What the gate confirmed is not in doubt, unless the answer lost was the one about taking it back, the ledger that
 * confirmed it is lost and it was on its way to the next one, or the books have found that the gate has it no more.
 */
function doubt({ exemptionId }: CommandOf<'exemption.doubt'>, state: ExemptionState, facts: ExemptionFacts): Decision {
  const exemption = find(state, exemptionId)
  if (isRefusal(exemption)) return exemption
  const isHeld = exemption.status === 'confirmed' && !isOfLostLedger(exemption, facts)
  const certain = isHeld && !exemption.revoking && !isOfBooks(facts.actor)
  if (!isOpen(exemption) || exemption.unknown || certain) return []
  return [{ type: 'exemption.doubted', v: 1, at: facts.at, exemptionId }]
}

/** What a person has found is of no ledger, and stays. */
function isOfLostLedger({ lotId, gateEpoch = '' }: Exemption, { gateEpochOf }: ExemptionFacts): boolean {
  const present = gateEpochOf(lotId)
  return gateEpoch !== '' && present !== undefined && present !== gateEpoch
}

const isOfBooks = (actor: Actor): boolean => actor.kind === 'system' && actor.part === 'books'

function freeze(
  { exemptionId }: CommandOf<'exemption.freeze'>,
  state: ExemptionState,
  facts: ExemptionFacts,
): Decision {
  const exemption = find(state, exemptionId)
  if (isRefusal(exemption)) return exemption
  if (!isOpen(exemption) || exemption.frozen) return []
  return [{ type: 'exemption.frozen', v: 1, at: facts.at, exemptionId }]
}

/** The hall's own memory has the last word: only where it knows of no evaluation either is it frozen and taken back. */
function impound(
  { exemptionId }: CommandOf<'exemption.impound'>,
  state: ExemptionState,
  facts: ExemptionFacts,
): Decision {
  const exemption = findOpen(state, exemptionId)
  if (isRefusal(exemption)) return exemption
  if (exemption.revoking || isEarned(state, exemption, facts)) return []
  const head = { v: 1, at: facts.at, exemptionId } as const
  return [
    { type: 'exemption.frozen', ...head, unearned: true },
    { type: 'exemption.revocationRequested', ...head },
  ]
}

/** Marked before it leaves; one that has ended, or is to be taken back, does not leave any more. */
function send({ exemptionId }: CommandOf<'exemption.send'>, state: ExemptionState, { at }: ExemptionFacts): Decision {
  const exemption = findOpen(state, exemptionId)
  if (isRefusal(exemption)) return exemption
  if (exemption.revoking) return refuse('exemption.ended', exemptionId)
  return exemption.sent ? [] : [{ type: 'exemption.sent', v: 1, at, exemptionId }]
}

/** Only what nobody can find out otherwise is a person's to say; what is taken back goes on until the gate has answered. */
function settle(
  { exemptionId, held, reason }: CommandOf<'exemption.settle'>,
  state: ExemptionState,
  { at, actor }: ExemptionFacts,
): Decision {
  if (actor.kind !== 'staff') return refuse('access.denied')
  const exemption = findOpen(state, exemptionId)
  if (isRefusal(exemption)) return exemption
  const isInDoubt = exemption.unknown || exemption.frozen
  if (!isInDoubt || exemption.revoking) return refuse('exemption.not-in-doubt', exemptionId)
  return [{ type: 'exemption.settled', v: 1, at, exemptionId, held, reason, staffId: actor.staffId }]
}

/**
 * Given back by the gate, it is written off where two persons have agreed to that, else revoked. Consumed before it could
 * be taken back: a write-off has no effect, and the gate's fact of the exit says the rest.
 */
function recordRevocation(
  { exemptionId, outcome }: CommandOf<'exemption.recordRevocation'>,
  state: ExemptionState,
  { at }: ExemptionFacts,
): Decision {
  const exemption = find(state, exemptionId)
  if (isRefusal(exemption)) return exemption
  if (outcome === 'AlreadyConsumed') return isOpen(exemption) ? lapseOf(exemption, at) : []
  if (exemption.status === 'honoured') return refuse('exemption.ended', exemptionId)
  if (!isOpen(exemption)) return []
  const { approvedBy } = exemption
  if (approvedBy !== undefined) return [{ type: 'exemption.writtenOff', v: 1, at, exemptionId, staffId: approvedBy }]
  return [{ type: 'exemption.revoked', v: 1, at, exemptionId }, ...lapseOf(exemption, at)]
}

/**
 * The gate's fact rules over ours: what was used before it ended, or in that very moment, is honoured whatever we called
 * it. What was used later, twice or unknown to us, is told to the operator and stays beside the books. Booked once.
 */
function honour(command: CommandOf<'exemption.honour'>, state: ExemptionState, { at }: ExemptionFacts): Decision {
  const { type: _type, commandId: _commandId, ...use } = command
  if (isBooked(state, use)) return []
  const exemption = state.exemptions.get(use.exemptionId)
  if (exemption === undefined)
    return [{ type: 'exemption.mismatched', v: 1, at, ...use, mismatch: 'APPLIED_NOT_GRANTED' }]
  const endedAs = endedAsOf(exemption)
  const mismatch = mismatchOf(exemption, use)
  if (mismatch !== undefined) return [{ type: 'exemption.mismatched', v: 1, at, ...use, mismatch, ...endedAs }]
  const honoured: Event = { type: 'exemption.honoured', v: 1, at, ...use, ...endedAs }
  return [honoured, ...lapseOf(exemption, at), ...nextTakenBack(state, exemption, at)]
}

const endedAsOf = ({ status }: Exemption) => (status === 'granted' || status === 'confirmed' ? {} : { endedAs: status })

/** One ticket frees one car: what was granted for its corrected plate is taken back when the first was used after all. */
function nextTakenBack(state: ExemptionState, { exemptionId, ticketId }: Exemption, at: Instant): Event[] {
  const next = state.exemptions.get(state.claims.get(ticketId)?.exemptionId ?? '')
  if (next === undefined || next.exemptionId === exemptionId || !isOpen(next) || next.revoking) return []
  return [{ type: 'exemption.revocationRequested', v: 1, at, exemptionId: next.exemptionId }]
}

function findOpen(state: ExemptionState, exemptionId: string): Exemption | Refusal {
  const exemption = find(state, exemptionId)
  return isRefusal(exemption) || isOpen(exemption) ? exemption : refuse('exemption.ended', exemptionId)
}

function expire(
  { exemptionId }: CommandOf<'exemption.expire'>,
  state: ExemptionState,
  facts: ExemptionFacts,
): Decision {
  const exemption = findOpen(state, exemptionId)
  if (isRefusal(exemption)) return exemption
  if (!hasRunOut(exemption, facts.at)) return refuse('exemption.not-due', exemptionId)
  return [{ type: 'exemption.expired', v: 1, at: facts.at, exemptionId }, ...lapseOf(exemption, facts.at)]
}

/** Whoever proposed or approved a write-off sees that it came to nothing. */
const lapseOf = ({ exemptionId, proposedBy }: Exemption, at: Instant): Event[] =>
  proposedBy === undefined ? [] : [{ type: 'exemption.writeOffLapsed', v: 1, at, exemptionId }]

function proposeWriteOff(
  { exemptionId, reason }: CommandOf<'exemption.proposeWriteOff'>,
  state: ExemptionState,
  { at, actor }: ExemptionFacts,
): Decision {
  if (actor.kind !== 'staff') return refuse('access.denied')
  const exemption = findOpen(state, exemptionId)
  if (isRefusal(exemption)) return exemption
  if (exemption.proposedBy === actor.staffId || exemption.approvedBy !== undefined) return []
  return [{ type: 'exemption.writeOffProposed', v: 1, at, exemptionId, reason, staffId: actor.staffId }]
}

/**
 * The gate holds what it confirmed, and may hold what was sent or is on its way: whatever is open is taken back there
 * first, and the gate's answer writes it off.
 */
function approveWriteOff(
  { exemptionId }: CommandOf<'exemption.approveWriteOff'>,
  state: ExemptionState,
  { at, actor }: ExemptionFacts,
): Decision {
  if (actor.kind !== 'staff') return refuse('access.denied')
  const exemption = findOpen(state, exemptionId)
  if (isRefusal(exemption)) return exemption
  if (exemption.proposedBy === undefined) return refuse('exemption.no-proposal', exemptionId)
  if (exemption.proposedBy === actor.staffId) return refuse('exemption.same-person', exemptionId)
  if (exemption.approvedBy !== undefined) return []
  const approved: Event = { type: 'exemption.writeOffApproved', v: 1, at, exemptionId, staffId: actor.staffId }
  return exemption.revoking ? [approved] : [approved, { type: 'exemption.revocationRequested', v: 1, at, exemptionId }]
}
