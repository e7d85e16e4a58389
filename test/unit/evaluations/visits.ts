import type { Actor, Channel, Event, EventOf, Level } from '@pingting/contract'

interface Call {
  counterId: string
  staffId: string
  serviceCode: string
}

interface Visit {
  day: string
  status: string
  serviceCode: string
  /** That stand: an undone one is none. */
  calls: Call[]
  arrivals: number
  ratings: number
  /** Lapsed, or never served on a day that is closed. */
  isOver: boolean
}

export interface Wish {
  ticketId: string
  level: Level
  channel: Channel
}

const DAY_MS = 24 * 3_600_000
const PRESENT: ReadonlySet<string> = new Set(['called', 'serving', 'held', 'completed'])
const BECOMES: Readonly<Record<string, string>> = {
  'ticket.completed': 'completed',
  'ticket.held': 'held',
  'ticket.returned': 'waiting',
  'ticket.missed': 'noShow',
  'ticket.recycled': 'waiting',
  'ticket.cancelled': 'cancelled',
  'ticket.expired': 'expired',
}

/** The end of the fifth Monday to Friday after the day, at 24:00 in Shanghai: there are no holidays in these tests. */
export function windowEndsMs(day: string): number {
  let endMs = Date.parse(`${day}T16:00:00.000Z`)
  for (let left = 5; left > 0; ) {
    endMs += DAY_MS
    if (![0, 6].includes(new Date(endMs).getUTCDay())) left -= 1
  }
  return endMs
}

/** Who was called, served and rated, read from the events as a person would, and not as the module folds them. */
export class Visits {
  readonly visits = new Map<string, Visit>()
  /** Whom each counter has called, first to last. */
  readonly #calledAt = new Map<string, string[]>()

  see(event: Event): void {
    if (event.type === 'ticket.taken') this.#take(event)
    else if (event.type === 'hall.dayClosed') this.#close(event.businessDay)
    const visit = 'ticketId' in event ? this.visits.get(event.ticketId ?? '') : undefined
    if (visit === undefined) return
    if (event.type === 'ticket.called') this.#call(visit, event)
    else if (event.type === 'ticket.undone') this.#undo(visit, event)
    else if (event.type === 'ticket.arrived') Object.assign(visit, { status: 'serving', arrivals: visit.arrivals + 1 })
    else if (event.type === 'ticket.transferred')
      Object.assign(visit, { status: 'waiting', serviceCode: event.serviceCode })
    else if (event.type === 'evaluation.submitted') visit.ratings += 1
    else if (event.type === 'evaluation.lapsed') visit.isOver = true
    else visit.status = BECOMES[event.type] ?? visit.status
  }

  /** For whom a rating counts that is given now; undefined where none may be given. */
  ratedBy({ ticketId, channel }: Wish, actor: Actor, nowMs: number): Call | undefined {
    const visit = this.visits.get(ticketId)
    if (visit === undefined || visit.isOver || visit.ratings > 0 || nowMs >= windowEndsMs(visit.day)) return undefined
    const wasThere = PRESENT.has(visit.status) || visit.arrivals > 0
    return wasThere && this.#isVisitor(ticketId, channel, actor) ? visit.calls.at(-1) : undefined
  }

  /** Whom a counter has called last: he stands before its tablet. */
  lastAt = (counterId: string): string | undefined => this.#calledAt.get(counterId)?.at(-1)

  #isVisitor(ticketId: string, channel: Channel, actor: Actor): boolean {
    if (actor.kind === 'citizen') return actor.ticketId === ticketId && ['phone', 'qr'].includes(channel)
    if (actor.kind !== 'device' || actor.device !== channel) return false
    return channel === 'kiosk' || this.lastAt(actor.counterId ?? '') === ticketId
  }

  #take({ ticketId, businessDay, serviceCode }: EventOf<'ticket.taken'>): void {
    const nothing = { calls: [], arrivals: 0, ratings: 0, isOver: false }
    this.visits.set(ticketId, { day: businessDay, status: 'waiting', serviceCode, ...nothing })
  }

  #call(visit: Visit, { ticketId, counterId, staffId }: EventOf<'ticket.called'>): void {
    visit.status = 'called'
    visit.calls.push({ counterId, staffId, serviceCode: visit.serviceCode })
    this.#calledAt.set(counterId, [...(this.#calledAt.get(counterId) ?? []), ticketId])
  }

  #undo(visit: Visit, { verb, place, counterId }: EventOf<'ticket.undone'>): void {
    Object.assign(visit, { status: place.status, serviceCode: place.serviceCode })
    if (verb === 'arrived') visit.arrivals -= 1
    if (verb !== 'called') return
    visit.calls.pop()
    this.#calledAt.get(counterId)?.pop()
  }

  #close(day: string): void {
    for (const visit of this.visits.values())
      if (visit.day <= day && visit.status !== 'completed' && visit.ratings === 0) visit.isOver = true
  }
}
