import {
  type Command,
  type CommandOf,
  type Decision,
  type EventOf,
  type Facts,
  type Instant,
  isRefusal,
  type Refusal,
  refuse,
} from '@pingting/contract'
import { isOutside, type Opening, type Slot, slotAt } from './slots.ts'
import { type Appointment, type AppointmentState, slotKey } from './state.ts'

export interface AppointmentFacts extends Facts, Opening {
  /** The ticket of who checks in, as the queue stands. */
  ticketFor(serviceCode: string, slotStartsAt: Instant): EventOf<'ticket.taken'> | Refusal
}

type AppointmentCommand = Extract<Command['type'], `appointment.${string}`>

/** Who changes his mind for ever keeps others from knowing what is free. */
const MOVES_MAX = 3

/** The order of checks: there is such a thing, it is still open, its time, then whether there is a place. */
export const decide: {
  [T in AppointmentCommand]: (command: CommandOf<T>, state: AppointmentState, facts: AppointmentFacts) => Decision
} = {
  'appointment.book': book,
  'appointment.move': move,
  'appointment.cancel': cancel,
  'appointment.checkIn': checkIn,
  'appointment.miss': miss,
}

function book(command: CommandOf<'appointment.book'>, state: AppointmentState, facts: AppointmentFacts): Decision {
  const { serviceCode, startsAt, codeHash } = command
  const slot = freeSlot(state, serviceCode, startsAt, facts)
  if (isRefusal(slot)) return slot
  // Two codes of 40 bits that are the same: another id makes another code.
  if (state.byCode.has(codeHash)) return refuse('command.id-reused')
  const appointmentId = facts.idFor('appointment')
  return [{ type: 'appointment.booked', v: 1, at: facts.at, appointmentId, codeHash, serviceCode, ...slot }]
}

function move(command: CommandOf<'appointment.move'>, state: AppointmentState, facts: AppointmentFacts): Decision {
  const appointment = openOne(state, command.codeHash, facts)
  if (isRefusal(appointment)) return appointment
  const { appointmentId, serviceCode, moveTally, startsAt } = appointment
  if (command.startsAt === startsAt) return refuse('appointment.same-slot', startsAt)
  // Who has to go elsewhere because the hall is closed then has not changed his mind.
  if (moveTally >= MOVES_MAX && !isOutside(appointment, facts)) return refuse('appointment.moved-enough')
  const slot = freeSlot(state, serviceCode, command.startsAt, facts)
  if (isRefusal(slot)) return slot
  return [{ type: 'appointment.moved', v: 1, at: facts.at, appointmentId, serviceCode, ...slot }]
}

function cancel({ codeHash }: CommandOf<'appointment.cancel'>, state: AppointmentState, facts: Facts): Decision {
  const appointment = openOne(state, codeHash, facts)
  if (isRefusal(appointment)) return appointment
  return [{ type: 'appointment.cancelled', v: 1, at: facts.at, appointmentId: appointment.appointmentId }]
}

function checkIn(
  { codeHash }: CommandOf<'appointment.checkIn'>,
  state: AppointmentState,
  facts: AppointmentFacts,
): Decision {
  const appointment = openOne(state, codeHash, facts)
  if (isRefusal(appointment)) return appointment
  const { appointmentId, serviceCode, startsAt, checkInFrom } = appointment
  if (facts.at < checkInFrom) return refuse('appointment.too-early', checkInFrom)
  const taken = facts.ticketFor(serviceCode, startsAt)
  if (isRefusal(taken)) return taken
  return [{ type: 'appointment.checkedIn', v: 1, at: facts.at, appointmentId, ticketId: taken.ticketId }, taken]
}

function miss({ appointmentId }: CommandOf<'appointment.miss'>, state: AppointmentState, { at }: Facts): Decision {
  const appointment = state.appointments.get(appointmentId)
  if (appointment === undefined) return refuse('appointment.unknown')
  if (appointment.status !== 'booked') return refuse('appointment.checked-in')
  if (at <= appointment.checkInUntil) return refuse('appointment.not-due')
  return [{ type: 'appointment.missed', v: 1, at, appointmentId }]
}

/** What can still be moved, cancelled or checked in; the clock may be late to say that it was missed. */
function openOne(state: AppointmentState, codeHash: string, { at }: Facts): Appointment | Refusal {
  const appointment = state.appointments.get(state.byCode.get(codeHash) ?? '')
  if (appointment === undefined) return refuse('appointment.unknown')
  if (appointment.status === 'checkedIn') return refuse('appointment.checked-in')
  const over = appointment.status === 'missed' || at > appointment.checkInUntil
  return over ? refuse('appointment.missed') : appointment
}

function freeSlot(
  state: AppointmentState,
  serviceCode: string,
  startsAt: Instant,
  facts: AppointmentFacts,
): Slot | Refusal {
  const terms = state.terms.get(serviceCode)
  if (terms === undefined) return refuse('appointment.not-offered', serviceCode)
  const slot = slotAt(terms, startsAt, facts.at, facts)
  if (isRefusal(slot)) return slot
  const taken = state.taken.get(slotKey(serviceCode, startsAt)) ?? 0
  return taken < terms.places ? slot : refuse('appointment.full', startsAt)
}
