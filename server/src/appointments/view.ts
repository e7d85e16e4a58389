import {
  type AppointmentTerms,
  type BookableDay,
  type BusinessDay,
  businessDayOf,
  type DayLoad,
  type Instant,
  type OwnAppointment,
  type SlotLoad,
} from '@pingting/contract'
import { daysOf, isOutside, type Opening, openSlots, slotsOf } from './slots.ts'
import { type Appointment, type AppointmentState, slotKey } from './state.ts'

/** The days on which the service may be booked; nothing where it takes no appointments. */
export function bookableDays(
  state: AppointmentState,
  serviceCode: string,
  now: Instant,
  opening: Opening,
): BookableDay[] | undefined {
  const terms = state.terms.get(serviceCode)
  if (terms === undefined) return undefined
  return daysOf(terms, businessDayOf(now)).map(day => {
    const open = openSlots(terms, day, opening)
    if (open.length === 0) return { day, closed: true, slots: [] }
    const slots = open
      .filter(({ startsAt }) => startsAt > now)
      .map(({ startsAt, endsAt }) => ({
        ...{ startsAt, endsAt },
        placesLeft: Math.max(0, terms.places - (state.taken.get(slotKey(serviceCode, startsAt)) ?? 0)),
      }))
    return { day, slots }
  })
}

/** What stands under a code, by its hash; nothing where nothing does. */
export function appointmentBehind(state: AppointmentState, codeHash: string): Appointment | undefined {
  return state.appointments.get(state.byCode.get(codeHash) ?? '')
}

export function ownAppointment(hallId: string, appointment: Appointment, opening: Opening): OwnAppointment {
  const { serviceCode, startsAt, endsAt, checkInFrom, checkInUntil, status } = appointment
  const outside = status === 'booked' && isOutside(appointment, opening)
  return {
    ...{ hallId, serviceCode, startsAt, endsAt, checkInFrom, checkInUntil, status },
    ...(outside && { outsideHours: true as const }),
  }
}

type Named = { code: string; zh: string; en: string }

/**
 * How full the slots of a day are; of a day before today nothing is left here. What was booked before the hall had other
 * hours stands among them and is marked, and is counted for each day to come.
 */
export function dayLoad(
  state: AppointmentState,
  services: readonly Named[],
  day: BusinessDay,
  opening: Opening,
): DayLoad {
  const ofDay = [...state.appointments.values()].filter(({ businessDay }) => businessDay === day)
  let isOpen = false
  const bookable = services.flatMap(({ code, zh, en }) => {
    const terms = state.terms.get(code)
    if (terms === undefined) return []
    const own = ofDay.filter(({ serviceCode }) => serviceCode === code)
    const open = new Set(openSlots(terms, day, opening).map(({ startsAt }) => startsAt))
    isOpen ||= open.size > 0
    const slots = loadsOf(terms, day, own).filter(
      ({ startsAt, ...load }) => open.has(startsAt) || load.bookedTally + load.checkedInTally + load.missedTally > 0,
    )
    return [
      {
        ...{ code, zh, en, terms },
        slots: slots.map(load => (open.has(load.startsAt) ? load : { ...load, outsideHours: true as const })),
      },
    ]
  })
  const outside = outsideByDay(state, opening)
  return {
    ...{ day, services: bookable },
    ...(!isOpen && bookable.length > 0 && { closed: true as const }),
    ...(outside.length > 0 && { outside }),
  }
}

function loadsOf(terms: AppointmentTerms, day: BusinessDay, own: readonly Appointment[]): SlotLoad[] {
  return slotsOf(terms, day).map(({ startsAt, endsAt }) => {
    const here = own.filter(appointment => appointment.startsAt === startsAt)
    const tally = (status: Appointment['status']) => here.filter(appointment => appointment.status === status).length
    return {
      ...{ startsAt, endsAt, places: terms.places, bookedTally: tally('booked') },
      ...{ checkedInTally: tally('checkedIn'), missedTally: tally('missed') },
    }
  })
}

/** Those still to come for whom the hall will be closed, by day. */
function outsideByDay({ appointments }: AppointmentState, opening: Opening): { day: BusinessDay; tally: number }[] {
  const days = new Map<BusinessDay, number>()
  for (const appointment of appointments.values())
    if (appointment.status === 'booked' && isOutside(appointment, opening))
      days.set(appointment.businessDay, (days.get(appointment.businessDay) ?? 0) + 1)
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, tally]) => ({ day, tally }))
}
