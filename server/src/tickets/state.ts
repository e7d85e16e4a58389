import {
  APPOINTMENT_PREFIX,
  type BusinessDay,
  type CallRow,
  type Counter as CounterCard,
  callsAfter,
  type Event,
  type EventsNamed,
  type Folds,
  type Listens,
  MINUTE_MS,
  msBetween,
  type Service,
  type TicketPlace,
  takenAtOf,
  toldIn,
  type UndoableVerb,
} from '@pingting/contract'
import { type Leases, letGo, noteLease, noteUse, numbersKey, skipLeases } from './leases.ts'
import { type Pace, paceAfter, startingPace } from './pace.ts'
import { join, leave, type Waiting, waitingOf } from './queue.ts'
import { counterServing, type Ticket } from './ticket.ts'

/** What undo needs of a counter's last verb. */
interface LastVerb {
  verb: UndoableVerb
  ticketId: string
  /** The ticket's place before the verb, and its tally of moves with it. */
  place: TicketPlace
  moves: number
  /** Minutes of service, when the verb ended one. */
  minutes?: number
}

/** A counter as the queue sees it. */
export interface Seat {
  counterId: string
  profile: string[]
  status: 'closed' | 'open' | 'paused'
  staffId?: string
  ticketId?: string
  last?: LastVerb
}

export interface TicketState {
  prefixes: Map<string, string>
  pace: Map<string, Pace>
  seats: Map<string, Seat>
  tickets: Map<string, Ticket>
  /** By service, sorted: the head is called first. */
  waiting: Map<string, Waiting[]>
  /** The last number given out, by `yyyy-mm-dd` and prefix: `2026-11-23A`. */
  issued: Map<string, number>
  /** What kiosks may give out while no hub can be reached. */
  leases: Leases
  takenTally: number
  /** What the public board shows. */
  calls: readonly CallRow[]
}

export const initial = (): TicketState => ({
  prefixes: new Map(),
  pace: new Map(),
  seats: new Map(),
  tickets: new Map(),
  waiting: new Map(),
  issued: new Map(),
  leases: new Map(),
  takenTally: 0,
  calls: [],
})

type Verb = { ticketId: string; counterId: string; at: string }

const own: Folds<TicketState, EventsNamed<'ticket'>> = {
  'ticket.taken': (state, event) => {
    const { ticketId, number, serviceCode, priority, businessDay } = event
    const takenAt = takenAtOf(event)
    const place: TicketPlace = { status: 'waiting', serviceCode, recallTally: 0, ahead: false, queuedAt: takenAt }
    const ticket: Ticket = {
      ...{ ticketId, number, priority, businessDay, takenAt, place },
      ...{ order: state.takenTally, moves: 0, rated: false, filed: false },
    }
    const told = toldIn(event)
    if (told !== undefined) ticket.told = told
    if (event.personMark !== undefined) ticket.personMark = event.personMark
    if (event.slotStartsAt !== undefined) ticket.slotStartsAt = event.slotStartsAt
    state.takenTally += 1
    const { deviceId, issuedAt } = event
    if (deviceId === undefined || issuedAt === undefined)
      state.issued.set(numbersKey(businessDay, number.slice(0, 1)), Number(number.slice(1)))
    else {
      ticket.offline = { deviceId, issuedAt }
      noteUse(state.leases, businessDay, number, takenAt)
    }
    state.tickets.set(ticketId, ticket)
    join(listOf(state, serviceCode), waitingOf(ticket))
  },
  'ticket.leased': (state, event) => noteLease(state.leases, event),
  'ticket.called': (state, event) => {
    const { counterId, staffId, at } = event
    perform(state, 'called', event, ({ serviceCode, ahead, queuedAt }) => ({
      ...{ status: 'called', serviceCode, counterId, staffId, calledAt: at },
      ...{ recallTally: 0, ahead, queuedAt },
    }))
  },
  'ticket.recalled': (state, { ticketId, recallTally }) => {
    const ticket = ticketOf(state, ticketId)
    ticket.place = { ...ticket.place, recallTally }
  },
  'ticket.arrived': (state, event) =>
    perform(state, 'arrived', event, place => ({ ...place, status: 'serving', servingAt: event.at })),
  'ticket.completed': (state, event) =>
    perform(state, 'completed', event, place => ({ ...place, status: 'completed', endedAt: event.at })),
  'ticket.held': (state, event) => perform(state, 'held', event, place => ({ ...place, status: 'held' })),
  'ticket.missed': (state, event) => perform(state, 'missed', event, place => ({ ...place, status: 'noShow' })),
  'ticket.returned': (state, event) => perform(state, 'returned', event, place => queued(place, { ahead: true })),
  'ticket.transferred': (state, event) =>
    perform(state, 'transferred', event, place => queued(place, { serviceCode: event.serviceCode })),
  'ticket.recycled': (state, event) =>
    perform(state, 'recycled', event, place => queued(place, { queuedAt: event.at })),
  'ticket.cancelled': (state, event) => end(state, event.ticketId, 'cancelled', event.at),
  'ticket.expired': (state, event) => end(state, event.ticketId, 'expired', event.at),
  'ticket.undone': (state, event) => {
    const ticket = ticketOf(state, event.ticketId)
    ticket.moves -= 1
    move(state, ticket, event.place)
    delete seatOf(state, event.counterId).last
  },
}

const heard: Listens<TicketState> = {
  'hall.opened': (state, { hall }) => {
    for (const service of hall.services) offer(state, service)
    for (const counter of hall.counters) place(state, counter)
  },
  'hall.serviceSet': (state, { service }) => offer(state, service),
  'hall.counterSet': (state, { counter }) => place(state, counter),
  'hall.dayClosed': (state, event) => {
    file(state, event.businessDay)
    for (const numbers of [state.issued, state.leases])
      for (const key of numbers.keys()) if (key < event.businessDay) numbers.delete(key)
  },
  'hall.restored': (state, { businessDay, numbersSkipped }) => {
    for (const prefix of new Set([...state.prefixes.values(), APPOINTMENT_PREFIX])) {
      const key = numbersKey(businessDay, prefix)
      state.issued.set(key, (state.issued.get(key) ?? 0) + numbersSkipped)
      skipLeases(state.leases, key, numbersSkipped)
    }
  },
  'device.revoked': (state, { deviceId }) => letGo(state.leases, deviceId),
  'counter.opened': (state, event) => {
    const seat = seatOf(state, event.counterId)
    seat.status = 'open'
    seat.staffId = event.staffId
  },
  'counter.paused': (state, event) => {
    seatOf(state, event.counterId).status = 'paused'
  },
  'counter.resumed': (state, event) => {
    seatOf(state, event.counterId).status = 'open'
  },
  'counter.closed': (state, event) => {
    const seat = seatOf(state, event.counterId)
    settle(state, seat)
    seat.status = 'closed'
    delete seat.staffId
  },
  'evaluation.submitted': (state, event) => {
    const ticket = state.tickets.get(event.ticketId)
    if (ticket !== undefined) ticket.rated = true
  },
  'exemption.granted': (state, event) => {
    const ticket = state.tickets.get(event.ticketId)
    if (ticket !== undefined) ticket.rewarded = true
  },
  'evaluation.lapsed': (state, event) => {
    state.tickets.delete(event.ticketId)
  },
}

/** What has been learnt of a service that is there is worth more than what people expect of it. */
function offer(state: TicketState, { code, prefix, typicalMinutes }: Service): void {
  if (state.prefixes.has(code)) return
  state.prefixes.set(code, prefix)
  state.pace.set(code, startingPace(typicalMinutes))
  state.waiting.set(code, [])
}

/** Another profile holds from the next call on: who is at the counter is served to the end. */
function place(state: TicketState, { counterId, profile }: CounterCard): void {
  const seat: Seat = state.seats.get(counterId) ?? { counterId, profile: [], status: 'closed' }
  state.seats.set(counterId, Object.assign(seat, { profile: [...profile] }))
}

/** A verb of a counter: the ticket moves, and the counter remembers where from. */
function perform(
  state: TicketState,
  verb: UndoableVerb,
  { ticketId, counterId, at }: Verb,
  to: (place: TicketPlace) => TicketPlace,
): void {
  const ticket = ticketOf(state, ticketId)
  const seat = seatOf(state, counterId)
  const { place, moves } = ticket
  settle(state, seat)
  ticket.moves += 1
  move(state, ticket, to(place))
  seat.last = { verb, ticketId, place, moves }
  if (verb === 'completed' && place.servingAt !== undefined)
    seat.last.minutes = msBetween(place.servingAt, at) / MINUTE_MS
}

/** A service counts towards the pace once it can no longer be undone, so that an undo has nothing to unlearn. */
function settle(state: TicketState, seat: Seat): void {
  const { last } = seat
  if (last?.minutes !== undefined) {
    const { serviceCode } = last.place
    state.pace.set(serviceCode, paceAfter(known(state.pace.get(serviceCode), serviceCode), last.minutes))
  }
  delete seat.last
}

function move(state: TicketState, ticket: Ticket, to: TicketPlace): void {
  const from = counterServing(ticket.place)
  if (ticket.place.status === 'waiting') leave(listOf(state, ticket.place.serviceCode), waitingOf(ticket))
  if (from !== undefined) delete seatOf(state, from).ticketId
  ticket.place = to
  const at = counterServing(to)
  if (to.status === 'waiting') join(listOf(state, to.serviceCode), waitingOf(ticket))
  if (at !== undefined) seatOf(state, at).ticketId = ticket.ticketId
}

function end(state: TicketState, ticketId: string, status: 'cancelled' | 'expired', at: string): void {
  const ticket = ticketOf(state, ticketId)
  ticket.moves += 1
  move(state, ticket, { ...ticket.place, status, endedAt: at })
}

/** Back among those who wait: nothing of the visit to the counter stays, only since when it queues. */
const queued = (place: TicketPlace, change: Partial<TicketPlace>): TicketPlace => ({
  ...{ status: 'waiting', serviceCode: place.serviceCode, recallTally: 0, ahead: false, queuedAt: place.queuedAt },
  ...change,
})

/**
 * Files the tickets of the day that was closed, and forgets those filed at an earlier close, but for services that can
 * still be rated: these go when their rating lapses.
 */
function file(state: TicketState, day: BusinessDay): void {
  for (const ticket of state.tickets.values()) {
    if (ticket.businessDay > day) continue
    const rateable = ticket.place.status === 'completed' && !ticket.rated
    if (ticket.filed && ticket.businessDay < day && !rateable) state.tickets.delete(ticket.ticketId)
    ticket.filed = true
  }
}

function listOf(state: TicketState, serviceCode: string): Waiting[] {
  return known(state.waiting.get(serviceCode), serviceCode)
}
function seatOf(state: TicketState, counterId: string): Seat {
  return known(state.seats.get(counterId), counterId)
}
function ticketOf(state: TicketState, ticketId: string): Ticket {
  return known(state.tickets.get(ticketId), ticketId)
}

/** @throws Error when an event names what the journal never made, which is a bug. */
function known<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the journal names ${name}, which does not exist`)
  return value
}

const folds: Listens<TicketState> = { ...own, ...heard }

export function evolve<E extends Event>(state: TicketState, event: E): void {
  const fold = folds[event.type] as ((state: TicketState, event: E) => void) | undefined
  fold?.(state, event)
  state.calls = callsAfter(state.calls, event)
}
