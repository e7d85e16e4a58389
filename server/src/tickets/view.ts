import {
  type BusinessDay,
  type CallRow,
  type CounterOutlook,
  isRefusal,
  type NextReason,
  type Refusal,
  type TicketRow,
} from '@pingting/contract'
import { findCallable, findSeat } from './checks.ts'
import { firstFor, rankIn, type Waiting, waitingOf } from './queue.ts'
import type { Seat, TicketState } from './state.ts'
import { counterServing, hasEnded, type Ticket } from './ticket.ts'
import { rangeOf, tellNewcomer, type WaitRange } from './wait.ts'

export function ticketRow(ticket: Ticket): TicketRow {
  const { counterId, calledAt, servingAt, endedAt, status, serviceCode, recallTally } = ticket.place
  const { ticketId, number, priority, takenAt } = ticket
  return {
    ...{ ticketId, number, serviceCode, priority, status, takenAt, recallTally },
    ...(counterId !== undefined && { counterId }),
    ...(calledAt !== undefined && { calledAt }),
    ...(servingAt !== undefined && { servingAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(ticket.rated && { rated: true }),
  }
}

/** The board's calls, newest first. */
export const callRows = (state: TicketState): CallRow[] => state.calls.map(row => ({ ...row }))

/** The tickets of days not yet closed, for the screens of the hall. */
export const floorTickets = (state: TicketState): Ticket[] =>
  [...state.tickets.values()].filter(ticket => !ticket.filed)

/** How many people of the same service are called before this one, as things stand; absent unless it waits. */
export function aheadOf(state: TicketState, ticketId: string): number | undefined {
  const ticket = state.tickets.get(ticketId)
  if (ticket?.place.status !== 'waiting') return undefined
  return rankIn(state.waiting.get(ticket.place.serviceCode)!, waitingOf(ticket))
}

/** How long the wait may be, in whole business minutes. Absent unless the ticket waits and a counter is open for it. */
export function estimate(state: TicketState, ticketId: string): WaitRange | undefined {
  const ahead = aheadOf(state, ticketId)
  const serviceCode = state.tickets.get(ticketId)?.place.serviceCode
  return ahead === undefined || serviceCode === undefined ? undefined : rangeOf(state, serviceCode, ahead)
}

/** Behind everybody. */
const LAST: Waiting = { ticketId: '', ahead: false, keyMs: Number.MAX_SAFE_INTEGER, order: Number.MAX_SAFE_INTEGER }

/** What somebody who came for a service now would be told; nothing while no counter is open for it. */
export function outlookFor(state: TicketState, serviceCode: string): Partial<WaitRange> {
  const { aheadTally: _, ...range } = tellNewcomer(state, serviceCode, LAST)
  return range
}

/** Why the console's "call this one" would be refused, by the very checks of the decider; absent when it would not. */
export function whyNotCallable(state: TicketState, counterId: string, ticketId: string): Refusal | undefined {
  const seat = findSeat(state, counterId)
  if (isRefusal(seat)) return seat
  const ticket = findCallable(state, seat, ticketId)
  return isRefusal(ticket) ? ticket : undefined
}

/** What each counter that is not closed would do as things stand, by the very choice the decider makes. */
export const outlooks = (state: TicketState): Record<string, CounterOutlook> =>
  Object.fromEntries(
    [...state.seats.values()]
      .filter(seat => seat.status !== 'closed')
      .map(seat => [seat.counterId, { ...nextOf(state, seat), ...undoOf(state, seat) }]),
  )

function nextOf(state: TicketState, seat: Seat): Pick<CounterOutlook, 'next'> {
  const ticketId = firstFor(seat.profile, state.waiting)
  return ticketId === undefined ? {} : { next: { ticketId, why: whyNext(state, seat, state.tickets.get(ticketId)!) } }
}

function whyNext(state: TicketState, { profile }: Seat, { ticketId, place, priority }: Ticket): NextReason {
  if (place.ahead) return 'returned'
  const passed = profile.some(serviceCode =>
    state.waiting.get(serviceCode)!.some(other => {
      return other.ticketId !== ticketId && state.tickets.get(other.ticketId)!.place.queuedAt < place.queuedAt
    }),
  )
  if (!passed) return 'longest'
  return priority === 'none' ? 'profile' : 'priority'
}

function undoOf(state: TicketState, { last }: Seat): Pick<CounterOutlook, 'undo'> {
  if (last === undefined || state.tickets.get(last.ticketId)?.moves !== last.moves + 1) return {}
  return { undo: { ticketId: last.ticketId, verb: last.verb } }
}

/** What day close must know: every ticket of that day or an earlier one that has not ended. */
export const openTicketIds = (state: TicketState, day: BusinessDay): string[] =>
  openTickets(state, day).map(ticket => ticket.ticketId)

/** How many of them are called or being served. */
export const servingTally = (state: TicketState, day: BusinessDay): number =>
  openTickets(state, day).filter(ticket => counterServing(ticket.place) !== undefined).length

const openTickets = (state: TicketState, day: BusinessDay): Ticket[] =>
  [...state.tickets.values()].filter(ticket => ticket.businessDay <= day && !hasEnded(ticket))
