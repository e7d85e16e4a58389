import type { CounterRow, TicketRow } from '@pingting/contract/words/screen'
import { takenAtOf } from '@pingting/contract/words/slips/offline'
import { toldIn } from '@pingting/contract/words/slips/told'
import {
  amend,
  audienceKind,
  type Draft,
  defined,
  drop,
  type EventOfScreen,
  put,
  type ScreenFolds,
  strip,
  tells,
} from './draft.ts'

/** The floor of the hall: who sits where, who waits, who is called. The public hears calls, and holds no tickets. */
const holdsTickets = (draft: Draft): boolean => audienceKind(draft) !== 'public'
const seesSeats = (draft: Draft): boolean => ['floor', 'office', 'counter'].includes(audienceKind(draft))

function seat(draft: Draft, counterId: string, ticketId: string, at: string): void {
  if (seesSeats(draft)) amend(draft, 'counters', counterId, { ticketId, since: at })
}

interface Told {
  ticketId?: string
  counterId?: string
  at: string
}

/** A ticket leaves its counter; some events do not say which one that was. */
function leave(draft: Draft, { ticketId, at }: Told): void {
  if (ticketId === undefined) return
  for (const counter of Object.values(draft.screen.counters)) {
    if (counter.ticketId !== ticketId) continue
    strip(draft, 'counters', counter.counterId, ['ticketId'])
    amend(draft, 'counters', counter.counterId, { since: at })
  }
}

const VISIT = ['counterId', 'calledAt', 'servingAt', 'endedAt']

function taken(draft: Draft, e: EventOfScreen<'ticket.taken'>): void {
  if (!tells(e, 'ticketId', 'number', 'serviceCode', 'priority')) return
  const { ticketId, number, serviceCode, priority } = e
  // Others are not told: an undo would have to tell a screen that had let the ticket go.
  const told = audienceKind(draft) === 'ticket' ? toldIn(e) : undefined
  const row = { ticketId, number, serviceCode, priority, ...(told !== undefined && { told }) }
  put(draft, 'tickets', ticketId, { ...row, status: 'waiting', takenAt: takenAtOf(e), recallTally: 0 })
}

function called(draft: Draft, { ticketId, counterId, at }: Told): void {
  if (ticketId === undefined || counterId === undefined || !holdsTickets(draft)) return
  seat(draft, counterId, ticketId, at)
  strip(draft, 'tickets', ticketId, VISIT)
  amend(draft, 'tickets', ticketId, { status: 'called', counterId, calledAt: at, recallTally: 0 })
}

/** Set aside: away from the counter, which stays noted on the ticket. */
const aside = (change: (at: string) => Partial<TicketRow>) => (draft: Draft, e: Told) => {
  leave(draft, e)
  amend(draft, 'tickets', e.ticketId, change(e.at))
}

/** Back among those who wait: nothing of the visit to a counter stays. */
function queued(draft: Draft, e: Told & { serviceCode?: string }): void {
  leave(draft, e)
  strip(draft, 'tickets', e.ticketId, VISIT)
  const service = defined<TicketRow>({ serviceCode: e.serviceCode })
  amend(draft, 'tickets', e.ticketId, { status: 'waiting', recallTally: 0, ...service })
}

/** Puts the ticket where it was; the event carries enough for a screen that had let it go. */
function undone(draft: Draft, e: EventOfScreen<'ticket.undone'>): void {
  if (!holdsTickets(draft) || !tells(e, 'ticketId', 'number', 'place', 'priority', 'takenAt')) return
  const { ticketId, number, place, priority, takenAt } = e
  const { status, serviceCode, recallTally, counterId, calledAt, servingAt, endedAt } = place
  const known = draft.screen.tickets[ticketId]
  leave(draft, e)
  if (counterId !== undefined && (status === 'called' || status === 'serving')) seat(draft, counterId, ticketId, e.at)
  put(draft, 'tickets', ticketId, {
    ...{ ticketId, number, serviceCode, status, recallTally, priority, takenAt },
    ...defined<TicketRow>({
      counterId,
      calledAt,
      servingAt,
      endedAt,
      plate: known?.plate,
      rated: known?.rated,
      told: known?.told,
    }),
  })
}

/** Tickets of the closed day, and of any before it, leave the hall's screens; their ids begin with their day. */
function dayClosed(draft: Draft, e: EventOfScreen<'hall.dayClosed'>): void {
  if (e.businessDay === undefined) return
  const day = e.businessDay.replaceAll('-', '')
  for (const ticketId of Object.keys(draft.screen.tickets)) {
    if (ticketId.slice(0, 8) <= day) forget(draft, ticketId)
  }
}

/** The hub has let the ticket go, and with it what was told of its parking. */
function forget(draft: Draft, ticketId: string | undefined): void {
  drop(draft, 'tickets', ticketId)
  drop(draft, 'withheld', ticketId)
  for (const row of Object.values(draft.screen.exemptions)) {
    if (row.ticketId === ticketId) drop(draft, 'exemptions', row.exemptionId)
  }
}

/** A counter is otherwise than before; since when, and why, is for those who see who sits there. */
function turns(draft: Draft, counterId: string | undefined, at: string, change: Partial<CounterRow>): void {
  strip(draft, 'counters', counterId, ['pauseReason'])
  const { pauseReason, ...seen } = change
  const more = seesSeats(draft) ? { since: at, ...defined<CounterRow>({ pauseReason }) } : {}
  amend(draft, 'counters', counterId, { ...seen, ...more })
}

function counterClosed(draft: Draft, e: EventOfScreen<'counter.closed'>): void {
  turns(draft, e.counterId, e.at, { status: 'closed' })
  strip(draft, 'counters', e.counterId, ['staffName'])
}

export const hallFolds: ScreenFolds = {
  'hall.dayClosed': dayClosed,
  'counter.opened': (draft, e) =>
    turns(draft, e.counterId, e.at, { status: 'open', ...defined<CounterRow>({ staffName: e.staffName }) }),
  'counter.paused': (draft, e) =>
    turns(draft, e.counterId, e.at, { status: 'paused', ...defined<CounterRow>({ pauseReason: e.reason }) }),
  'counter.resumed': (draft, e) => turns(draft, e.counterId, e.at, { status: 'open' }),
  'counter.closed': counterClosed,
  'ticket.taken': taken,
  'ticket.called': called,
  'ticket.recalled': (draft, e) =>
    amend(draft, 'tickets', e.ticketId, defined<TicketRow>({ recallTally: e.recallTally })),
  'ticket.arrived': (draft, e) => amend(draft, 'tickets', e.ticketId, { status: 'serving', servingAt: e.at }),
  'ticket.completed': aside(at => ({ status: 'completed', endedAt: at })),
  'ticket.held': aside(() => ({ status: 'held' })),
  'ticket.missed': aside(() => ({ status: 'noShow' })),
  'ticket.cancelled': aside(at => ({ status: 'cancelled', endedAt: at })),
  'ticket.expired': aside(at => ({ status: 'expired', endedAt: at })),
  'ticket.returned': queued,
  'ticket.transferred': queued,
  'ticket.recycled': queued,
  'ticket.undone': undone,
  'evaluation.submitted': (draft, e) => amend(draft, 'tickets', e.ticketId, { rated: true }),
  // Too late to rate.
  'evaluation.lapsed': (draft, e) => forget(draft, e.ticketId),
}
