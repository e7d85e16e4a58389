import type {
  BusinessDay,
  Dated,
  Event,
  EventOf,
  EventsNamed,
  ExemptionPolicy,
  Folds,
  Instant,
  Listens,
  TicketStatus,
} from '@pingting/contract'
import { addMs, businessDayOf, DAY_MS, endOfBusinessDay, scheduled } from '@pingting/contract'

/** Who is rated: the counter and the clerk of the last call, and the service it was for. */
export interface Server {
  counterId: string
  staffId: string
  serviceCode: string
}

export interface RateableTicket {
  ticketId: string
  serviceDay: BusinessDay
  /** What it waits for now; a transfer changes it. */
  serviceCode: string
  status: TicketStatus
  /** Absent until the first call. */
  server?: Server
  /** The one before, for an undone call. */
  serverBefore?: Server
  servingAt?: Instant
  servingBefore?: Instant
  /** Of the first call: nothing was rated before. */
  firstCalledAt?: Instant
  /** When the counter where it was last called the next, so that its tablet stood before it until then. */
  leftAt?: { counterId: string; at: Instant }
  rated: boolean
}

/** Of a version what concerns the form. */
type FormPolicy = Pick<ExemptionPolicy, 'version' | 'minFormSeconds'> & Dated

export interface EvaluationState {
  /** By their first day. */
  policies: FormPolicy[]
  tickets: Map<string, RateableTicket>
  /** Completed and not rated, by service day: what lapses. */
  unrated: Map<BusinessDay, Map<string, true>>
  /** Whom each counter called last, and before that, for its tablet. */
  lastAt: Map<string, { ticketId: string; before?: string }>
}

/** Rated tickets are remembered longer than any rating window, so that a second rating is told apart from no ticket. */
const RATED_KEPT_DAYS = 31

export const initial = (): EvaluationState => ({
  ...{ policies: [], tickets: new Map(), unrated: new Map(), lastAt: new Map() },
})

const own: Folds<EvaluationState, EventsNamed<'evaluation'>> = {
  'evaluation.submitted': (state, event) => {
    change(state, event, ticket => {
      ticket.rated = true
    })
  },
  'evaluation.lapsed': (state, event) => {
    const ticket = state.tickets.get(event.ticketId)
    if (ticket === undefined) return
    ticket.rated = true
    file(state, ticket)
    state.tickets.delete(event.ticketId)
  },
}

const heard: Listens<EvaluationState> = {
  'hall.opened': (state, { hall: { policy }, at }) => adopt(state, policy, businessDayOf(at)),
  'policy.adopted': (state, { policy, effectiveFrom }) => adopt(state, policy, effectiveFrom),
  'policy.withdrawn': (state, { version }) => {
    state.policies = state.policies.filter(policy => policy.version !== version)
  },
  'hall.dayClosed': (state, event) => prune(state, event.businessDay),
  'ticket.taken': (state, { ticketId, serviceCode, businessDay }) => {
    const ticket: RateableTicket = { ticketId, serviceCode, serviceDay: businessDay, status: 'waiting', rated: false }
    state.tickets.set(ticketId, ticket)
  },
  'ticket.called': (state, event) => {
    const { counterId, staffId, ticketId } = event
    const before = state.lastAt.get(counterId)?.ticketId
    const gone = state.tickets.get(before ?? '')
    if (gone !== undefined) gone.leftAt = { counterId, at: event.at }
    state.lastAt.set(counterId, before === undefined ? { ticketId } : { ticketId, before })
    change(state, event, ticket => {
      ticket.status = 'called'
      ticket.firstCalledAt ??= event.at
      delete ticket.leftAt
      restore(ticket, 'serverBefore', ticket.server)
      ticket.server = { counterId, staffId, serviceCode: ticket.serviceCode }
    })
  },
  'ticket.arrived': (state, event) =>
    change(state, event, ticket => {
      ticket.status = 'serving'
      restore(ticket, 'servingBefore', ticket.servingAt)
      ticket.servingAt = event.at
    }),
  'ticket.completed': (state, event) => change(state, event, become('completed')),
  'ticket.held': (state, event) => change(state, event, become('held')),
  'ticket.returned': (state, event) => change(state, event, become('waiting')),
  'ticket.transferred': (state, event) =>
    change(state, event, ticket => {
      ticket.status = 'waiting'
      ticket.serviceCode = event.serviceCode
    }),
  'ticket.missed': (state, event) => change(state, event, become('noShow')),
  'ticket.recycled': (state, event) => change(state, event, become('waiting')),
  'ticket.cancelled': (state, event) => change(state, event, become('cancelled')),
  'ticket.expired': (state, event) => change(state, event, become('expired')),
  'ticket.undone': (state, event) => {
    if (event.verb === 'called') uncall(state, event.counterId)
    change(state, event, ticket => undo(ticket, event))
  },
}

function adopt(state: EvaluationState, { version, minFormSeconds }: ExemptionPolicy, effectiveFrom: BusinessDay): void {
  state.policies = scheduled(state.policies, { version, minFormSeconds, effectiveFrom })
}

/** The tablet of the counter goes back to the visitor before. */
function uncall(state: EvaluationState, counterId: string): void {
  const before = state.lastAt.get(counterId)?.before
  if (before === undefined) state.lastAt.delete(counterId)
  else state.lastAt.set(counterId, { ticketId: before })
}

function undo(ticket: RateableTicket, { verb, place }: EventOf<'ticket.undone'>): void {
  ticket.status = place.status
  ticket.serviceCode = place.serviceCode
  if (verb === 'called') restore(ticket, 'server', ticket.serverBefore)
  if (verb === 'arrived') restore(ticket, 'servingAt', ticket.servingBefore)
}

/** Sets what was there, or takes it away when nothing was: an optional field is never left holding `undefined`. */
function restore<K extends 'server' | 'serverBefore' | 'servingAt' | 'servingBefore'>(
  ticket: RateableTicket,
  key: K,
  value: RateableTicket[K],
): void {
  if (value === undefined) delete ticket[key]
  else ticket[key] = value
}

const become = (status: TicketStatus) => (ticket: RateableTicket) => {
  ticket.status = status
}

function change(
  state: EvaluationState,
  { ticketId }: { ticketId: string },
  to: (ticket: RateableTicket) => void,
): void {
  const ticket = state.tickets.get(ticketId)
  if (ticket === undefined) return
  to(ticket)
  file(state, ticket)
}

/** Keeps the list of what lapses in step with the ticket. */
function file(state: EvaluationState, { ticketId, serviceDay, status, rated }: RateableTicket): void {
  const day = state.unrated.get(serviceDay)
  if (status === 'completed' && !rated) {
    if (day === undefined) state.unrated.set(serviceDay, new Map([[ticketId, true]]))
    else day.set(ticketId, true)
  } else if (day?.delete(ticketId) && day.size === 0) state.unrated.delete(serviceDay)
}

/** Once a day: who was never served cannot be rated any more, and old ratings need no guard. */
function prune(state: EvaluationState, day: BusinessDay): void {
  const keptFrom = businessDayOf(addMs(endOfBusinessDay(day), -(RATED_KEPT_DAYS + 1) * DAY_MS))
  for (const { ticketId, serviceDay, status, rated } of state.tickets.values()) {
    const unserved = serviceDay <= day && status !== 'completed' && !rated
    if (unserved || (rated && serviceDay < keptFrom)) state.tickets.delete(ticketId)
  }
}

const folds: Listens<EvaluationState> = { ...own, ...heard }

export function evolve<E extends Event>(state: EvaluationState, event: E): void {
  const fold = folds[event.type] as ((state: EvaluationState, event: E) => void) | undefined
  fold?.(state, event)
}
