import { z } from 'zod'
import { At, command, Day, event, ServiceCode, TicketId, Uuid } from './scalars.ts'

/** What the numbers of checked-in appointments begin with, whatever their service. */
export const APPOINTMENT_PREFIX = 'Y'

/** Local time of day, `hh:mm`. */
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/**
 * How a service is booked ahead: its hours in their order, cut into slots from the beginning of each; so many places a
 * slot; from today to so many days ahead. What is left of the hours beyond the last whole slot is not booked.
 */
export const AppointmentTerms = z
  .strictObject({
    hours: z
      .array(z.strictObject({ from: ClockTime, to: ClockTime }))
      .min(1)
      .max(4),
    slotMinutes: z.int().min(5).max(240),
    places: z.int().min(1).max(200),
    daysAhead: z.int().min(0).max(31),
  })
  .refine(({ hours }) => hours.every(({ from, to }, index) => from < to && (hours[index - 1]?.to ?? '') <= from))
export type AppointmentTerms = z.infer<typeof AppointmentTerms>

/** A keyed hash of the code that the citizen keeps; the code itself stands nowhere. */
const CodeHash = z.string().regex(/^[0-9a-f]{64}$/)

export const appointmentCommands = [
  command('appointment.book', { serviceCode: ServiceCode, startsAt: At, codeHash: CodeHash }),
  command('appointment.move', { codeHash: CodeHash, startsAt: At }),
  command('appointment.cancel', { codeHash: CodeHash }),
  command('appointment.checkIn', { codeHash: CodeHash }),
  /** Time has come to say that nobody came. */
  command('appointment.miss', { appointmentId: Uuid }),
] as const

/** A slot, and when its citizen may check in: written down, so that replay needs neither terms nor rules of today. */
const slot = { businessDay: Day, startsAt: At, endsAt: At, checkInFrom: At, checkInUntil: At }

export const appointmentEvents = [
  event('appointment.booked', { appointmentId: Uuid, codeHash: CodeHash, serviceCode: ServiceCode, ...slot }),
  event('appointment.moved', { appointmentId: Uuid, serviceCode: ServiceCode, ...slot }),
  event('appointment.cancelled', { appointmentId: Uuid }),
  event('appointment.missed', { appointmentId: Uuid }),
  event('appointment.checkedIn', { appointmentId: Uuid, ticketId: TicketId }),
] as const
