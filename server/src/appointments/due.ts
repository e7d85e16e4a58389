import type { CommandOf, Instant } from '@pingting/contract'
import type { AppointmentState } from './state.ts'

export interface MissDue {
  key: string
  command: Omit<CommandOf<'appointment.miss'>, 'commandId'>
}

/** Who has not checked in to the end of the grace is a no-show. The key names the slot: a moved one is another time. */
export function due({ appointments }: AppointmentState, now: Instant): MissDue[] {
  return [...appointments.values()]
    .filter(({ status, checkInUntil }) => status === 'booked' && checkInUntil < now)
    .map(({ appointmentId, startsAt }) => ({
      key: `appointment.miss ${appointmentId} ${startsAt}`,
      command: { type: 'appointment.miss', appointmentId },
    }))
}
