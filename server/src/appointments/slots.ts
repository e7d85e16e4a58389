import {
  type AppointmentTerms,
  addMinutes,
  type BusinessDay,
  businessDayOf,
  type Calendar,
  type EventOf,
  type HallHours,
  hoursOn,
  type Instant,
  isWorkday,
  localTime,
  nextDay,
  type Refusal,
  refuse,
} from '@pingting/contract'

/** From so long before the beginning of the slot to so long after its end its citizen may check in. */
const EARLY_MINUTES = 30
const GRACE_MINUTES = 10

/** When a hall is open: by its own hours where it has some (HL53), else on every working day. */
export interface Opening {
  hours?: HallHours | undefined
  calendar: Calendar
}

export type Slot = Pick<
  EventOf<'appointment.booked'>,
  'businessDay' | 'startsAt' | 'endsAt' | 'checkInFrom' | 'checkInUntil'
>

/** The slots of a day, whatever day it is: each stretch of hours is cut from its beginning into whole slots. */
export function slotsOf({ hours, slotMinutes }: AppointmentTerms, day: BusinessDay): Slot[] {
  return hours.flatMap(({ from, to }) => {
    const end = localTime(day, to)
    const slots: Slot[] = []
    for (let startsAt = localTime(day, from); ; ) {
      const endsAt = addMinutes(startsAt, slotMinutes)
      if (endsAt > end) return slots
      slots.push({
        ...{ businessDay: day, startsAt, endsAt },
        checkInFrom: addMinutes(startsAt, -EARLY_MINUTES),
        checkInUntil: addMinutes(endsAt, GRACE_MINUTES),
      })
      startsAt = endsAt
    }
  })
}

/** Today and the days ahead on which the service may be booked, the closed ones among them. */
export function daysOf({ daysAhead }: AppointmentTerms, today: BusinessDay): BusinessDay[] {
  const days = [today]
  while (days.length <= daysAhead) days.push(nextDay(days.at(-1)!))
  return days
}

/** The slots of a day that lie within the hall's own hours, whole; none on a day on which it is closed. */
export function openSlots(terms: AppointmentTerms, day: BusinessDay, { hours, calendar }: Opening): Slot[] {
  if (hours === undefined) return isWorkday(day, calendar) ? slotsOf(terms, day) : []
  const span = hoursOn(hours, day, calendar)
  if (span === undefined) return []
  const [opensAt, closesAt] = [localTime(day, span.from), localTime(day, span.to)]
  return slotsOf(terms, day).filter(({ startsAt, endsAt }) => opensAt <= startsAt && endsAt <= closesAt)
}

/** Booked before the hall had other hours. */
export function isOutside({ businessDay, startsAt, endsAt }: Slot, { hours, calendar }: Opening): boolean {
  if (hours === undefined) return false
  const span = hoursOn(hours, businessDay, calendar)
  return span === undefined || startsAt < localTime(businessDay, span.from) || endsAt > localTime(businessDay, span.to)
}

/** The slot that begins then and may be booked now, be there a place in it or not; else why not. */
export function slotAt(terms: AppointmentTerms, startsAt: Instant, now: Instant, opening: Opening): Slot | Refusal {
  const day = businessDayOf(startsAt)
  const slot = slotsOf(terms, day).find(one => one.startsAt === startsAt)
  if (slot === undefined) return refuse('appointment.no-slot', startsAt)
  if (startsAt <= now) return refuse('appointment.slot-past', startsAt)
  if (!daysOf(terms, businessDayOf(now)).includes(day)) return refuse('appointment.no-slot', startsAt)
  const open = openSlots(terms, day, opening)
  if (open.length === 0) return refuse('appointment.day-closed', day)
  return open.some(one => one.startsAt === startsAt) ? slot : refuse('appointment.no-slot', startsAt)
}
