import {
  type Actor,
  type CommandOf,
  colourOf,
  type Decision,
  type Event,
  type Facts,
  oneOff,
  parsePlate,
  parseVehicle,
  type Refusal,
  refuse,
} from '@pingting/contract'
import { type Claim, isOpen } from './claim.ts'
import type { EntitlementFacts } from './entitlement.ts'
import type { ExemptionState } from './state.ts'

export interface PlateFacts extends Facts, Pick<EntitlementFacts, 'stayOf'> {
  /** The plate of the car inside that was shown for this ticket under this name; nothing when that has ended. */
  plateChosen(ticketId: string, choice: string): string | undefined
  /** The plate of a stay, as long as its car is inside: normalised, or as the gate sent it. */
  plateAt(lotId: string, stayId: string): string | undefined
}

export const bindPlate = (
  { ticketId, plate }: CommandOf<'plate.bind'>,
  state: ExemptionState,
  facts: PlateFacts,
): Decision => bind(ticketId, () => plate, 'plate.malformed', state, facts)

/** What is chosen is a car, and what is bound its plate as the gate knows it now. */
export const choosePlate = (
  { ticketId, choice }: CommandOf<'plate.choose'>,
  state: ExemptionState,
  facts: PlateFacts,
): Decision => bind(ticketId, () => facts.plateChosen(ticketId, choice), 'plate.choice-ended', state, facts)

function bind(
  ticketId: string,
  textOf: () => string | undefined,
  none: 'plate.malformed' | 'plate.choice-ended',
  state: ExemptionState,
  facts: PlateFacts,
): Decision {
  const claim = claimFor(ticketId, state, facts.actor)
  if ('refused' in claim) return claim
  const plate = parseVehicle(textOf() ?? '')
  if (plate === undefined) return refuse(none)
  const bound = { ticketId, plate: plate.normalised, plateColour: plate.colour }
  if (claim.plate === undefined) return [{ type: 'plate.bound', v: 1, at: facts.at, ...bound, revision: 0 }]
  if (claim.plate.text === plate.normalised) return []
  const { corrected, revision } = claim.plate
  const refusal = isUsed(claim, state) ?? (corrected ? refuse('plate.already-corrected', ticketId) : undefined)
  if (refusal !== undefined) return refusal
  return [
    { type: 'plate.corrected', v: 1, at: facts.at, ...bound, revision: revision + 1 },
    ...takenBack(claim, state, facts),
  ]
}

/**
 * Checked in this order: the ticket is known and has not ended, its own car is not inside, the other one is, and their
 * plates differ in one character; the other's is a plate of ours; the free parking was not used.
 */
export function matchPlate(
  { ticketId, lotId, stayId, reason }: CommandOf<'plate.match'>,
  state: ExemptionState,
  facts: PlateFacts,
): Decision {
  const { at, actor } = facts
  if (actor.kind !== 'staff') return refuse('access.denied')
  const claim = claimFor(ticketId, state, actor)
  if ('refused' in claim) return claim
  const before = claim.plate
  if (before !== undefined && isInside(before.text, state, facts)) return refuse('plate.is-inside', ticketId)
  const plate = state.lotIds.includes(lotId) ? facts.plateAt(lotId, stayId) : undefined
  if (before === undefined || plate === undefined || oneOff(before.text, plate) === undefined)
    return refuse('plate.not-near', ticketId)
  // No order could name it to every gate; put right there, it is found by itself (RC10).
  const parsed = parsePlate(plate)
  if (parsed === undefined) return refuse('plate.correct-at-gate', ticketId)
  const refusal = isUsed(claim, state)
  if (refusal !== undefined) return refusal
  const bound = { ticketId, plate, plateColour: colourOf(parsed.plateClass), revision: before.revision + 1 }
  const corrected: Event = { type: 'plate.corrected', v: 1, at, ...bound, staffId: actor.staffId, reason }
  return [corrected, ...takenBack(claim, state, facts)]
}

const isInside = (plate: string, { lotIds }: ExemptionState, facts: PlateFacts): boolean =>
  lotIds.some(lotId => {
    const stay = facts.stayOf(lotId, plate)
    return stay !== undefined && stay.exitedAt === undefined
  })

/** The claim of a ticket that takes a plate from this caller, also asked before cars are looked for. */
export function claimFor(ticketId: string, state: ExemptionState, actor: Actor): Claim | Refusal {
  const claim = state.claims.get(ticketId)
  if (claim === undefined) return refuse('ticket.unknown', ticketId)
  if (claim.ended) return refuse('ticket.ended', ticketId)
  return isElsewhere(claim, actor) ? refuse('ticket.not-here', ticketId) : claim
}

const isElsewhere = ({ counterId }: Claim, actor: Actor): boolean =>
  actor.kind === 'device' && actor.device === 'tablet' && (counterId === undefined || actor.counterId !== counterId)

const isUsed = ({ exemptionId, ticketId }: Claim, state: ExemptionState): Refusal | undefined =>
  state.exemptions.get(exemptionId ?? '')?.status === 'honoured' ? refuse('plate.too-late', ticketId) : undefined

/** The old exemption is taken back, confirmed by the gate, before one for the new plate is granted. */
function takenBack({ exemptionId }: Claim, state: ExemptionState, { at }: PlateFacts): Event[] {
  const exemption = state.exemptions.get(exemptionId ?? '')
  if (exemption === undefined || !isOpen(exemption) || exemption.revoking) return []
  return [{ type: 'exemption.revocationRequested', v: 1, at, exemptionId: exemption.exemptionId }]
}
