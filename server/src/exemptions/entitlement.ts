import {
  type BusinessDay,
  businessDayOf,
  type Event,
  type ExemptionPolicy,
  endOfBusinessDay,
  type Instant,
  later,
  msBetween,
  type StayFact,
  type WithheldReason,
} from '@pingting/contract'
import { type BoundPlate, type Claim, cameToNothing, type RatedClaim } from './claim.ts'
import { type ExemptionState, stayKey } from './state.ts'

/** What is asked of other streams; it may be stale, and the gate and reconciliation backstop it. */
export interface EntitlementFacts {
  at: Instant
  /** UUIDv5 of evaluation, lot and plate revision: the idempotency key at the gate. */
  exemptionIdFor(evaluationId: string, lotId: string, revision: number): string
  /** The latest stay of a normalised plate in a lot, over or not. */
  stayOf(lotId: string, plate: string): StayFact | undefined
  /** Exemptions of the plate today in the other halls. */
  plateTallyElsewhere(plate: string): number
}

interface Tallies {
  /** This stay has an exemption already, of whichever ticket. */
  stayTaken: boolean
  /** Exemptions of the plate today, here and elsewhere. */
  plateToday: number
}

type Conditions = Pick<Claim, 'serviceDay' | 'takenAt' | 'arrivals' | 'servedAt' | 'plate'> & { evaluation: RatedClaim }

/**
 * Why there is no free parking, in the order of precedence, or undefined when every condition holds. The level of the
 * rating is not among the inputs (V9).
 */
export function entitlement(
  { evaluation, arrivals, servedAt, plate, serviceDay, takenAt }: Conditions,
  stay: StayFact | undefined,
  policy: Pick<ExemptionPolicy, 'perPlatePerDay'>,
  tallies: Tallies,
  today: BusinessDay,
): WithheldReason | undefined {
  if (evaluation.unrewarded !== undefined) return evaluation.unrewarded
  if (servedAt === undefined) return 'NOT_SERVED'
  if (!lasted(arrivals[0], later(servedAt, evaluation.at), evaluation.policy)) return 'TOO_FAST'
  if (plate === undefined) return 'NO_PLATE'
  if (today > serviceDay) return 'NOT_SAME_DAY'
  if (stay === undefined || (stay.exitedAt !== undefined && stay.exitedAt < takenAt)) return 'NOT_INSIDE'
  if (stay.carClass !== 'casual') return 'CLASS_EXCLUDED'
  if (stay.exitedAt !== undefined) return 'ALREADY_LEFT'
  if (stay.paidAt !== undefined) return 'TOO_LATE'
  if (tallies.stayTaken || tallies.plateToday >= policy.perPlatePerDay) return 'LIMIT_PLATE'
  return undefined
}

/** V6: from the first arrival at a counter until the service was completed and rated. */
const lasted = (arrivedAt: Instant | undefined, until: Instant, { minServiceSeconds }: ExemptionPolicy): boolean =>
  arrivedAt !== undefined && msBetween(arrivedAt, until) >= minServiceSeconds * 1000

/** Final for the plate and the visit: a later stay of the same car is another visit. Only another plate asks again. */
const FINAL_FOR_PLATE: ReadonlySet<WithheldReason> = new Set([
  'CLASS_EXCLUDED',
  'ALREADY_LEFT',
  'TOO_LATE',
  'LIMIT_PLATE',
])

/**
 * Rated, without an exemption that counts, and not finally withheld: the question is open. `freed`: some exemption has
 * just come to nothing, which may be the one that a `LIMIT_PLATE` was for.
 */
export function isUnsettled(
  state: ExemptionState,
  claim: Claim,
  freed = false,
): claim is Claim & { evaluation: RatedClaim } {
  const { evaluation, plate, withheld } = claim
  if (evaluation === undefined) return false
  if (claim.exemptionId !== undefined) {
    const before = state.exemptions.get(claim.exemptionId)
    if (before === undefined || !cameToNothing(before) || before.revision === plate?.revision) return false
  }
  if (evaluation.unrewarded !== undefined) return withheld === undefined
  if (freed && withheld?.reason === 'LIMIT_PLATE') return true
  return withheld === undefined || !FINAL_FOR_PLATE.has(withheld.reason) || otherPlate(withheld.plate, plate)
}

const otherPlate = (then: BoundPlate | undefined, now: BoundPlate | undefined): boolean =>
  then?.revision !== now?.revision

/** Asks the entitlement of one ticket: granted, withheld with a new reason, or nothing to say. */
export function consider(ticketId: string, state: ExemptionState, facts: EntitlementFacts, freed = false): Event[] {
  const claim = state.claims.get(ticketId)
  if (claim === undefined || !isUnsettled(state, claim, freed)) return []
  const { evaluation, plate } = claim
  const stay = plate === undefined ? undefined : stayOfVisit(state.lotIds, plate.text, facts)
  const tallies = plate === undefined ? NO_TALLIES : talliesOf(state, claim.serviceDay, plate.text, stay, facts)
  const reason = entitlement(claim, stay, evaluation.policy, tallies, businessDayOf(facts.at))
  if (reason !== undefined) return withhold(claim, reason, facts.at)
  // No reason against it: then there are a plate and a stay.
  return [grantOf(claim, plate!, stay!, facts)]
}

/** Recorded only when it says something new: another reason, or the same final one for another plate. */
export function withhold(claim: Claim & { evaluation: RatedClaim }, reason: WithheldReason, at: Instant): Event[] {
  const { withheld, plate, ticketId, evaluation } = claim
  const told = withheld?.reason === reason && !(FINAL_FOR_PLATE.has(reason) && otherPlate(withheld.plate, plate))
  if (told) return []
  return [{ type: 'exemption.withheld', v: 1, at, ticketId, evaluationId: evaluation.evaluationId, reason }]
}

/** Of several lots the one where the car is, else the one it was in last. */
function stayOfVisit(lotIds: string[], plate: string, facts: EntitlementFacts): StayFact | undefined {
  const stays = lotIds.flatMap(lotId => facts.stayOf(lotId, plate) ?? [])
  const inside = stays.filter(stay => stay.exitedAt === undefined)
  return (inside.length > 0 ? inside : stays).reduce<StayFact | undefined>(
    (latest, stay) => (latest === undefined || stay.enteredAt > latest.enteredAt ? stay : latest),
    undefined,
  )
}

const NO_TALLIES: Tallies = { stayTaken: false, plateToday: 0 }

const talliesOf = (
  state: ExemptionState,
  day: BusinessDay,
  plate: string,
  stay: StayFact | undefined,
  facts: EntitlementFacts,
): Tallies => ({
  stayTaken: stay !== undefined && state.byStay.has(stayKey(stay.lotId, stay.stayId)),
  plateToday: (state.plateTallies.get(day)?.get(plate) ?? 0) + facts.plateTallyElsewhere(plate),
})

function grantOf(
  { ticketId, serviceDay, evaluation }: Claim & { evaluation: RatedClaim },
  plate: BoundPlate,
  stay: StayFact,
  facts: EntitlementFacts,
): Event {
  const { evaluationId, counterId, policy } = evaluation
  const { lotId, stayId } = stay
  return {
    ...{ type: 'exemption.granted', v: 1, at: facts.at },
    ...{ exemptionId: facts.exemptionIdFor(evaluationId, lotId, plate.revision), ticketId, evaluationId, counterId },
    ...{ lotId, stayId, plate: plate.text, plateColour: plate.colour, revision: plate.revision },
    ...{ freeMinutes: policy.freeMinutes, stackRule: policy.stackRule, policyVersion: policy.version },
    ...{ businessDay: serviceDay, notBefore: stay.enteredAt, notAfter: endOfBusinessDay(serviceDay) },
  }
}
