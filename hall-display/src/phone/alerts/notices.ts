import { isNearer } from '@pingting/contract/words/calls'
import type { TicketFrame, TicketRow } from '@pingting/contract/words/screen'

export interface Standing {
  waiting: boolean
  /** Names the very call, so that a recall is another; empty while not called. */
  call: string
  aheadTally?: number
}

export type Notice = { turn: true } | { ahead: number }

export const standingOf = (ticket: TicketRow, frame: TicketFrame | undefined): Standing => ({
  waiting: ticket.status === 'waiting',
  call: ticket.status === 'called' ? `${ticket.calledAt ?? ''} ${ticket.recallTally}` : '',
  ...(frame && { aheadTally: frame.aheadTally }),
})

/**
 * What is to be told on the way from one standing to the next. A call is told also when the page opens on it; a place in
 * the line only when it was reached while the page stood open.
 */
export function noticeAfter(before: Standing | undefined, now: Standing): Notice | undefined {
  if (now.call !== '') return now.call === before?.call ? undefined : { turn: true }
  const [was, is] = [before?.aheadTally, now.aheadTally]
  if (!before?.waiting || !now.waiting || was === undefined || is === undefined) return undefined
  return isNearer(was, is) ? { ahead: is } : undefined
}
