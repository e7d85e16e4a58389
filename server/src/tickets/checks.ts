import { type Actor, isRefusal, type Refusal, refuse } from '@pingting/contract'
import type { Seat, TicketState } from './state.ts'
import { counterServing, hasEnded, type Ticket } from './ticket.ts'

/**
 * The checks that verbs share, in the order every verb makes them: the counter exists, is not closed, is the actor's;
 * the ticket exists, has not ended, is not at another counter; then what the verb itself asks.
 */
export function findSeat(state: TicketState, counterId: string): Seat | Refusal {
  const seat = state.seats.get(counterId)
  if (seat === undefined) return refuse('counter.unknown', counterId)
  return seat.status === 'closed' ? refuse('counter.not-open', counterId) : seat
}

/** A clerk acts only at the counter he has opened; whoever stands above a clerk may act at any. */
export const isStranger = (seat: Seat, actor: Actor): boolean =>
  actor.kind === 'staff' && actor.role === 'clerk' && actor.staffId !== seat.staffId

export function findOpen(state: TicketState, ticketId: string): Ticket | Refusal {
  const ticket = state.tickets.get(ticketId)
  if (ticket === undefined) return refuse('ticket.unknown', ticketId)
  return hasEnded(ticket) ? refuse('ticket.ended', ticketId) : ticket
}

/** The ticket of the same person that still stands in the same queue, or is served there. */
export const findOfPerson = ({ tickets }: TicketState, mark: string, serviceCode: string): Ticket | undefined =>
  [...tickets.values()].find(
    ticket => ticket.personMark === mark && ticket.place.serviceCode === serviceCode && !hasEnded(ticket),
  )

/** Whether this counter may call anybody now: a paused one and one with somebody to serve may not. */
export function callingHindrance(seat: Seat): Refusal | undefined {
  if (seat.status === 'paused') return refuse('counter.not-open', seat.counterId)
  return seat.ticketId === undefined ? undefined : refuse('counter.busy', seat.ticketId)
}

/** The ticket, if this counter may call it now out of turn; else why not, naming the counter that won it. */
export function findCallable(state: TicketState, seat: Seat, ticketId: string): Ticket | Refusal {
  const hindrance = callingHindrance(seat)
  if (hindrance !== undefined) return hindrance
  const ticket = findOpen(state, ticketId)
  if (isRefusal(ticket)) return ticket
  const { status, serviceCode } = ticket.place
  if (status !== 'waiting') return refuse('ticket.not-waiting', counterServing(ticket.place))
  return seat.profile.includes(serviceCode) ? ticket : refuse('service.not-here', serviceCode)
}
