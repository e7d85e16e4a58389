import {
  type CommandOf,
  classOfTags,
  type Event,
  type EventOf,
  type Instant,
  isBad,
  type LotCard,
  parsePlate,
} from '@pingting/contract'
import { basisOf, consider, type EntitlementFacts, isUnsettled, withhold } from './exemptions/entitlement.ts'
import { isBooked } from './exemptions/mismatch.ts'
import type { ExemptionState } from './exemptions/state.ts'
import { unsettled, unsettledOf } from './exemptions/view.ts'
import { type FactPlace, type LotState, useKey } from './lots/state.ts'
import { latestStay } from './lots/view.ts'

export interface ReactionFacts extends EntitlementFacts {
  at: Instant
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

function casesOf(event: EventOf<'evaluation.submitted'>, { at, idFor }: ReactionFacts): Event[] {
  if (!isBad(event.level)) return []
  const { evaluationId, ticketId, counterId, staffId, serviceCode, level, tagCodes } = event
  const about = { evaluationId, ticketId, counterId, staffId, serviceCode, level, caseClass: classOfTags(tagCodes) }
  return [{ type: 'rectification.opened', v: 1, at, caseId: idFor(`case ${evaluationId}`), ...about }]
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
  command: Omit<CommandOf<'exemption.consider'>, 'commandId'> | Omit<CommandOf<'exemption.honour'>, 'commandId'>
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
  return [
    ...[...stayIds].flatMap(stayId => considerations(lot, stayId, halls)),
    ...used.flatMap(use => honours(lot, use, halls)),
  ]
}

type StayNews = EventOf<'stay.entered' | 'stay.paid' | 'stay.plateCorrected' | 'stay.exited'>
const bearsOnEntitlement = (event: Event): event is StayNews =>
  event.type === 'stay.entered' ||
  event.type === 'stay.paid' ||
  event.type === 'stay.plateCorrected' ||
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
  return [...considered, ...[...lot.honoured.keys()].flatMap(use => honours(lot, use, halls))]
}

function considerations(lot: LotState, stayId: string, halls: readonly HallClaims[]): Crossing[] {
  const stay = lot.stays.get(stayId)
  const plate = stay?.plate === undefined ? undefined : parsePlate(stay.plate)?.normalised
  if (stay === undefined || plate === undefined) return []
  return halls.flatMap(({ hallId, exemptions }) =>
    unsettledOf(exemptions, plate).map(ticketId => consideration(lot, hallId, ticketId, stay.lastFact)),
  )
}

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

/** Only where every hall of the lot could be asked is it known that none of them granted. */
function firstHallOf({ hallIds }: LotCard, halls: readonly HallClaims[]): HallClaims[] {
  const asked = hallIds.map(id => halls.find(({ hallId }) => hallId === id))
  return asked.every(hall => hall !== undefined) ? asked.slice(0, 1) : []
}

const keyOf = ({ gateEpoch = '' }: LotState, gateSeq: number): string => useKey({ gateEpoch, gateSeq })

/** A lot of which the gate tells anything was opened. */
const placeKey = ({ card }: LotState, { gateEpoch, gateSeq }: FactPlace): string =>
  `${card!.lotId} ${gateEpoch} ${gateSeq}`
