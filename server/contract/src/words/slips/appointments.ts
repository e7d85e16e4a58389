import type { AppointmentTerms } from '../../appointments.ts'
import type { BusinessDay, Instant } from '../time.ts'

/** A hall as the booking page shows it: the services that may be booked ahead, none where it takes no appointments. */
export interface BookableHall {
  hallId: string
  name: string
  nameEn: string
  complaintPhone: string
  services: { code: string; zh: string; en: string; slotMinutes: number }[]
}

/** A day on which a service may be booked; a closed one has no slots. Slots that have begun are left out. */
export interface BookableDay {
  day: BusinessDay
  closed?: true
  slots: { startsAt: Instant; endsAt: Instant; placesLeft: number }[]
}

/** An appointment as its citizen sees it. */
export interface OwnAppointment {
  hallId: string
  serviceCode: string
  startsAt: Instant
  endsAt: Instant
  checkInFrom: Instant
  checkInUntil: Instant
  status: 'booked' | 'checkedIn' | 'missed'
}

/** With what proves whose it is: shown to who has just booked, or has shown it. */
export interface KeptAppointment extends OwnAppointment {
  code: string
  /** The code as a QR code, an SVG. */
  qr: string
}

/** How full a slot is; `bookedTally` are those still to come. */
export interface SlotLoad {
  startsAt: Instant
  endsAt: Instant
  places: number
  bookedTally: number
  checkedInTally: number
  missedTally: number
}

/** The appointments of a business day, by service, for the staff of the hall; nobody is named. */
export interface DayLoad {
  day: BusinessDay
  closed?: true
  services: { code: string; zh: string; en: string; terms: AppointmentTerms; slots: SlotLoad[] }[]
}
