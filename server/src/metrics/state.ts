import {
  businessDayOf,
  type Event,
  type EventOf,
  endOfBusinessDay,
  type Instant,
  type Listens,
  msBetween,
  type TicketStatus,
  TOLD_TOGETHER,
  takenAtOf,
  toldIn,
  type WaitLimitMinutes,
} from '@pingting/contract'
import { type CountedTicket, type DayFigures, freshDay } from './day.ts'
import { standIn } from './line.ts'
import { countHour, countRating, countWait } from './marginals.ts'
import { countToward } from './ranking.ts'
import { countError, toldWaitOf } from './told-waits.ts'

export interface MetricsState {
  services: string[]
  /** What the hall calls too long a wait; absent until it says. */
  waitLimitMinutes?: WaitLimitMinutes
  /** Counters that are not closed; they may stay open over midnight. */
  counters: Map<string, 'open' | 'paused'>
  day: DayFigures
  /** The day before, as it ended, for whoever writes it down; without its tickets. */
  ended?: Pick<MetricsState, 'waitLimitMinutes'> & { day: DayFigures; countersOpenTally: number }
  /** The first event at or after it begins a new day. */
  dayEndsAt: Instant
}

export const initial = (): MetricsState => ({
  ...{ services: [], counters: new Map(), day: freshDay('', []), dayEndsAt: '' },
})

/** The module has no events of its own: every figure is a fold of others'. */
const heard: Listens<MetricsState> = {
  'hall.opened': (state, { hall }) => {
    state.services = hall.services.map(service => service.code)
    for (const code of state.services) state.day.waitingByService.set(code, 0)
  },
  'hall.serviceSet': (state, { service: { code } }) => {
    if (!state.services.includes(code)) state.services = [...state.services, code]
    if (!state.day.waitingByService.has(code)) state.day.waitingByService.set(code, 0)
  },
  'hall.waitLimitSet': (state, { waitLimitMinutes }) => {
    state.waitLimitMinutes = waitLimitMinutes
  },
  'counter.opened': (state, { counterId }) => state.counters.set(counterId, 'open'),
  'counter.paused': (state, { counterId }) => state.counters.set(counterId, 'paused'),
  'counter.resumed': (state, { counterId }) => state.counters.set(counterId, 'open'),
  'counter.closed': (state, { counterId }) => state.counters.delete(counterId),
  'ticket.taken': ({ day }, event) => {
    const { ticketId, serviceCode } = event
    const at = takenAtOf(event)
    const ticket: CountedTicket = { status: 'waiting', serviceCode, takenAt: at, queuedAt: at, callTally: 0 }
    const toldWait = toldWaitOf(serviceCode, toldIn(event))
    if (toldWait !== undefined) ticket.toldWait = toldWait
    day.tickets.set(ticketId, ticket)
    day.takenTally += 1
    countHour(day.marginals, at, 'taken', 1)
    count(day, ticketId, ticket, 1)
  },
  'ticket.called': ({ day }, event) =>
    change(day, event, ticket => {
      ticket.status = 'called'
      ticket.callTally += 1
      if (ticket.callTally > 1) return
      ticket.firstCalledAt = event.at
      ticket.firstCalledFor = ticket.serviceCode
    }),
  'ticket.arrived': ({ day }, event) =>
    change(day, event, ticket => {
      ticket.status = 'serving'
      ticket.servingAt = event.at
    }),
  'ticket.completed': ({ day }, event) =>
    change(day, event, ticket => {
      ticket.status = 'completed'
      ticket.completedAt = event.at
    }),
  'ticket.held': ({ day }, event) => change(day, event, become('held')),
  'ticket.returned': ({ day }, event) => change(day, event, become('waiting')),
  'ticket.transferred': ({ day }, event) =>
    change(day, event, ticket => {
      ticket.status = 'waiting'
      ticket.serviceCode = event.serviceCode
    }),
  'ticket.missed': ({ day }, event) =>
    change(day, event, ticket => {
      ticket.status = 'noShow'
      ticket.missTally = (ticket.missTally ?? 0) + 1
    }),
  'ticket.recycled': ({ day }, event) =>
    change(day, event, ticket => {
      ticket.status = 'waiting'
      ticket.queuedAt = event.at
    }),
  'ticket.cancelled': ({ day }, event) => change(day, event, become('cancelled')),
  'ticket.expired': ({ day }, event) => change(day, event, become('expired')),
  'ticket.undone': ({ day }, event) => change(day, event, ticket => undo(ticket, event)),
  'evaluation.submitted': rated,
  'exemption.granted': ({ day }, { exemptionId, freeMinutes }) => {
    day.exemptions.set(exemptionId, freeMinutes)
    day.freeMinutesGiven += freeMinutes
  },
  'exemption.refused': ({ day }, { exemptionId }) => takeBack(day, exemptionId),
  'exemption.revoked': ({ day }, { exemptionId }) => takeBack(day, exemptionId),
  'exemption.honoured': ({ day }, { exemptionId }) => giveAfterAll(day, exemptionId),
}

const become = (status: TicketStatus) => (ticket: CountedTicket) => {
  ticket.status = status
}

function undo(ticket: CountedTicket, { verb, place }: EventOf<'ticket.undone'>): void {
  ticket.status = place.status
  ticket.serviceCode = place.serviceCode
  ticket.queuedAt = place.queuedAt
  if (verb === 'missed') ticket.missTally = (ticket.missTally ?? 1) - 1
  if (verb !== 'called') return
  ticket.callTally -= 1
  if (ticket.callTally > 0) return
  delete ticket.firstCalledAt
  delete ticket.firstCalledFor
}

function rated({ day }: MetricsState, event: EventOf<'evaluation.submitted'>): void {
  const { level, channel, source, at } = event
  if (source === 'active') {
    day.evaluationTally += 1
    day.byLevel[level] += 1
    if (day.evaluationTally % TOLD_TOGETHER === 0) day.told = { ...day.byLevel }
    day.byChannel.set(channel, (day.byChannel.get(channel) ?? 0) + 1)
    countHour(day.marginals, at, 'evaluated', 1)
    countRating(day.marginals, event)
    countToward(day.toldByCounter, event.counterId, day.marginals.counterByLevel.get(event.counterId)!)
  }
  const ticket = day.tickets.get(event.ticketId)
  if (ticket === undefined) return
  // A rating moves none of the ticket's other figures.
  if (ticket.status === 'completed') countLevel(day, ticket, -1)
  ticket.rating = { level, source }
  if (ticket.status === 'completed') countLevel(day, ticket, 1)
}

function countLevel(day: DayFigures, { rating }: CountedTicket, sign: 1 | -1): void {
  if (rating !== undefined) (rating.source === 'active' ? day.closedActive : day.closedByDefault)[rating.level] += sign
}

function takeBack(day: DayFigures, exemptionId: string): void {
  move(day.exemptions, day.takenBack, exemptionId, minutes => {
    day.freeMinutesGiven -= minutes
  })
}

function giveAfterAll(day: DayFigures, exemptionId: string): void {
  move(day.takenBack, day.exemptions, exemptionId, minutes => {
    day.freeMinutesGiven += minutes
  })
}

function move(from: Map<string, number>, to: Map<string, number>, id: string, moved: (minutes: number) => void): void {
  const minutes = from.get(id)
  if (minutes === undefined) return
  from.delete(id)
  to.set(id, minutes)
  moved(minutes)
}

/** Takes out what the ticket added, changes it, and adds it again: so no figure can go wrong by an undo. */
function change(day: DayFigures, { ticketId }: { ticketId: string }, to: (ticket: CountedTicket) => void): void {
  const ticket = day.tickets.get(ticketId)
  if (ticket === undefined) return
  count(day, ticketId, ticket, -1)
  to(ticket)
  count(day, ticketId, ticket, 1)
}

/** What one ticket adds to the figures, or takes from them. */
function count(day: DayFigures, ticketId: string, ticket: CountedTicket, sign: 1 | -1): void {
  const { status, takenAt, firstCalledAt, firstCalledFor = ticket.serviceCode } = ticket
  if (status === 'waiting') countWaiting(day, ticketId, ticket, sign)
  if (status === 'serving') day.servingTally += sign
  if (status === 'noShow' && sign === 1) day.absent.set(ticketId, true)
  if (status === 'noShow' && sign === -1) day.absent.delete(ticketId)
  day.missedTally += sign * (ticket.missTally ?? 0)
  if (status === 'completed') countCompleted(day, ticket, sign)
  if (firstCalledAt === undefined) return
  const waitMs = msBetween(takenAt, firstCalledAt)
  day.calledTally += sign
  day.waitMs += sign * waitMs
  countHour(day.marginals, firstCalledAt, 'called', sign)
  countWait(day.marginals, firstCalledFor, waitMs, sign)
  countError(day.toldErrors, ticket.toldWait, firstCalledFor, waitMs, sign)
}

function countWaiting(day: DayFigures, ticketId: string, { serviceCode, queuedAt }: CountedTicket, sign: 1 | -1): void {
  day.waitingTally += sign
  day.waitingByService.set(serviceCode, (day.waitingByService.get(serviceCode) ?? 0) + sign)
  standIn(day.waitingSince, queuedAt, ticketId, sign)
}

/** Missed tickets never get here, so they are in no average of service; who was completed had come and was served. */
function countCompleted(day: DayFigures, ticket: CountedTicket, sign: 1 | -1): void {
  const { completedAt, servingAt } = ticket
  day.completedTally += sign
  countLevel(day, ticket, sign)
  countHour(day.marginals, completedAt!, 'completed', sign)
  day.servedTally += sign
  day.serviceMs += sign * msBetween(servingAt!, completedAt!)
}

export const limitOf = ({ waitLimitMinutes }: Pick<MetricsState, 'waitLimitMinutes'>) =>
  waitLimitMinutes === undefined ? {} : { waitLimitMinutes }

export const openTally = ({ counters }: MetricsState): number =>
  [...counters.values()].filter(status => status === 'open').length

export function evolve<E extends Event>(state: MetricsState, event: E): void {
  const fold = heard[event.type] as ((state: MetricsState, event: E) => void) | undefined
  if (fold === undefined) return
  if (event.at >= state.dayEndsAt) {
    const today = businessDayOf(event.at)
    if (state.day.businessDay !== '')
      state.ended = {
        ...limitOf(state),
        day: { ...state.day, tickets: new Map() },
        countersOpenTally: openTally(state),
      }
    state.day = freshDay(today, state.services)
    state.dayEndsAt = endOfBusinessDay(today)
  }
  fold(state, event)
}
