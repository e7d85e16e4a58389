import {
  businessDayOf,
  type Calendar,
  type CommandOf,
  classOfTags,
  type Event,
  type EventOf,
  type GateReason,
  type Instant,
  isBad,
  type LotCard,
  parseVehicle,
  rectificationEndsAt,
} from '@pingting/contract'
import { isOpen } from './exemptions/claim.ts'
import { basisOf, consider, type EntitlementFacts, isUnsettled, withhold } from './exemptions/entitlement.ts'
import { isBooked } from './exemptions/mismatch.ts'
import type { ExemptionState } from './exemptions/state.ts'
import { unsettled, unsettledOf } from './exemptions/view.ts'
import { type FactPlace, type LotState, latestStay, useKey } from './lots/state.ts'

export interface ReactionFacts extends EntitlementFacts {
  at: Instant
  calendar: Calendar
  idFor(name: string): string
  /** Hears of a reaction that failed; the rating stands all the same. */
  failed(ticketId: string, error: unknown): void
}

/**
 * What follows in the hall's own stream, in the same commit: a bad rating opens a case, and each ticket of which a
 * condition has changed is asked for its entitlement. The state has folded the events in already. What came to
 * nothing frees its car for the other tickets that wait for it.
 */
export function react(events: readonly Event[], exemptions: ExemptionState, facts: ReactionFacts): Event[] {
  const cases = events.flatMap(event => (event.type === 'evaluation.submitted' ? casesOf(event, facts) : []))
  const touched = events.flatMap(event => touchedBy(event, exemptions))
  const freed = events.some(isForNothing) ? [...exemptions.limited.keys()] : []
  const answers: Event[] = []
  for (const ticketId of new Set([...touched, ...freed]))
    answers.push(...ask(ticketId, exemptions, facts, freed.length > 0).filter(answer => !isTaken(answer, answers)))
  return [...cases, ...answers]
}

const isForNothing = ({ type }: Event): boolean => type === 'exemption.revoked' || type === 'exemption.refused'

/** Several tickets may wait for one car: the first is granted, and the others stay withheld. */
const isTaken = (answer: Event, answers: readonly Event[]): boolean =>
  answer.type === 'exemption.granted' &&
  answers.some(
    other =>
      other.type === 'exemption.granted' &&
      (other.plate === answer.plate || (other.lotId === answer.lotId && other.stayId === answer.stayId)),
  )

function casesOf(event: EventOf<'evaluation.submitted'>, { at, calendar, idFor }: ReactionFacts): Event[] {
  if (!isBad(event.level)) return []
  const { evaluationId, ticketId, counterId, staffId, serviceCode, level, tagCodes } = event
  const about = { evaluationId, ticketId, counterId, staffId, serviceCode, level, caseClass: classOfTags(tagCodes) }
  const dueAt = rectificationEndsAt(businessDayOf(at), calendar)
  return [{ type: 'rectification.opened', v: 1, at, caseId: idFor(`case ${evaluationId}`), ...about, dueAt }]
}

function touchedBy(event: Event, exemptions: ExemptionState): string[] {
  switch (event.type) {
    case 'ticket.completed':
    case 'evaluation.submitted':
    case 'plate.bound':
    case 'plate.corrected':
      return [event.ticketId]
    case 'exemption.revoked':
    case 'exemption.refused':
      return [exemptions.exemptions.get(event.exemptionId)?.ticketId ?? []].flat()
    default:
      return []
  }
}

/** A failure here must not take the rating with it: it is told, and withheld with a reason that is asked again. */
function ask(ticketId: string, exemptions: ExemptionState, facts: ReactionFacts, freed: boolean): Event[] {
  const claim = exemptions.claims.get(ticketId)
  const basis = claim && basisOf(exemptions, claim, facts)
  if (claim === undefined || basis === undefined || !isUnsettled(exemptions, claim, freed)) return []
  try {
    return consider(ticketId, exemptions, facts, freed)
  } catch (error) {
    facts.failed(ticketId, error)
    return withhold(claim, basis, 'NOT_INSIDE', facts.at)
  }
}

export interface HallClaims {
  hallId: string
  exemptions: ExemptionState
}

/** A command to another stream; the hub makes its id of the key, so that the same news twice is one command. */
export interface Crossing {
  hallId: string
  key: string
  command:
    | Omit<CommandOf<'exemption.consider'>, 'commandId'>
    | Omit<CommandOf<'exemption.honour'>, 'commandId'>
    | Omit<CommandOf<'exemption.refuse'>, 'commandId'>
}

/**
 * What news of the lot asks of its halls. The lot has folded the events in already. Between a restore and its sign-off
 * nothing crosses; the sign-off makes up for it.
 */
export function crossings(events: readonly Event[], lot: LotState, halls: readonly HallClaims[]): Crossing[] {
  if (lot.restored !== undefined) return []
  if (events.some(event => event.type === 'lot.signedOff')) return atStart(lot, halls)
  const stayIds = new Set(events.flatMap(event => (bearsOnEntitlement(event) ? event.stayId : [])))
  const used = events.flatMap(event => (event.type === 'stay.exemptionHonoured' ? keyOf(lot, event.gateSeq) : []))
  const left = new Set(events.flatMap(event => (isOfLeaving(event) ? event.stayId : [])))
  const corrected = events.flatMap(event => (event.type === 'stay.plateCorrected' ? event.gateSeq : []))
  return [
    ...[...stayIds].flatMap(stayId => considerations(lot, stayId, halls)),
    ...corrected.flatMap(gateSeq => limitedAgain(lot, gateSeq, halls)),
    ...used.flatMap(use => honours(lot, use, halls)),
    ...[...left].flatMap(stayId => denials(lot, stayId, halls)),
  ]
}

const isOfLeaving = (event: Event): event is EventOf<'stay.exited' | 'stay.exemptionDenied'> =>
  event.type === 'stay.exited' || event.type === 'stay.exemptionDenied'

type StayNews = EventOf<'stay.entered' | 'stay.paid' | 'stay.plateCorrected' | 'stay.plateReviewed' | 'stay.exited'>
const bearsOnEntitlement = (event: Event): event is StayNews =>
  event.type === 'stay.entered' ||
  event.type === 'stay.paid' ||
  event.type === 'stay.plateCorrected' ||
  event.type === 'stay.plateReviewed' ||
  event.type === 'stay.exited'

/** The same commands again, for what a crash may have swallowed between the two streams. */
export function atStart(lot: LotState, halls: readonly HallClaims[]): Crossing[] {
  if (lot.restored !== undefined) return []
  const considered = halls.flatMap(hall =>
    unsettled(hall.exemptions).flatMap(({ ticketId, plate }) => {
      const stay = latestStay(lot, plate)
      return stay === undefined ? [] : [consideration(lot, hall.hallId, ticketId, stay.lastFact)]
    }),
  )
  return [
    ...considered,
    ...[...lot.honoured.keys()].flatMap(use => honours(lot, use, halls)),
    ...[...lot.stays.keys()].flatMap(stayId => denials(lot, stayId, halls)),
  ]
}

function considerations(lot: LotState, stayId: string, halls: readonly HallClaims[]): Crossing[] {
  const stay = lot.stays.get(stayId)
  const plate = stay?.plate === undefined ? undefined : parseVehicle(stay.plate)?.normalised
  if (stay === undefined || plate === undefined) return []
  return halls.flatMap(({ hallId, exemptions }) =>
    unsettledOf(exemptions, plate).map(ticketId => consideration(lot, hallId, ticketId, stay.lastFact)),
  )
}

/** A car that is another one by now may have stood in somebody's way; which plate it had nobody knows any more. */
const limitedAgain = (lot: LotState, gateSeq: number, halls: readonly HallClaims[]): Crossing[] =>
  halls.flatMap(({ hallId, exemptions }) =>
    [...exemptions.limited.keys()].map(ticketId => consideration(lot, hallId, ticketId, factOf(lot, gateSeq))),
  )

const consideration = (lot: LotState, hallId: string, ticketId: string, fact: FactPlace): Crossing => ({
  hallId,
  key: `exemption.consider ${hallId} ${ticketId} ${placeKey(lot, fact)}`,
  command: { type: 'exemption.consider', ticketId },
})

/**
 * A use goes to the hall that granted it. One that no hall has granted is told to the first hall of the lot, so that it
 * is told to somebody, and to one alone.
 */
function honours(lot: LotState, use: string, halls: readonly HallClaims[]): Crossing[] {
  const fact = lot.honoured.get(use)
  const { card } = lot
  if (fact === undefined || card === undefined) return []
  const { exemptionId } = fact
  const granters = halls.filter(({ exemptions }) => exemptions.exemptions.has(exemptionId))
  const command = { type: 'exemption.honour', ...fact, lotId: card.lotId } as const
  return (granters.length > 0 ? granters : firstHallOf(card, halls))
    .filter(({ exemptions }) => !isBooked(exemptions, command))
    .map(({ hallId }) => ({ hallId, key: `exemption.honour ${exemptionId} ${placeKey(lot, fact)}`, command }))
}

/**
 * Once the car has left, what the barrier did not take is refused, with its reason. Until then it may still be taken at
 * another try; but what the car park has taken back itself never is, so that is refused at once. What we take back
 * ourselves ends by the gate's answer, whoever tells of it first.
 */
function denials(lot: LotState, stayId: string, halls: readonly HallClaims[]): Crossing[] {
  const { bridgeEpoch } = lot
  const stay = lot.stays.get(stayId)
  if (stay?.denied === undefined) return []
  const { lastFact, exitedAt } = stay
  return [...stay.denied].flatMap(([exemptionId, said]) => {
    if (exitedAt === undefined && said !== TAKEN_BACK) return []
    const command = { type: 'exemption.refuse', exemptionId, bridgeEpoch, reason: deniedAs[said] ?? 'INVALID' } as const
    return halls
      .filter(({ exemptions }) => isOpenAt(exemptions, exemptionId, lot))
      .filter(({ exemptions }) => said !== TAKEN_BACK || exemptions.exemptions.get(exemptionId)?.revoking !== true)
      .map(({ hallId }) => ({ hallId, key: `exemption.refuse ${exemptionId} ${placeKey(lot, lastFact)}`, command }))
  })
}

const isOpenAt = ({ exemptions }: ExemptionState, exemptionId: string, { card }: LotState): boolean => {
  const exemption = exemptions.get(exemptionId)
  return exemption !== undefined && isOpen(exemption) && exemption.lotId === card?.lotId
}

/** By a person at the car park, or at its platform. */
const TAKEN_BACK = 'Revoked'
/** The words of the gate's model for what it denies at an exit. */
const deniedAs: Readonly<Record<string, GateReason>> = {
  [TAKEN_BACK]: 'WITHDRAWN',
  ...{ ClassExcluded: 'CLASS_EXCLUDED', AlreadyPaid: 'ALREADY_PAID', Expired: 'EXPIRED' },
  ...{ Superseded: 'STACK_REJECTED', StackRefused: 'STACK_REJECTED' },
}

/** Only where every hall of the lot could be asked is it known that none of them granted. */
function firstHallOf({ hallIds }: LotCard, halls: readonly HallClaims[]): HallClaims[] {
  const asked = hallIds.map(id => halls.find(({ hallId }) => hallId === id))
  return asked.every(hall => hall !== undefined) ? asked.slice(0, 1) : []
}

const factOf = ({ gateEpoch = '' }: LotState, gateSeq: number): FactPlace => ({ gateEpoch, gateSeq })
const keyOf = (lot: LotState, gateSeq: number): string => useKey(factOf(lot, gateSeq))

/** A lot of which the gate tells anything was opened. */
const placeKey = ({ card }: LotState, { gateEpoch, gateSeq, reviewed }: FactPlace): string =>
  `${card!.lotId} ${gateEpoch} ${gateSeq}${reviewed ? ' reviewed' : ''}`
