import { type Event, type EventOf, type EventType, maskPlate, type ScreenEvent } from '@pingting/contract'

/** An audience's name, and the event as it may see it. */
type Delivery = readonly [audience: string, event: ScreenEvent]

/** What redaction must know besides the event; read from the state the event was folded into. */
export interface Where {
  /** Counters whose tablet stands before this ticket's owner: those that called it last, wherever it is now. */
  tabletsOf(ticketId: string): readonly string[]
  counterIds(): readonly string[]
  ticketIds(): readonly string[]
  lotIds(): readonly string[]
  ticketOf(exemptionId: string): string | undefined
  lotOf(exemptionId: string): string | undefined
  plateOf(ticketId: string): string | undefined
}

type Routes = { [T in EventType]: (event: EventOf<T>, where: Where) => Delivery[] }

const nobody = (): Delivery[] => []
const only =
  (...audiences: string[]) =>
  (event: Event): Delivery[] =>
    audiences.map(audience => [audience, event as ScreenEvent])

const without = <E extends object>(event: E, ...names: string[]): ScreenEvent =>
  Object.fromEntries(Object.entries(event).filter(([name]) => !names.includes(name))) as unknown as ScreenEvent

/** Who manages the hall hears in one room what its floor hears, and more. */
const toStaff = (event: Event): Delivery[] => [
  ['floor', event as ScreenEvent],
  ['office', event as ScreenEvent],
]

const toEverybodyInTheHall = (event: Event & { counterId: string }): Delivery[] => [
  ['public', without(event, 'staffId', 'staffName')],
  ...toStaff(event),
  [`counter:${event.counterId}`, event as ScreenEvent],
]

/** The counter that acts hears of it, and so does every tablet that still shows the ticket. */
const toTablets = (ticketId: string, seen: ScreenEvent, where: Where, counterId?: string): Delivery[] =>
  [...new Set([...(counterId === undefined ? [] : [counterId]), ...where.tabletsOf(ticketId)])].map(at => [
    `counter:${at}`,
    seen,
  ])

type AboutTicket = Event & { ticketId: string; counterId?: string }

/** Staff see the ticket, the counter it stands at sees it, the citizen sees it; nothing in it says who rated what. */
function aboutTicket(event: AboutTicket, where: Where): Delivery[] {
  return [
    ...toStaff(event),
    [`ticket:${event.ticketId}`, without(event, 'staffId')],
    ...toTablets(event.ticketId, event as ScreenEvent, where, event.counterId),
  ]
}

/** A big screen shows numbers and counters, and nothing else. */
const aboutCall = (event: AboutTicket, where: Where): Delivery[] => [
  ['public', without(event, 'staffId', 'place', 'takenAt', 'priority')],
  ...aboutTicket(event, where),
]

/**
 * The operator and the bridge of that lot need the plate; the citizen sees it masked; the counter's tablet does not see
 * it. Who of the staff wrote it off concerns neither citizen nor tablet.
 */
function aboutExemption(event: Event & { exemptionId: string; plate?: string }, where: Where): Delivery[] {
  const ticketId = where.ticketOf(event.exemptionId)
  const staff: Delivery[] = [
    ['parking', event as ScreenEvent],
    [`bridge:${where.lotOf(event.exemptionId) ?? ''}`, event as ScreenEvent],
  ]
  if (ticketId === undefined) return staff
  const own = without(masked(event), 'staffId', 'gatePlate')
  const plateless = without(event, 'staffId', 'plate', 'plateColour', 'gatePlate')
  return [...staff, [`ticket:${ticketId}`, own], ...toTablets(ticketId, plateless, where)]
}

/** What the operator wrote down concerns the house. */
const wordless = ([audience, seen]: Delivery): Delivery =>
  audience === 'parking' ? [audience, seen] : [audience, without(seen, 'reason', 'staffId')]

const masked = <E extends { plate?: string }>(event: E): ScreenEvent =>
  (event.plate === undefined ? event : { ...event, plate: maskPlate(event.plate) }) as unknown as ScreenEvent

/** The tablet learns that there is a plate, not which. Who of the staff matched it, and why, concerns the house. */
const aboutPlate = (event: EventOf<'plate.bound'> | EventOf<'plate.corrected'>, where: Where): Delivery[] => {
  const seen = without(masked(event), 'reason', 'staffId')
  return [['parking', event], [`ticket:${event.ticketId}`, seen], ...toTablets(event.ticketId, seen, where)]
}

/** That a service was rated concerns the one who rated; the level goes nowhere, and staff do not hear of it at all. */
function aboutRating(event: EventOf<'evaluation.submitted'>, where: Where): Delivery[] {
  const { type, at, ticketId, counterId } = event
  const seen: ScreenEvent = { type, at, ticketId }
  return [[`ticket:${ticketId}`, seen], ...toTablets(ticketId, seen, where, counterId)]
}

/** Its visitor is told what becomes of his rating, and not who deals with it, nor why it takes longer. */
const aboutCase = (
  event: EventOf<'rectification.taken' | 'rectification.extended' | 'rectification.approved'>,
): Delivery[] => [
  ['office', event],
  [`ticket:${event.ticketId}`, without(event, 'caseId', 'staffId', 'reason')],
]

const aboutWithheld = (event: EventOf<'exemption.withheld'>, where: Where): Delivery[] => {
  const plate = where.plateOf(event.ticketId)
  return [
    ['parking', (plate === undefined ? event : { ...event, plate }) as ScreenEvent],
    [`ticket:${event.ticketId}`, event],
    ...toTablets(event.ticketId, event, where),
  ]
}

/** Everybody in the hall hears what is offered from which day on; the policy itself is for those who keep it. */
function aboutPolicy(event: EventOf<'policy.adopted'>, where: Where): Delivery[] {
  const { version, freeMinutes, grantWithoutRating } = event.policy
  const offered = { version, freeMinutes, ...(grantWithoutRating === undefined ? {} : { grantWithoutRating }) }
  const seen = { ...event, policy: offered } as ScreenEvent
  return toWholeHall(event, where).map(([audience]) => [audience, audience === 'parking' ? event : seen])
}

const toWholeHall = (event: Event, where: Where): Delivery[] =>
  ['public', 'floor', 'office', 'parking', ...where.counterIds().map(id => `counter:${id}`)].map(audience => [
    audience,
    event as ScreenEvent,
  ])

/** What is said of the hall itself: also to whoever holds one of its tickets, and to the bridges of its lots. */
const toEverybody = (event: Event, where: Where): Delivery[] => [
  ...toWholeHall(event, where),
  ['wall', event as ScreenEvent],
  ...where.ticketIds().map(id => [`ticket:${id}`, event as ScreenEvent] as const),
  ...where.lotIds().map(id => [`bridge:${id}`, event as ScreenEvent] as const),
]

/** Who hears of what. Complete: a new event type does not compile until somebody has said who may see it. */
const routes: Routes = {
  'hall.opened': nobody,
  'hall.dayClosed': toWholeHall,
  'hall.restored': nobody,
  'hall.dayErased': only('parking'),
  'hall.described': toEverybody,
  'hall.counterSet': toEverybody,
  'hall.serviceSet': toEverybody,
  'hall.hoursSet': toEverybody,
  'hall.waitLimitSet': toEverybody,
  'hall.realNameSet': toEverybody,
  'device.invited': nobody,
  'device.enrolled': nobody,
  'device.revoked': nobody,
  'counter.opened': toEverybodyInTheHall,
  'counter.paused': toEverybodyInTheHall,
  'counter.resumed': toEverybodyInTheHall,
  'counter.closed': toEverybodyInTheHall,
  // Whoever he is concerns nobody: it keeps him from taking two.
  'ticket.taken': (event, where) => aboutTicket(without(event, 'personMark') as typeof event, where),
  'ticket.leased': nobody,
  'ticket.called': aboutCall,
  'ticket.recalled': aboutCall,
  'ticket.arrived': aboutTicket,
  'ticket.completed': aboutTicket,
  'ticket.held': aboutTicket,
  'ticket.returned': aboutTicket,
  'ticket.transferred': aboutTicket,
  'ticket.missed': aboutCall,
  'ticket.recycled': aboutTicket,
  'ticket.cancelled': aboutTicket,
  'ticket.expired': aboutTicket,
  'ticket.undone': aboutCall,
  // The load of slots is asked for; whose an appointment is nobody knows, and its code is nobody's to see.
  'appointment.booked': nobody,
  'appointment.moved': nobody,
  'appointment.cancelled': nobody,
  'appointment.missed': nobody,
  'appointment.checkedIn': nobody,
  'evaluation.submitted': aboutRating,
  'evaluation.lapsed': event => [[`ticket:${event.ticketId}`, event]],
  'plate.bound': aboutPlate,
  'plate.corrected': aboutPlate,
  'exemption.granted': aboutExemption,
  'exemption.withheld': aboutWithheld,
  'exemption.confirmed': aboutExemption,
  'exemption.refused': aboutExemption,
  'exemption.doubted': aboutExemption,
  'exemption.frozen': (event, where) =>
    aboutExemption(event, where).map(([audience, seen]) => [
      audience,
      audience === 'parking' ? seen : without(seen, 'unearned'),
    ]),
  'exemption.sent': (event, where) => [
    ['parking', event],
    [`bridge:${where.lotOf(event.exemptionId) ?? ''}`, event],
  ],
  'exemption.settled': (event, where) => aboutExemption(event, where).map(wordless),
  'exemption.revocationRequested': aboutExemption,
  'exemption.revoked': aboutExemption,
  'exemption.honoured': aboutExemption,
  'exemption.mismatched': only('parking'),
  'exemption.expired': aboutExemption,
  'exemption.writeOffProposed': only('parking'),
  'exemption.writeOffApproved': only('parking'),
  'exemption.writeOffLapsed': only('parking'),
  'exemption.writtenOff': aboutExemption,
  'policy.adopted': aboutPolicy,
  'policy.withdrawn': toWholeHall,
  // A bad rating is a manager's to see at once; who served, and the visitor's words, are not in it.
  'rectification.opened': event => [['office', without(event, 'evaluationId', 'staffId')]],
  'rectification.taken': aboutCase,
  'rectification.extended': aboutCase,
  'rectification.replied': only('office'),
  'rectification.returned': only('office'),
  'rectification.approved': aboutCase,
  'lot.opened': nobody,
  'lot.leased': only('bridge'),
  'lot.gateReset': only('bridge'),
  'lot.foreignRecorded': only('parking'),
  'lot.factsLost': only('parking'),
  'lot.linkLost': only('parking'),
  'lot.linkRestored': only('parking'),
  'lot.alarmRaised': only('parking'),
  'lot.alarmCleared': only('parking'),
  'lot.deviceHealthChanged': only('parking'),
  'lot.phantomFound': only('parking', 'bridge'),
  'lot.phantomReleased': event => [
    ['parking', without(event, 'staffId')],
    ['bridge', without(event, 'staffId')],
  ],
  'lot.phantomEnded': only('parking', 'bridge'),
  'lot.restored': only('parking'),
  'lot.ledgerRead': only('parking'),
  'lot.signedOff': only('parking'),
  'lot.dayErased': only('parking'),
  'ledger.accepted': nobody,
  'ledger.ended': nobody,
  'ledger.passed': nobody,
  'ledger.missed': nobody,
  'stay.entered': only('parking'),
  'stay.feeDue': only('parking'),
  'stay.paid': only('parking'),
  'stay.plateCorrected': only('parking'),
  'stay.plateReviewed': only('parking'),
  'stay.exited': only('parking'),
  'stay.released': only('parking'),
  'stay.exemptionHonoured': only('parking'),
  'stay.exemptionDenied': only('parking'),
  'break.opened': only('parking'),
  'break.disputed': only('parking'),
  'break.reclassified': only('parking'),
  'break.closed': only('parking'),
  'break.explained': only('parking'),
  'adjustment.proposed': only('parking'),
  'adjustment.approved': only('parking'),
  'adjustment.rejected': only('parking'),
  'adjustment.paid': only('parking'),
  'settlement.lateNoted': only('parking'),
  'settlement.shiftClosed': only('parking'),
  'settlement.drawn': event => [['parking', without(event, 'rows')]],
  'settlement.signed': only('parking'),
  'settlement.closed': only('parking'),
  'settlement.monthClosed': only('parking'),
  'settlement.fileTaken': event => [['parking', without(event, 'exits')]],
  'city.opened': nobody,
  'account.created': nobody,
  'account.assigned': nobody,
  'account.closed': nobody,
  'account.passwordChanged': nobody,
  'account.secondFactorSet': nobody,
  'account.secondFactorEnded': nobody,
}

/** The deliveries of one commit, by audience, in the order of its events. */
export function deliveries(events: readonly Event[], where: Where): Map<string, ScreenEvent[]> {
  const byAudience = new Map<string, ScreenEvent[]>()
  for (const event of events) {
    const route = routes[event.type] as (event: Event, where: Where) => Delivery[]
    for (const [audience, seen] of route(event, where)) {
      const list = byAudience.get(audience)
      if (list === undefined) byAudience.set(audience, [seen])
      else list.push(seen)
    }
  }
  return byAudience
}
