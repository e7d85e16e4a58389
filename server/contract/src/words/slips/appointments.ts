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
  /** The hall has other hours by now and is closed then: to be moved or cancelled. */
  outsideHours?: true
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
  /** The hall has other hours by now; only what was booked before stands here. */
  outsideHours?: true
}

/** The appointments of a business day, by service, for the staff of the hall; nobody is named. */
export interface DayLoad {
  day: BusinessDay
  closed?: true
  /** Of every day to come, what was booked for a time at which the hall is closed by now; absent where nothing was. */
  outside?: { day: BusinessDay; tally: number }[]
  services: { code: string; zh: string; en: string; terms: AppointmentTerms; slots: SlotLoad[] }[]
}
