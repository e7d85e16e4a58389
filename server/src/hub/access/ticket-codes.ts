import type { Commit } from '@pingting/contract'
import type { Hub } from '../dispatch.ts'
import { plainCode, type TicketTokens } from '../tokens.ts'

/** The tickets of a hall by their short code, so that looking one up costs the same however many there are. */
export interface TicketCodes {
  /** Keeps up with what was committed. */
  heard(commit: Pick<Commit, 'stream' | 'events'>): void
  /** @param typed the code as somebody typed it */
  find(hallId: string, typed: string): string | undefined
}

/**
 * A hall's codes are computed once, at the first question, and then one by one as tickets are taken. Day close lets go
 * of them, since it forgets tickets; the next question computes what is left.
 */
export function openTicketCodes(hub: Pick<Hub, 'stream'>, tokens: Pick<TicketTokens, 'codeOf'>): TicketCodes {
  const byHall = new Map<string, Map<string, string>>()
  const stateOf = (hallId: string) => hub.stream('hall', hallId)?.peek()

  function build(hallId: string): Map<string, string> {
    const codes = new Map<string, string>()
    const state = stateOf(hallId)
    const hallNumber = state?.halls.hall?.hallNumber
    if (state === undefined || hallNumber === undefined) return codes
    for (const ticketId of state.tickets.tickets.keys()) codes.set(tokens.codeOf(hallNumber, ticketId), ticketId)
    byHall.set(hallId, codes)
    return codes
  }

  return {
    heard({ stream, events }) {
      if (!stream.startsWith('hall:')) return
      const hallId = stream.slice('hall:'.length)
      const codes = byHall.get(hallId)
      const hallNumber = stateOf(hallId)?.halls.hall?.hallNumber
      if (codes === undefined || hallNumber === undefined) return
      for (const event of events) {
        if (event.type === 'ticket.taken') codes.set(tokens.codeOf(hallNumber, event.ticketId), event.ticketId)
        if (event.type === 'hall.dayClosed') byHall.delete(hallId)
      }
    },
    find(hallId, typed) {
      const ticketId = (byHall.get(hallId) ?? build(hallId)).get(plainCode(typed))
      return ticketId !== undefined && stateOf(hallId)?.tickets.tickets.has(ticketId) ? ticketId : undefined
    },
  }
}
