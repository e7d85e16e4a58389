import {
  type BusinessDay,
  businessDayOf,
  type Event,
  type EventOf,
  type EventsNamed,
  type Folds,
  type HallCard,
  type HallHours,
  type Instant,
  type Listens,
  scheduled,
  type Terms,
  type WaitLimitMinutes,
} from '@pingting/contract'
import { emptyRetention, keep, type Retention } from './retention.ts'

type Invite = Omit<EventOf<'device.invited'>, 'type' | 'v' | 'at'>
export type Enrolment = Omit<EventOf<'device.enrolled'>, 'type' | 'v' | 'at' | 'codeHash'>

export interface HallState {
  hall?: HallCard
  /** When numbers are given; without them, always. */
  hours?: HallHours
  /** What it calls too long a wait; absent until it says. */
  waitLimitMinutes?: WaitLimitMinutes
  /** Where its kiosks read identity cards. */
  realName?: { readerUrl?: string }
  /** What it offers beyond its card, by the first day of each. */
  terms: Terms[]
  /** Open pairing codes by their hash. A code works once, and a newer code of the same device replaces it. */
  invites: Map<string, Invite>
  devices: Map<string, Enrolment>
  /** Business days that have seen work and are not closed, with the first instant of that work. */
  activeDays: Map<BusinessDay, Instant>
  retention: Retention
}

export const initial = (): HallState => ({
  ...{ terms: [], invites: new Map(), devices: new Map(), activeDays: new Map() },
  retention: emptyRetention(),
})

const nothing = (): void => {}

const own: Folds<HallState, EventsNamed<'hall' | 'device'>> = {
  'hall.opened': (state, event) => {
    state.hall = event.hall
  },
  'hall.dayClosed': (state, event) => {
    state.activeDays.delete(event.businessDay)
    for (const [codeHash, invite] of state.invites) if (invite.expiresAt <= event.at) state.invites.delete(codeHash)
  },
  // The numbers are the tickets', the days the retention's.
  'hall.restored': nothing,
  'hall.dayErased': nothing,
  'hall.described': (state, { name, nameEn, complaintPhone }) => changeHall(state, { name, nameEn, complaintPhone }),
  'hall.counterSet': (state, { counter }) => {
    const counters = state.hall?.counters ?? []
    changeHall(state, { counters: placed(counters, counter, ({ counterId }) => counterId) })
  },
  'hall.serviceSet': (state, { service }) => {
    const services = state.hall?.services ?? []
    changeHall(state, { services: placed(services, service, ({ code }) => code) })
  },
  'hall.hoursSet': (state, { hours }) => {
    state.hours = hours
  },
  'hall.waitLimitSet': (state, { waitLimitMinutes }) => {
    state.waitLimitMinutes = waitLimitMinutes
  },
  'hall.realNameSet': (state, { realName, readerUrl }) => {
    if (realName === 'off') delete state.realName
    else state.realName = readerUrl === undefined ? {} : { readerUrl }
  },
  'device.invited': (state, { type: _, v: __, at: ___, ...invite }) => {
    forgetInvites(state, invite.deviceId)
    state.invites.set(invite.codeHash, invite)
  },
  'device.enrolled': (state, { type: _, v: __, at: ___, codeHash, ...device }) => {
    state.invites.delete(codeHash)
    state.devices.set(device.deviceId, device)
  },
  'device.revoked': (state, event) => {
    forgetInvites(state, event.deviceId)
    state.devices.delete(event.deviceId)
  },
}

/** The card of an event is another's too: it is never changed in place. */
function changeHall(state: HallState, change: Partial<HallCard>): void {
  if (state.hall !== undefined) state.hall = { ...state.hall, ...change }
}

/** In the place of the one of the same name, else after all. */
const placed = <T>(all: readonly T[], one: T, nameOf: (one: T) => string): T[] =>
  all.some(each => nameOf(each) === nameOf(one))
    ? all.map(each => (nameOf(each) === nameOf(one) ? one : each))
    : [...all, one]

const heard: Listens<HallState> = {
  'policy.adopted': (state, { policy: { version, freeMinutes, grantWithoutRating }, effectiveFrom }) => {
    const unrated = grantWithoutRating === true ? { grantWithoutRating } : {}
    state.terms = scheduled(state.terms, { effectiveFrom, version, freeMinutes, ...unrated })
  },
  'policy.withdrawn': (state, { version }) => {
    state.terms = state.terms.filter(terms => terms.version !== version)
  },
  'ticket.taken': (state, event) => beActive(state, event.businessDay, event.at),
  'counter.opened': (state, event) => beActive(state, businessDayOf(event.at), event.at),
}

function beActive(state: HallState, day: BusinessDay, at: Instant): void {
  if (!state.activeDays.has(day)) state.activeDays.set(day, at)
}

function forgetInvites(state: HallState, deviceId: string): void {
  for (const [codeHash, invite] of state.invites) if (invite.deviceId === deviceId) state.invites.delete(codeHash)
}

const folds: Listens<HallState> = { ...own, ...heard }

export function evolve<E extends Event>(state: HallState, event: E): void {
  const fold = folds[event.type] as ((state: HallState, event: E) => void) | undefined
  fold?.(state, event)
  keep(state, event)
}
