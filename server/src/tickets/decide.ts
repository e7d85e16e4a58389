import {
  APPOINTMENT_PREFIX,
  type Command,
  type CommandOf,
  type Decision,
  type Event,
  type EventOf,
  earlier,
  type Facts,
  type Instant,
  isRefusal,
  later,
  parseVehicle,
  type Refusal,
  refuse,
  type TicketStatus,
  ticketIdOf,
} from '@pingting/contract'
import { callingHindrance, findCallable, findOfPerson, findOpen, findSeat, isStranger } from './checks.ts'
import { findLease, lowestLeased, nextRange, numbersKey } from './leases.ts'
import { firstFor, newcomer } from './queue.ts'
import type { Seat, TicketState } from './state.ts'
import { counterServing, type Ticket } from './ticket.ts'
import { tellNewcomer } from './wait.ts'

const RECALLS_MAX = 3

/** What taking a number must know besides. */
export interface TicketFacts extends Facts {
  /** The hall gives numbers at this time. */
  givesNumbers: boolean
  /** What stands for this person here and today; nothing where the hall reads no cards. */
  markOf(person: string): string | undefined
}

type TicketsCommand = Extract<Command['type'], `ticket.${string}`> | 'counter.undo'
type Decide<T extends TicketsCommand> = (command: CommandOf<T>, state: TicketState, facts: TicketFacts) => Decision

/** The order of checks is that of checks.ts. `ticket.transfer` looks at the service it goes to before the ticket. */
export const decide: { [T in TicketsCommand]: Decide<T> } = {
  'ticket.take': take,
  'ticket.lease': lease,
  'ticket.handIn': handIn,
  'ticket.callNext': callNext,
  'ticket.callOne': callOne,
  'ticket.recall': verbAt(['called'], 'ticket.not-called', recalled),
  'ticket.arrive': verbAt(['called'], 'ticket.not-called', plain('ticket.arrived')),
  'ticket.finish': verbAt(['serving'], 'ticket.not-serving', finished),
  'ticket.hold': verbAt(['called', 'serving'], 'ticket.not-called', plain('ticket.held')),
  'ticket.return': verbAt(['held'], 'ticket.not-held', plain('ticket.returned')),
  'ticket.transfer': transfer,
  'ticket.miss': verbAt(['called'], 'ticket.not-called', plain('ticket.missed')),
  'ticket.recycle': verbAt(['noShow'], 'ticket.not-missed', plain('ticket.recycled')),
  'ticket.cancel': cancel,
  'counter.undo': undo,
}

/**
 * A plate given with the ticket is bound in the same breath; the exemptions fold it like any other. What the taker is
 * told of his wait is written down with it, so that slip, answer and phone say the same, at a repeat as well.
 */
function take(command: CommandOf<'ticket.take'>, state: TicketState, facts: TicketFacts): Decision {
  const { serviceCode, priority } = command
  // No visitor gives himself a head start that nobody has looked at.
  if (priority === 'appointment' && facts.actor.kind === 'device') return refuse('ticket.priority-by-staff', priority)
  const prefix = state.prefixes.get(serviceCode)
  if (prefix === undefined) return refuse('service.unknown', serviceCode)
  // Staff stand there and see whether somebody can still be served.
  if (!facts.givesNumbers && facts.actor.kind === 'device') return refuse('hall.closed-now')
  const personMark = command.person === undefined ? undefined : facts.markOf(command.person)
  const own = personMark === undefined ? undefined : findOfPerson(state, personMark, serviceCode)
  if (own !== undefined) return refuse('ticket.person-waits', own.number)
  const who = personMark === undefined ? {} : { personMark }
  const taken = issued({ prefix, serviceCode, priority, ...who }, state, facts)
  return isRefusal(taken) ? taken : [taken, ...bound(command.plate, taken.ticketId, facts)]
}

/** The ticket of who came to his appointment; he queues from the beginning of its slot where he came before it. */
export const takeBooked = (
  serviceCode: string,
  slotStartsAt: Instant,
  state: TicketState,
  facts: Facts,
): EventOf<'ticket.taken'> | Refusal =>
  issued({ prefix: APPOINTMENT_PREFIX, serviceCode, priority: 'appointment', slotStartsAt }, state, facts)

interface Asked extends Pick<CommandOf<'ticket.take'>, 'serviceCode' | 'priority'> {
  prefix: string
  slotStartsAt?: Instant
  personMark?: string
}

function issued(asked: Asked, state: TicketState, { at, businessDay }: Facts): EventOf<'ticket.taken'> | Refusal {
  const { prefix, ...wanted } = asked
  const key = numbersKey(businessDay, prefix)
  const count = (state.issued.get(key) ?? 0) + 1
  if (count >= lowestLeased(state.leases, key)) return refuse('ticket.numbers-exhausted', wanted.serviceCode)
  const number = prefix + String(count).padStart(3, '0')
  const ticketId = ticketIdOf(businessDay, number)
  const place = newcomer({ ticketId, ...wanted, order: state.takenTally }, at)
  const told = tellNewcomer(state, wanted.serviceCode, place)
  return { type: 'ticket.taken', v: 1, at, ticketId, number, ...wanted, businessDay, ...told }
}

/** Numbers for each service that has some left. What the kiosk had before stays its own for the day, used or not. */
function lease({ serviceCodes }: CommandOf<'ticket.lease'>, state: TicketState, facts: Facts): Decision {
  const { at, businessDay, actor } = facts
  if (actor.kind !== 'device') return refuse('access.denied')
  const { deviceId } = actor
  const unknown = serviceCodes.find(code => !state.prefixes.has(code))
  if (unknown !== undefined) return refuse('service.unknown', unknown)
  return [...new Set(serviceCodes)].flatMap(serviceCode => {
    const prefix = state.prefixes.get(serviceCode)!
    const key = numbersKey(businessDay, prefix)
    const range = nextRange(state.leases, key, deviceId, state.issued.get(key) ?? 0)
    if (range === undefined) return []
    const [firstNumber, lastNumber] = [`${prefix}${range.first}`, `${prefix}${range.last}`]
    return [{ type: 'ticket.leased', v: 1, at, deviceId, serviceCode, businessDay, firstNumber, lastNumber } as const]
  })
}

/**
 * A ticket that a kiosk gave out while no hub could be reached; its signature was looked at when authorising. It counts
 * as taken when the kiosk says, within bounds: never before the numbers were given to it, nor before its last ticket of
 * them, nor after now. No wait was told.
 */
function handIn(command: CommandOf<'ticket.handIn'>, state: TicketState, facts: Facts): Decision {
  const { number, priority, issuedAt } = command
  const { at, businessDay, actor } = facts
  if (actor.kind !== 'device') return refuse('access.denied')
  if (priority === 'appointment') return refuse('ticket.priority-by-staff', priority)
  if (command.businessDay !== businessDay) return refuse('ticket.other-day', number)
  const { deviceId } = actor
  const held = findLease(state.leases, businessDay, number, deviceId)
  const serviceCode = [...state.prefixes].find(([, prefix]) => prefix === number.slice(0, 1))?.[0]
  if (held === undefined || serviceCode === undefined) return refuse('ticket.number-not-leased', number)
  const ticketId = ticketIdOf(businessDay, number)
  if (state.tickets.has(ticketId)) return refuse('ticket.number-used', number)
  const takenAt = earlier(later(issuedAt, held.notBefore), at)
  const taken = { ticketId, number, serviceCode, priority, businessDay, deviceId, issuedAt, takenAt }
  return [{ type: 'ticket.taken', v: 1, at, ...taken }]
}

function bound(text: string | undefined, ticketId: string, { at }: Facts): Event[] {
  const car = text === undefined ? undefined : parseVehicle(text)
  if (car === undefined) return []
  return [{ type: 'plate.bound', v: 1, at, ticketId, plate: car.normalised, plateColour: car.colour, revision: 0 }]
}

function callNext(command: CommandOf<'ticket.callNext'>, state: TicketState, facts: Facts): Decision {
  const seat = seatOfActor(command.counterId, state, facts)
  if (isRefusal(seat)) return seat
  const hindrance = callingHindrance(seat)
  if (hindrance !== undefined) return hindrance
  const ticketId = firstFor(seat.profile, state.waiting)
  if (ticketId === undefined) return refuse('ticket.queue-empty', seat.counterId)
  // Who stands in a waiting list is there, and has not ended.
  return called(seat, state.tickets.get(ticketId)!, 'next', facts)
}

function callOne(command: CommandOf<'ticket.callOne'>, state: TicketState, facts: Facts): Decision {
  const seat = seatOfActor(command.counterId, state, facts)
  if (isRefusal(seat)) return seat
  const ticket = findCallable(state, seat, command.ticketId)
  return isRefusal(ticket) ? ticket : called(seat, ticket, 'one', facts)
}

/** Whoever pressed the button, the call is in the name of the clerk who sits there and will serve. */
const called = (seat: Seat, { ticketId, number }: Ticket, mode: 'next' | 'one', { at }: Facts): Decision => [
  { type: 'ticket.called', v: 1, at, ticketId, counterId: seat.counterId, number, staffId: clerkOf(seat), mode },
]

interface VerbCommand {
  counterId: string
  ticketId: string
}
type Outcome = (ticket: Ticket, seat: Seat, facts: Facts) => Decision

/**
 * A verb of a counter on one ticket. Who is called or served can be touched only from that counter; held and missed
 * tickets stand at none, so any open counter may bring them back.
 */
function verbAt(
  from: readonly TicketStatus[],
  otherwise: Refusal['refused'],
  outcome: Outcome,
): (command: VerbCommand, state: TicketState, facts: Facts) => Decision {
  return (command, state, facts) => {
    const seat = seatOfActor(command.counterId, state, facts)
    if (isRefusal(seat)) return seat
    const ticket = findOpen(state, command.ticketId)
    if (isRefusal(ticket)) return ticket
    const at = counterServing(ticket.place)
    if (at !== undefined && at !== seat.counterId) return refuse('ticket.not-here', at)
    if (!from.includes(ticket.place.status)) return refuse(otherwise, ticket.ticketId)
    return outcome(ticket, seat, facts)
  }
}

type PlainEvent = 'ticket.arrived' | 'ticket.held' | 'ticket.returned' | 'ticket.missed' | 'ticket.recycled'

function plain(type: PlainEvent): Outcome {
  return ({ ticketId }, { counterId }, { at }) => [{ type, v: 1, at, ticketId, counterId }]
}

function recalled({ ticketId, number, place }: Ticket, { counterId }: Seat, { at }: Facts): Decision {
  if (place.recallTally >= RECALLS_MAX) return refuse('ticket.recall-limit', ticketId)
  return [{ type: 'ticket.recalled', v: 1, at, ticketId, counterId, number, recallTally: place.recallTally + 1 }]
}

function finished({ ticketId, place }: Ticket, seat: Seat, { at }: Facts): Decision {
  const { counterId } = seat
  const { serviceCode } = place
  return [{ type: 'ticket.completed', v: 1, at, ticketId, counterId, staffId: clerkOf(seat), serviceCode }]
}

function transfer(command: CommandOf<'ticket.transfer'>, state: TicketState, facts: Facts): Decision {
  const { serviceCode } = command
  const seat = seatOfActor(command.counterId, state, facts)
  if (isRefusal(seat)) return seat
  if (!state.prefixes.has(serviceCode)) return refuse('service.unknown', serviceCode)
  const transferred: Outcome = ({ ticketId }, { counterId }, { at }) => [
    { type: 'ticket.transferred', v: 1, at, ticketId, counterId, serviceCode },
  ]
  return verbAt(['serving'], 'ticket.not-serving', transferred)(command, state, facts)
}

/** A clerk does not cancel under another clerk's hands; the citizen and whoever stands above a clerk may. */
function cancel({ ticketId }: CommandOf<'ticket.cancel'>, state: TicketState, facts: Facts): Decision {
  const ticket = findOpen(state, ticketId)
  if (isRefusal(ticket)) return ticket
  const seat = state.seats.get(counterServing(ticket.place) ?? '')
  if (seat !== undefined && isStranger(seat, facts.actor)) return refuse('counter.not-yours', seat.counterId)
  return [{ type: 'ticket.cancelled', v: 1, at: facts.at, ticketId }]
}

/**
 * Takes back the counter's last verb, once. It is too late when the ticket was rated, when it has earned free
 * parking, or when anybody else has moved it since.
 */
function undo({ counterId }: CommandOf<'counter.undo'>, state: TicketState, facts: Facts): Decision {
  const seat = seatOfActor(counterId, state, facts)
  if (isRefusal(seat)) return seat
  const { last } = seat
  if (last === undefined) return refuse('counter.nothing-to-undo', counterId)
  const { ticketId, verb, place } = last
  const ticket = state.tickets.get(ticketId)
  if (ticket === undefined || ticket.rated || ticket.rewarded || ticket.moves !== last.moves + 1)
    return refuse('counter.undo-too-late', ticketId)
  const { number, priority, takenAt } = ticket
  return [{ type: 'ticket.undone', v: 1, at: facts.at, ticketId, counterId, verb, number, priority, takenAt, place }]
}

function seatOfActor(counterId: string, state: TicketState, { actor }: Facts): Seat | Refusal {
  const seat = findSeat(state, counterId)
  if (isRefusal(seat)) return seat
  return isStranger(seat, actor) ? refuse('counter.not-yours', seat.staffId) : seat
}

/** @throws Error for an open counter without a clerk, which no journal makes. */
function clerkOf(seat: Seat): string {
  if (seat.staffId === undefined) throw new Error(`counter ${seat.counterId} is open and has no clerk`)
  return seat.staffId
}
