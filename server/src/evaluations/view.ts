import { type Calendar, type Instant, ratingWindowEndsAt } from '@pingting/contract'
import type { EvaluationState } from './state.ts'

/** What a ticket's own page shows about its rating: never the level. */
export interface RatingView {
  rated: boolean
  /** Until when it can be rated; absent once it was. */
  ratingEndsAt?: Instant
}

export function ratingOf(state: EvaluationState, ticketId: string, calendar: Calendar): RatingView | undefined {
  const ticket = state.tickets.get(ticketId)
  if (ticket === undefined) return undefined
  return ticket.rated
    ? { rated: true }
    : { rated: false, ratingEndsAt: ratingWindowEndsAt(ticket.serviceDay, calendar) }
}

/** The visitor a counter's tablet may ask: the one it called last. */
export const visitorAt = (state: EvaluationState, counterId: string): string | undefined =>
  state.lastAt.get(counterId)?.ticketId

/** The counters that called this ticket last; more than one when it went from counter to counter. */
export function countersShowing(state: EvaluationState, ticketId: string): string[] {
  const counterIds: string[] = []
  for (const [counterId, last] of state.lastAt) if (last.ticketId === ticketId) counterIds.push(counterId)
  return counterIds
}
