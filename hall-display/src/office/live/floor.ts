import { WAIT_LIMIT_MINUTES, type WaitLimitMinutes } from '@pingting/contract/words/office/frames'
import type { CounterRow, HallHead, Screen, TicketRow } from '@pingting/contract/words/screen'
import { MINUTE_MS } from '@pingting/contract/words/time'

export type CounterState = 'closed' | 'paused' | 'idle' | 'called' | 'serving'

/** A counter as it is just now; of the person before it there is the number and nothing else. */
export interface CounterLine {
  counterId: string
  label: string
  state: CounterState
  /** Absent where it was never opened. */
  since?: string
  number?: string
  staffName?: string
  pauseReason?: string
}

/** In the order of the hall's own list. */
export const counterLines = ({ counters, tickets }: Pick<Screen, 'counters' | 'tickets'>): CounterLine[] =>
  Object.values(counters).map(counter => lineOf(counter, tickets[counter.ticketId ?? '']))

function lineOf({ counterId, label, status, since, staffName, pauseReason }: CounterRow, ticket?: TicketRow) {
  const line: CounterLine = { counterId, label, state: stateOf(status, ticket) }
  // Somebody may be served for a while since he was called.
  const from = ticket?.servingAt ?? since
  return Object.assign(
    line,
    from === undefined ? {} : { since: from },
    ticket === undefined ? {} : { number: ticket.number },
    staffName === undefined ? {} : { staffName },
    pauseReason === undefined ? {} : { pauseReason },
  )
}

function stateOf(status: CounterRow['status'], ticket?: TicketRow): CounterState {
  if (ticket !== undefined) return ticket.status === 'serving' ? 'serving' : 'called'
  return status === 'open' ? 'idle' : status
}

/** Who waits for a service. */
export interface ServiceLine {
  code: string
  waiting: number
  /** When the one who waits longest took the ticket. */
  oldestAt?: string
  /** How many wait longer than the limit. */
  late: number
}

/** What the hall calls too long a wait. */
export const waitLimitOf = (hall: HallHead | undefined): WaitLimitMinutes =>
  hall?.waitLimitMinutes ?? WAIT_LIMIT_MINUTES

export function serviceLines(hall: HallHead | undefined, tickets: Screen['tickets'], nowMs: number): ServiceLine[] {
  const limitMs = waitLimitOf(hall) * MINUTE_MS
  const waiting = Object.values(tickets).filter(ticket => ticket.status === 'waiting')
  return (hall?.services ?? []).map(({ code }) => {
    const taken = waiting.filter(ticket => ticket.serviceCode === code).map(ticket => ticket.takenAt)
    const oldestAt = taken.toSorted()[0]
    const late = taken.filter(at => nowMs - Date.parse(at) > limitMs).length
    return { code, waiting: taken.length, late, ...(oldestAt === undefined ? {} : { oldestAt }) }
  })
}
