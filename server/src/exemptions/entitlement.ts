import {
  type BusinessDay,
  businessDayOf,
  type Event,
  type ExemptionPolicy,
  type Instant,
  isSlip,
  later,
  msBetween,
  type StayFact,
  type WithheldReason,
} from '@pingting/contract'
import { type BoundPlate, type Claim, cameToNothing, type Exemption, isLimit, type RatedClaim } from './claim.ts'
import { firstOfMonth, lastUseAt, policyOn } from './policies.ts'
import { type ExemptionState, stayKey, talliesBetween } from './state.ts'

/** What is asked of other streams; it may be stale, and the gate and reconciliation backstop it. */
export interface EntitlementFacts {
  at: Instant
  /** UUIDv5 of evaluation, lot and plate revision: the idempotency key at the gate. */
  exemptionIdFor(evaluationId: string, lotId: string, revision: number): string
  /** Stands for the evaluation where none is asked for: UUIDv5 of hall and ticket. */
  visitIdFor(ticketId: string): string
  /** The latest stay of a normalised plate in a lot, over or not. */
  stayOf(lotId: string, plate: string): StayFact | undefined
  /** Whether the gate of a lot can be told of a car without a plate. */
  takesSlips(lotId: string): boolean
  /** Exemptions of the plate from a day to today in the other halls, as far back as each keeps them. */
  plateTallyElsewhere(plate: string, since: BusinessDay): number
  /** Another hall has granted an exemption for this stay that did not come to nothing. */
  stayTakenElsewhere(lotId: string, stayId: string): boolean
}

interface Tallies {
  /** This stay has an exemption already, of whichever ticket and hall. */
  stayTaken: boolean
  /** Exemptions of the plate today, here and elsewhere. */
  plateToday: number
  /** The same of the month; counted only where the policy asks. */
  plateThisMonth?: number
}

type Conditions = Pick<Claim, 'serviceDay' | 'takenAt' | 'arrivals' | 'servedAt' | 'plate'> & {
  evaluation: RatedClaim
  /** The car is named by a slip, and no lot of the hall can be told of such a car. */
  unable?: boolean
}

/**
 * Why there is no free parking, in the order of precedence, or undefined when every condition holds. The level of the
 * rating is not among the inputs (V9).
 */
export function entitlement(
  { evaluation, arrivals, servedAt, plate, serviceDay, takenAt, unable = false }: Conditions,
  stay: StayFact | undefined,
  policy: Pick<ExemptionPolicy, 'perPlatePerDay' | 'perPlatePerMonth' | 'excludedClasses'>,
  tallies: Tallies,
  now: Instant,
): WithheldReason | undefined {
  if (evaluation.unrewarded !== undefined) return evaluation.unrewarded
  if (servedAt === undefined) return 'NOT_SERVED'
  if (!lasted(arrivals[0], later(servedAt, evaluation.at), evaluation.policy)) return 'TOO_FAST'
  if (plate === undefined) return 'NO_PLATE'
  if (businessDayOf(now) > serviceDay) return 'NOT_SAME_DAY'
  if (lastUseAt(evaluation.policy, now, serviceDay) <= now) return 'NO_TIME_LEFT'
  if (unable) return 'SLIP_UNABLE'
  if (stay === undefined || (stay.exitedAt !== undefined && stay.exitedAt < takenAt)) return 'NOT_INSIDE'
  if (stay.unsure) return 'PLATE_UNSURE'
  if (stay.carClass !== 'casual' && (policy.excludedClasses ?? NOT_CASUAL).includes(stay.carClass))
    return 'CLASS_EXCLUDED'
  if (stay.exitedAt !== undefined) return 'ALREADY_LEFT'
  if (stay.paidAt !== undefined) return 'TOO_LATE'
  if (tallies.stayTaken || tallies.plateToday >= policy.perPlatePerDay) return 'LIMIT_PLATE'
  const { plateThisMonth = 0 } = tallies
  return plateThisMonth >= (policy.perPlatePerMonth ?? Number.POSITIVE_INFINITY) ? 'LIMIT_MONTH' : undefined
}

/** 月卡车、工作人员车、贵宾车: excluded where the policy does not say otherwise. */
const NOT_CASUAL = ['monthCard', 'staff', 'vip'] as const

/** V6: from the first arrival at a counter until the service was completed and rated. */
const lasted = (arrivedAt: Instant | undefined, until: Instant, { minServiceSeconds }: ExemptionPolicy): boolean =>
  arrivedAt !== undefined && msBetween(arrivedAt, until) >= minServiceSeconds * 1000

/** Final for the plate and the visit: a later stay of the same car is another visit. Only another plate asks again. */
export const FINAL_FOR_PLATE: ReadonlySet<WithheldReason> = new Set([
  'CLASS_EXCLUDED',
  'ALREADY_LEFT',
  'TOO_LATE',
  'LIMIT_PLATE',
  'LIMIT_MONTH',
])

const isUnratedEnough = (state: ExemptionState, { serviceDay }: Claim): boolean =>
  policyOn(state.policies, serviceDay)?.grantWithoutRating === true

/** What entitles, if anything did so far: the rating, or the visit alone where the policy of its day asks for no more. */
export function basisOf(
  state: ExemptionState,
  claim: Claim,
  facts: Pick<EntitlementFacts, 'visitIdFor'>,
): RatedClaim | undefined {
  const { ticketId, serviceDay, servedAt, evaluation, counterId } = claim
  if (!isUnratedEnough(state, claim)) return evaluation
  const at = servedAt ?? evaluation?.at
  if (at === undefined || counterId === undefined) return undefined
  return { evaluationId: facts.visitIdFor(ticketId), at, counterId, policy: policyOn(state.policies, serviceDay)! }
}

/** What it was granted for is there: the rating, or the visit where no rating is asked for, were it undone since. */
export function isEarned(
  state: ExemptionState,
  { ticketId, evaluationId }: Pick<Exemption, 'ticketId' | 'evaluationId'>,
  facts: Pick<EntitlementFacts, 'visitIdFor'>,
): boolean {
  const claim = state.claims.get(ticketId)
  if (claim === undefined) return false
  if (claim.evaluation?.evaluationId === evaluationId) return true
  return isUnratedEnough(state, claim) && evaluationId === facts.visitIdFor(ticketId)
}

/**
 * Entitled by something, without an exemption that counts, and not finally withheld: the question is open. `freed`:
 * some exemption has just come to nothing, which may be the one that a limit was for.
 */
export function isUnsettled(state: ExemptionState, claim: Claim, freed = false): boolean {
  const { evaluation, servedAt, plate, withheld } = claim
  const unratedEnough = isUnratedEnough(state, claim)
  if (evaluation === undefined && !(unratedEnough && servedAt !== undefined)) return false
  if (claim.exemptionId !== undefined) {
    const before = state.exemptions.get(claim.exemptionId)
    if (before === undefined || !cameToNothing(before) || before.revision === plate?.revision) return false
  }
  if (evaluation?.unrewarded !== undefined && !unratedEnough) return withheld === undefined
  if (freed && isLimit(withheld?.reason)) return true
  return withheld === undefined || !FINAL_FOR_PLATE.has(withheld.reason) || otherPlate(withheld.plate, plate)
}

const otherPlate = (then: BoundPlate | undefined, now: BoundPlate | undefined): boolean =>
  then?.revision !== now?.revision

/** Asks the entitlement of one ticket: granted, withheld with a new reason, or nothing to say. */
export function consider(ticketId: string, state: ExemptionState, facts: EntitlementFacts, freed = false): Event[] {
  const claim = state.claims.get(ticketId)
  const evaluation = claim && basisOf(state, claim, facts)
  if (claim === undefined || evaluation === undefined || !isUnsettled(state, claim, freed)) return []
  const { plate } = claim
  const { policy } = evaluation
  const stay = plate === undefined ? undefined : stayOfVisit(state.lotIds, plate.text, facts)
  const tallies = plate === undefined ? NO_TALLIES : talliesOf(state, claim.serviceDay, plate.text, stay, policy, facts)
  const unable = plate !== undefined && isSlip(plate.text) && !state.lotIds.some(facts.takesSlips)
  const reason = entitlement({ ...claim, evaluation, unable }, stay, policy, tallies, facts.at)
  if (reason !== undefined) return withhold(claim, evaluation, reason, facts.at)
  // No reason against it: then there are a plate and a stay.
  return [grantOf(claim, evaluation, plate!, stay!, facts)]
}

/** Recorded only when it says something new: another reason, or the same final one for another plate. */
export function withhold(claim: Claim, { evaluationId }: RatedClaim, reason: WithheldReason, at: Instant): Event[] {
  const { withheld, plate, ticketId } = claim
  const told = withheld?.reason === reason && !(FINAL_FOR_PLATE.has(reason) && otherPlate(withheld.plate, plate))
  if (told) return []
  return [{ type: 'exemption.withheld', v: 1, at, ticketId, evaluationId, reason }]
}

function stayOfVisit(lotIds: string[], plate: string, facts: EntitlementFacts): StayFact | undefined {
  return stayThatCounts(lotIds.flatMap(lotId => facts.stayOf(lotId, plate) ?? []))
}

/** Of several lots the one where the car is, else the one it was in last. */
export function stayThatCounts(stays: readonly StayFact[]): StayFact | undefined {
  const inside = stays.filter(stay => stay.exitedAt === undefined)
  return (inside.length > 0 ? inside : stays).reduce<StayFact | undefined>(
    (latest, stay) => (latest === undefined || stay.enteredAt > latest.enteredAt ? stay : latest),
    undefined,
  )
}

const NO_TALLIES: Tallies = { stayTaken: false, plateToday: 0 }

function talliesOf(
  state: ExemptionState,
  day: BusinessDay,
  plate: string,
  stay: StayFact | undefined,
  { perPlatePerMonth }: ExemptionPolicy,
  facts: EntitlementFacts,
): Tallies {
  const since = (first: BusinessDay): number =>
    talliesBetween(state, first, day, plate) + facts.plateTallyElsewhere(plate, first)
  return {
    stayTaken:
      stay !== undefined &&
      (isStayTaken(state, stay.lotId, stay.stayId) || facts.stayTakenElsewhere(stay.lotId, stay.stayId)),
    plateToday: since(day),
    ...(perPlatePerMonth === undefined ? {} : { plateThisMonth: since(firstOfMonth(day)) }),
  }
}

export const isStayTaken = ({ byStay }: ExemptionState, lotId: string, stayId: string): boolean =>
  byStay.has(stayKey(lotId, stayId))

function grantOf(
  { ticketId, serviceDay }: Claim,
  { evaluationId, counterId, policy }: RatedClaim,
  plate: BoundPlate,
  { lotId, stayId, enteredAt, gatePlate }: StayFact,
  facts: EntitlementFacts,
): Event {
  return {
    ...{ type: 'exemption.granted', v: 1, at: facts.at },
    ...{ exemptionId: facts.exemptionIdFor(evaluationId, lotId, plate.revision), ticketId, evaluationId, counterId },
    ...{ lotId, stayId, plate: plate.text, plateColour: plate.colour, revision: plate.revision },
    ...(gatePlate === undefined ? {} : { gatePlate }),
    ...{ freeMinutes: policy.freeMinutes, stackRule: policy.stackRule, policyVersion: policy.version },
    ...{ businessDay: serviceDay, notBefore: enteredAt, notAfter: lastUseAt(policy, facts.at, serviceDay) },
  }
}
