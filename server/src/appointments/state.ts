import {
  type AppointmentTerms,
  businessDayOf,
  type Event,
  type EventsNamed,
  type Folds,
  type Instant,
  type Listens,
  type Service,
} from '@pingting/contract'
import type { Slot } from './slots.ts'

/** `missed`: nobody had checked in when its time for that was over. */
export type AppointmentStatus = 'booked' | 'checkedIn' | 'missed'

export interface Appointment extends Slot {
  appointmentId: string
  codeHash: string
  serviceCode: string
  status: AppointmentStatus
  moveTally: number
}

export interface AppointmentState {
  /** By service; one that is not here takes no appointments. */
  terms: Map<string, AppointmentTerms>
  appointments: Map<string, Appointment>
  byCode: Map<string, string>
  /** Places taken, by service and beginning: `tax 2026-11-23T01:00:00.000Z`. */
  taken: Map<string, number>
}

export const initial = (): AppointmentState => ({
  ...{ terms: new Map(), appointments: new Map(), byCode: new Map(), taken: new Map() },
})

export const slotKey = (serviceCode: string, startsAt: Instant): string => `${serviceCode} ${startsAt}`

const own: Folds<AppointmentState, EventsNamed<'appointment'>> = {
  'appointment.booked': (state, { type: _, v: __, at, ...booked }) => {
    forgetPast(state, at)
    state.appointments.set(booked.appointmentId, { ...booked, status: 'booked', moveTally: 0 })
    state.byCode.set(booked.codeHash, booked.appointmentId)
    count(state, booked, 1)
  },
  'appointment.moved': (state, { type: _, v: __, at: ___, appointmentId, ...slot }) => {
    const appointment = known(state, appointmentId)
    count(state, appointment, -1)
    Object.assign(appointment, slot, { moveTally: appointment.moveTally + 1 })
    count(state, appointment, 1)
  },
  'appointment.cancelled': (state, { appointmentId }) => {
    forget(state, appointmentId)
  },
  'appointment.missed': (state, { appointmentId }) => {
    known(state, appointmentId).status = 'missed'
  },
  'appointment.checkedIn': (state, { appointmentId }) => {
    known(state, appointmentId).status = 'checkedIn'
  },
}

const heard: Listens<AppointmentState> = {
  'hall.opened': (state, { hall }) => {
    for (const service of hall.services) offer(state, service)
  },
  'hall.serviceSet': (state, { service }) => offer(state, service),
  'hall.dayClosed': (state, { at }) => forgetPast(state, at),
}

/** What is set later without terms takes no more bookings; who has one keeps it. */
function offer({ terms }: AppointmentState, { code, appointments }: Service): void {
  if (appointments === undefined) terms.delete(code)
  else terms.set(code, appointments)
}

/** Of the days before today nothing is decided any more; the journal has them. */
function forgetPast(state: AppointmentState, at: Instant): void {
  const today = businessDayOf(at)
  for (const { appointmentId, businessDay, status } of state.appointments.values())
    if (businessDay < today && status !== 'booked') forget(state, appointmentId)
}

function forget(state: AppointmentState, appointmentId: string): void {
  const appointment = known(state, appointmentId)
  count(state, appointment, -1)
  state.byCode.delete(appointment.codeHash)
  state.appointments.delete(appointmentId)
}

function count(state: AppointmentState, { serviceCode, startsAt }: Place, change: 1 | -1): void {
  const key = slotKey(serviceCode, startsAt)
  const tally = (state.taken.get(key) ?? 0) + change
  if (tally === 0) state.taken.delete(key)
  else state.taken.set(key, tally)
}

type Place = Pick<Appointment, 'serviceCode' | 'startsAt'>

/** @throws Error when an event names what the journal never made, which is a bug. */
function known({ appointments }: AppointmentState, appointmentId: string): Appointment {
  const appointment = appointments.get(appointmentId)
  if (appointment === undefined) throw new Error(`the journal names ${appointmentId}, which does not exist`)
  return appointment
}

const folds: Listens<AppointmentState> = { ...own, ...heard }

export function evolve<E extends Event>(state: AppointmentState, event: E): void {
  const fold = folds[event.type] as ((state: AppointmentState, event: E) => void) | undefined
  fold?.(state, event)
}
