import {
  addMs,
  type BusinessDay,
  businessDayOf,
  DAY_MS,
  type Event,
  type EventOf,
  endOfBusinessDay,
  type Instant,
  type Listens,
  later,
} from '@pingting/contract'

/** What one business day's data key seals: the plates of tickets and words about them, some of which may not be settled. */
interface KeptDay {
  open: Map<string, true>
  /** The latest event that put something under this key, or settled a ticket under it. */
  touchedAt: Instant
}

/** Open while it may still be rated, or has a case or an exemption that is open; settled, it stays to the day's close. */
interface KeptTicket {
  /** The days whose keys hold something of it. */
  days: BusinessDay[]
  over: boolean
  served: boolean
  rated: boolean
  /** Exemptions and cases. */
  open: Map<string, true>
  touchedAt: Instant
}

export interface Retention {
  days: Map<BusinessDay, KeptDay>
  tickets: Map<string, KeptTicket>
  /** Whose the open exemptions and cases are. */
  owners: Map<string, string>
  /** Days whose key was dropped. */
  erased: Map<BusinessDay, true>
}

/** Plates are kept for 30 days at most after their grant is closed. */
const KEPT_MS = 30 * DAY_MS

export const emptyRetention = (): Retention => ({
  ...{ days: new Map(), tickets: new Map(), owners: new Map(), erased: new Map() },
})

type Change = (ticket: KeptTicket) => void

const fresh = (touchedAt: Instant): KeptTicket => ({
  ...{ days: [], over: false, served: false, rated: false, open: new Map(), touchedAt },
})

/** A ticket that was forgotten and is touched again is settled but for what touches it. */
const settled = (at: Instant): KeptTicket => ({ ...fresh(at), over: true, served: true, rated: true })

const isOpen = ({ over, served, rated, open }: KeptTicket): boolean => !over || (served && !rated) || open.size > 0

function touch(retention: Retention, ticketId: string, at: Instant, change: Change): void {
  const ticket = retention.tickets.get(ticketId) ?? settled(at)
  retention.tickets.set(ticketId, ticket)
  ticket.touchedAt = at
  change(ticket)
  const open = isOpen(ticket)
  for (const day of ticket.days) {
    const kept = retention.days.get(day) ?? { open: new Map(), touchedAt: at }
    retention.days.set(day, kept)
    kept.touchedAt = at
    if (open) kept.open.set(ticketId, true)
    else kept.open.delete(ticketId)
  }
}

function sealOn(ticket: KeptTicket, at: Instant): void {
  const day = businessDayOf(at)
  if (!ticket.days.includes(day)) ticket.days.push(day)
}

function begin(retention: Retention, id: string, { ticketId, at }: { ticketId: string; at: Instant }): void {
  retention.owners.set(id, ticketId)
  touch(retention, ticketId, at, ticket => ticket.open.set(id, true))
}

function end(retention: Retention, id: string, at: Instant): void {
  const ticketId = retention.owners.get(id)
  retention.owners.delete(id)
  if (ticketId !== undefined) touch(retention, ticketId, at, ticket => ticket.open.delete(id))
}

type State = { retention: Retention }
const ended = ({ retention }: State, { exemptionId, at }: { exemptionId: string; at: Instant }): void =>
  end(retention, exemptionId, at)
const bound = ({ retention }: State, { ticketId, at }: EventOf<'plate.bound' | 'plate.corrected'>): void =>
  touch(retention, ticketId, at, ticket => sealOn(ticket, at))
/** What the operator writes about an exemption that is open, and so of a ticket that is known. */
const written = ({ retention }: State, { exemptionId, at }: { exemptionId: string; at: Instant }): void => {
  const ticketId = retention.owners.get(exemptionId)
  if (ticketId !== undefined) touch(retention, ticketId, at, ticket => sealOn(ticket, at))
}
/** What the staff write of a case is under the key of that day. */
const saidOfCase = ({ retention }: State, { ticketId, at }: { ticketId: string; at: Instant }): void =>
  touch(retention, ticketId, at, ticket => sealOn(ticket, at))
const over = ({ retention }: State, { ticketId, at }: { ticketId: string; at: Instant }): void =>
  touch(retention, ticketId, at, ticket => Object.assign(ticket, { over: true, served: false }))

/** What keeps a day's key, and what lets it go. */
const folds: Listens<State> = {
  'hall.dayErased': ({ retention }, { businessDay }) => {
    retention.days.delete(businessDay)
    retention.erased.set(businessDay, true)
  },
  // The clerk's name is under the key of the day, and nothing of it stays open.
  'counter.opened': ({ retention }, { at }) => {
    const day = businessDayOf(at)
    const kept = retention.days.get(day) ?? { open: new Map(), touchedAt: at }
    retention.days.set(day, { ...kept, touchedAt: at })
  },
  'hall.dayClosed': ({ retention }, { businessDay }) => {
    for (const [ticketId, ticket] of retention.tickets)
      if (!isOpen(ticket) && businessDayOf(ticket.touchedAt) <= businessDay) retention.tickets.delete(ticketId)
  },
  'ticket.taken': ({ retention }, { ticketId, at }) => {
    retention.tickets.set(ticketId, fresh(at))
  },
  'ticket.completed': ({ retention }, { ticketId, at }) =>
    touch(retention, ticketId, at, ticket => Object.assign(ticket, { over: true, served: true })),
  'ticket.undone': ({ retention }, { ticketId, at, place }) => {
    const served = place.status === 'completed'
    touch(retention, ticketId, at, ticket => Object.assign(ticket, { over: served, served }))
  },
  'ticket.cancelled': over,
  'ticket.expired': over,
  'plate.bound': bound,
  'plate.corrected': bound,
  'evaluation.submitted': ({ retention }, { ticketId, at, text }) =>
    touch(retention, ticketId, at, ticket => {
      ticket.rated = true
      if (text !== undefined) sealOn(ticket, at)
    }),
  'evaluation.lapsed': ({ retention }, { ticketId, at }) =>
    touch(retention, ticketId, at, ticket => {
      ticket.rated = true
    }),
  'rectification.opened': ({ retention }, event) => begin(retention, event.caseId, event),
  'rectification.extended': saidOfCase,
  'rectification.replied': saidOfCase,
  'rectification.returned': saidOfCase,
  'rectification.approved': ({ retention }, event) => {
    touch(retention, event.ticketId, event.at, ticket => sealOn(ticket, event.at))
    end(retention, event.caseId, event.at)
  },
  'exemption.granted': ({ retention }, event) => {
    begin(retention, event.exemptionId, event)
    touch(retention, event.ticketId, event.at, ticket => sealOn(ticket, event.at))
  },
  'exemption.settled': written,
  'exemption.writeOffProposed': written,
  'exemption.refused': ended,
  'exemption.revoked': ended,
  'exemption.honoured': ended,
  'exemption.expired': ended,
  'exemption.writtenOff': ended,
}

export function keep<E extends Event>(state: State, event: E): void {
  const fold = folds[event.type] as ((state: State, event: E) => void) | undefined
  fold?.(state, event)
}

export function isErasable(retention: Retention, day: BusinessDay, now: Instant): boolean {
  const kept = retention.days.get(day)
  if (kept === undefined || kept.open.size > 0) return false
  return now >= addMs(later(kept.touchedAt, endOfBusinessDay(day)), KEPT_MS)
}

export const erasableDays = (retention: Retention, now: Instant): BusinessDay[] =>
  [...retention.days.keys()].filter(day => isErasable(retention, day, now))
