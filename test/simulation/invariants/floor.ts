import type { Event, EventOf } from '@pingting/contract'
import { msOf } from '@pingting/contract'
import { hallCard } from '../actors/hall-card.ts'
import type { Invariant } from '../evidence.ts'

const MINUTE_MS = 60_000
const HEAD_START_MINUTES = { none: 0, soldier: 20, elder: 20, disabled: 20, appointment: 10 } as const
const STEP_MINUTES = 10
const COUNTERS_MAX = 5

interface Ticket {
  status: string
  serviceCode: string
  counterId?: string
  /** Who called it, last first: an undone call leaves the one before. */
  calls: { counterId: string; staffId: string }[]
  queuedMs: number
  ahead: boolean
  headStartMs: number
  order: number
  ratings: number
}

/**
 * I-13 and I-2, on a model of the floor that is not the product's: each ticket stands at one counter at most, is called
 * in the order the policy says, has a number of its own, and is rated once, for who served it.
 */
export const floor: Invariant = ({ hall }) => {
  const model = new Floor()
  for (const { seq, events } of hall) for (const event of events) model.see(event, seq)
  return model.found
}

class Floor {
  readonly found: string[] = []
  readonly #tickets = new Map<string, Ticket>()
  readonly #staff = new Map<string, string>()
  readonly #at = new Map<string, string>()
  readonly #numbers = new Map<string, number>()
  readonly #profiles = new Map(hallCard(COUNTERS_MAX).counters.map(({ counterId, profile }) => [counterId, profile]))

  see(event: Event, seq: number): void {
    const blame = (what: string): void => void this.found.push(`${what} (commit ${seq})`)
    if (event.type === 'ticket.taken') this.#take(event, blame)
    else if (event.type === 'counter.opened') this.#staff.set(event.counterId, event.staffId)
    else if (event.type === 'counter.closed') this.#staff.delete(event.counterId)
    else if (event.type === 'ticket.called') this.#call(event, blame)
    else if (event.type === 'evaluation.submitted') this.#rate(event, blame)
    else if (event.type === 'ticket.undone') this.#undo(event, blame)
    else if (event.type.startsWith('ticket.')) this.#move(event as EventOf<'ticket.arrived'>, blame)
  }

  #take(event: EventOf<'ticket.taken'>, blame: (what: string) => void): void {
    const { ticketId, number, serviceCode, priority, at } = event
    const prefix = number.slice(0, 1)
    const count = Number(number.slice(1))
    if (this.#tickets.has(ticketId)) blame(`I-13 number ${number} was given out twice`)
    if (count !== (this.#numbers.get(prefix) ?? 0) + 1) blame(`I-13 number ${number} does not follow the one before`)
    this.#numbers.set(prefix, count)
    this.#tickets.set(ticketId, {
      ...{ status: 'waiting', serviceCode, calls: [], queuedMs: msOf(at), ahead: false, ratings: 0 },
      ...{ headStartMs: HEAD_START_MINUTES[priority] * MINUTE_MS, order: this.#tickets.size },
    })
  }

  #call(event: EventOf<'ticket.called'>, blame: (what: string) => void): void {
    const { ticketId, counterId, staffId, mode } = event
    const ticket = this.#tickets.get(ticketId)
    if (ticket?.status !== 'waiting') {
      blame(`I-13 ${ticketId} was called while ${ticket?.status ?? 'unknown'}`)
      return
    }
    if (this.#at.has(counterId)) blame(`I-13 ${counterId} called ${ticketId} with ${this.#at.get(counterId)} before it`)
    if (this.#staff.get(counterId) !== staffId) blame(`I-13 ${staffId} called at ${counterId}, where another sits`)
    if (mode === 'next' && this.#first(counterId) !== ticket) blame(`I-13 ${ticketId} was called out of turn`)
    Object.assign(ticket, { status: 'called', counterId, calls: [{ counterId, staffId }, ...ticket.calls] })
    this.#at.set(counterId, ticketId)
  }

  #first(counterId: string): Ticket | undefined {
    const profile = this.#profiles.get(counterId) ?? []
    const keyOf = ({ queuedMs, headStartMs, serviceCode }: Ticket): number =>
      queuedMs - headStartMs + profile.indexOf(serviceCode) * STEP_MINUTES * MINUTE_MS
    let first: Ticket | undefined
    for (const ticket of this.#tickets.values()) {
      if (ticket.status !== 'waiting') continue
      if (first === undefined || isBefore(ticket, first, keyOf)) first = ticket
    }
    return first
  }

  #rate(event: EventOf<'evaluation.submitted'>, blame: (what: string) => void): void {
    const { ticketId, counterId, staffId } = event
    const ticket = this.#tickets.get(ticketId)
    if (ticket === undefined) {
      blame(`I-2 ${ticketId} was rated and never taken`)
      return
    }
    ticket.ratings += 1
    if (ticket.ratings > 1) blame(`I-2 ${ticketId} was rated ${ticket.ratings} times`)
    const server = ticket.calls[0]
    if (server?.counterId !== counterId || server.staffId !== staffId)
      blame(`I-2 ${ticketId} rated ${staffId} at ${counterId}, served by ${server?.staffId ?? 'nobody'}`)
  }

  #undo({ ticketId, verb, place }: EventOf<'ticket.undone'>, blame: (what: string) => void): void {
    const ticket = this.#tickets.get(ticketId)
    if (ticket === undefined) {
      blame(`I-13 ${ticketId} was undone and never taken`)
      return
    }
    if (ticket.ratings > 0) blame(`I-2 ${ticketId} was undone after it had been rated`)
    if (verb === 'called') ticket.calls.shift()
    this.#leave(ticket)
    const { status, serviceCode, counterId, ahead, queuedAt } = place
    Object.assign(ticket, { status, serviceCode, ahead, queuedMs: msOf(queuedAt) })
    if ((status === 'called' || status === 'serving') && counterId !== undefined) {
      if (this.#at.has(counterId)) blame(`I-13 ${ticketId} came back to ${counterId}, where somebody stands`)
      ticket.counterId = counterId
      this.#at.set(counterId, ticketId)
    }
  }

  #move(
    event: Event & { ticketId: string; counterId?: string; serviceCode?: string },
    blame: (what: string) => void,
  ): void {
    const { type, ticketId } = event
    const ticket = this.#tickets.get(ticketId)
    const move = MOVES[type]
    if (move === undefined) return
    if (ticket === undefined) {
      blame(`I-13 ${type} of ${ticketId}, which was never taken`)
      return
    }
    if (!move.from.includes(ticket.status)) blame(`I-13 ${type} of ${ticketId} while ${ticket.status}`)
    const isThere = ticket.status === 'called' || ticket.status === 'serving'
    if (isThere && event.counterId !== undefined && event.counterId !== ticket.counterId)
      blame(`I-13 ${type} of ${ticketId} from ${event.counterId}, and it stands at ${ticket.counterId}`)
    if (move.to !== 'called' && move.to !== 'serving') this.#leave(ticket)
    ticket.status = move.to
    if (move.to !== 'waiting') return
    ticket.ahead = type === 'ticket.returned'
    if (type === 'ticket.recycled') ticket.queuedMs = msOf(event.at)
    if (type === 'ticket.transferred' && event.serviceCode !== undefined) ticket.serviceCode = event.serviceCode
  }

  #leave(ticket: Ticket): void {
    if (ticket.counterId !== undefined) this.#at.delete(ticket.counterId)
    delete ticket.counterId
  }
}

const isBefore = (a: Ticket, b: Ticket, keyOf: (ticket: Ticket) => number): boolean => {
  if (a.ahead !== b.ahead) return a.ahead
  return keyOf(a) < keyOf(b) || (keyOf(a) === keyOf(b) && a.order < b.order)
}

const OPEN = ['waiting', 'called', 'serving', 'held', 'noShow']
const MOVES: Readonly<Record<string, { from: readonly string[]; to: string }>> = {
  'ticket.recalled': { from: ['called'], to: 'called' },
  'ticket.arrived': { from: ['called'], to: 'serving' },
  'ticket.completed': { from: ['serving'], to: 'completed' },
  'ticket.held': { from: ['called', 'serving'], to: 'held' },
  'ticket.missed': { from: ['called'], to: 'noShow' },
  'ticket.returned': { from: ['held'], to: 'waiting' },
  'ticket.recycled': { from: ['noShow'], to: 'waiting' },
  'ticket.transferred': { from: ['serving'], to: 'waiting' },
  'ticket.cancelled': { from: OPEN, to: 'cancelled' },
  'ticket.expired': { from: OPEN, to: 'expired' },
}
