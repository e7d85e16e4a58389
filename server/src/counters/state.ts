import type { Event, EventsNamed, Folds, Instant, Listens, PauseReason } from '@pingting/contract'

export interface Counter {
  counterId: string
  label: string
  /** Ordered: what stands first is served first. */
  profile: string[]
  status: 'closed' | 'open' | 'paused'
  /** While it is paused. */
  pauseReason?: PauseReason
  /** While it is not closed. */
  staffId?: string
  staffName?: string
  openedAt?: Instant
  /** Since when it is as it is: open or not, with somebody or not; absent before its first opening. */
  since?: Instant
  /** Who is called or being served here. */
  ticketId?: string
}

export interface CounterState {
  counters: Map<string, Counter>
  /** Where each clerk sits: one counter at a time. */
  byStaff: Map<string, string>
  /** At which counter a called or served ticket is. */
  byTicket: Map<string, string>
}

export const initial = (): CounterState => ({ counters: new Map(), byStaff: new Map(), byTicket: new Map() })

const own: Folds<CounterState, EventsNamed<'counter'>> = {
  'counter.opened': (state, event) => {
    const counter = counterOf(state, event.counterId)
    counter.status = 'open'
    counter.staffId = event.staffId
    counter.staffName = event.staffName
    counter.openedAt = event.at
    counter.since = event.at
    state.byStaff.set(event.staffId, event.counterId)
  },
  'counter.paused': (state, event) => {
    const counter = counterOf(state, event.counterId)
    Object.assign(counter, { status: 'paused', since: event.at, pauseReason: event.reason })
  },
  'counter.resumed': (state, event) => {
    const counter = counterOf(state, event.counterId)
    Object.assign(counter, { status: 'open', since: event.at })
    delete counter.pauseReason
  },
  'counter.closed': (state, event) => {
    const counter = counterOf(state, event.counterId)
    state.byStaff.delete(counter.staffId!)
    counter.status = 'closed'
    delete counter.staffId
    delete counter.staffName
    delete counter.openedAt
    delete counter.pauseReason
    counter.since = event.at
  },
}

const heard: Listens<CounterState> = {
  'hall.opened': (state, event) => {
    for (const { counterId, label, profile } of event.hall.counters)
      state.counters.set(counterId, { counterId, label, profile: [...profile], status: 'closed' })
  },
  'ticket.called': (state, event) => occupy(state, event.counterId, event),
  'ticket.completed': (state, event) => leave(state, event),
  'ticket.held': (state, event) => leave(state, event),
  'ticket.missed': (state, event) => leave(state, event),
  'ticket.transferred': (state, event) => leave(state, event),
  'ticket.cancelled': (state, event) => leave(state, event),
  'ticket.expired': (state, event) => leave(state, event),
  'ticket.undone': (state, event) => {
    const { status, counterId } = event.place
    leave(state, event)
    if (counterId !== undefined && (status === 'called' || status === 'serving')) occupy(state, counterId, event)
  },
}

interface Moved {
  ticketId: string
  at: Instant
}

function occupy(state: CounterState, counterId: string, { ticketId, at }: Moved): void {
  Object.assign(counterOf(state, counterId), { ticketId, since: at })
  state.byTicket.set(ticketId, counterId)
}

function leave(state: CounterState, { ticketId, at }: Moved): void {
  const counterId = state.byTicket.get(ticketId)
  if (counterId === undefined) return
  const counter = counterOf(state, counterId)
  delete counter.ticketId
  counter.since = at
  state.byTicket.delete(ticketId)
}

/** @throws Error when an event names a counter the hall was not opened with, which is a bug. */
function counterOf(state: CounterState, counterId: string): Counter {
  const counter = state.counters.get(counterId)
  if (counter === undefined) throw new Error(`no counter ${counterId}`)
  return counter
}

const folds: Listens<CounterState> = { ...own, ...heard }

export function evolve<E extends Event>(state: CounterState, event: E): void {
  const fold = folds[event.type] as ((state: CounterState, event: E) => void) | undefined
  fold?.(state, event)
}
