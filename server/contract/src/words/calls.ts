import type { ScreenEvent } from '../wire.ts'
import { CALLS_MAX, type CallRow } from './screen.ts'

/**
 * The newest calls of the board: one row per ticket, newest first. Hub and face fold the same public fields with this
 * one function, so a snapshot and a replayed stream cannot differ. A call, a recall and an undone miss put the number
 * on top; a miss and an undone call take it away; day close clears the board. What else happens to the ticket is not
 * public and leaves the row alone. A row that fell off the end does not come back.
 */
export function callsAfter(calls: readonly CallRow[], event: ScreenEvent): readonly CallRow[] {
  switch (event.type) {
    case 'ticket.called':
      return onTop(calls, event, 0)
    case 'ticket.recalled':
      return onTop(calls, event, event.recallTally ?? 0)
    case 'ticket.missed':
      return without(calls, event.ticketId)
    case 'ticket.undone':
      if (event.verb === 'called') return without(calls, event.ticketId)
      return event.verb === 'missed' ? onTop(calls, event, 0) : calls
    case 'hall.dayClosed':
      return []
    default:
      return calls
  }
}

type Announced = Extract<ScreenEvent, { type: 'ticket.called' | 'ticket.recalled' | 'ticket.undone' }>

function onTop(calls: readonly CallRow[], event: Announced, recallTally: number): readonly CallRow[] {
  const { number, ticketId, counterId, at } = event
  if (number === undefined || ticketId === undefined || counterId === undefined) return calls
  return [{ number, ticketId, counterId, at, recallTally }, ...without(calls, ticketId)].slice(0, CALLS_MAX)
}

const without = (calls: readonly CallRow[], ticketId: string | undefined): readonly CallRow[] =>
  calls.filter(row => row.ticketId !== ticketId)
