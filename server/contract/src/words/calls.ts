import type { ScreenEvent } from '../wire.ts'
import { CALLS_MAX, type CallRow } from './screen.ts'

/** So many people ahead are told of as they are reached: time to come back, to come in, to stand up. */
const TOLD_AHEAD = [1, 3, 5] as const

/** Whether somebody who had so many before him is told that he has so many now. */
export const isNearer = (was: number | undefined, is: number): boolean =>
  was !== undefined && TOLD_AHEAD.some(ahead => was > ahead && is <= ahead)

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
