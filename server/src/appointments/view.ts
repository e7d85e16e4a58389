import {
  type BookableDay,
  type BusinessDay,
  businessDayOf,
  type Calendar,
  type DayLoad,
  type Instant,
  isWorkday,
  type OwnAppointment,
  type SlotLoad,
} from '@pingting/contract'
import { daysOf, slotsOf } from './slots.ts'
import { type Appointment, type AppointmentState, slotKey } from './state.ts'

/** The days on which a service may be booked; nothing where it takes no appointments. */
export function bookableDays(
  state: AppointmentState,
  serviceCode: string,
  now: Instant,
  calendar: Calendar,
): BookableDay[] | undefined {
  const terms = state.terms.get(serviceCode)
  if (terms === undefined) return undefined
  return daysOf(terms, businessDayOf(now)).map(day => {
    if (!isWorkday(day, calendar)) return { day, closed: true, slots: [] }
    const slots = slotsOf(terms, day)
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

export function ownAppointment(hallId: string, appointment: Appointment): OwnAppointment {
  const { serviceCode, startsAt, endsAt, checkInFrom, checkInUntil, status } = appointment
  return { hallId, serviceCode, startsAt, endsAt, checkInFrom, checkInUntil, status }
}

type Named = { code: string; zh: string; en: string }

/** How full the slots of a day are; of a day before today nothing is left here. */
export function dayLoad(
  state: AppointmentState,
  services: readonly Named[],
  day: BusinessDay,
  calendar: Calendar,
): DayLoad {
  const ofDay = [...state.appointments.values()].filter(({ businessDay }) => businessDay === day)
  const bookable = services.flatMap(({ code, zh, en }) => {
    const terms = state.terms.get(code)
    if (terms === undefined) return []
    const own = ofDay.filter(({ serviceCode }) => serviceCode === code)
    const slots = slotsOf(terms, day).map(({ startsAt, endsAt }): SlotLoad => {
      const here = own.filter(appointment => appointment.startsAt === startsAt)
      const tally = (status: Appointment['status']) => here.filter(appointment => appointment.status === status).length
      return {
        ...{ startsAt, endsAt, places: terms.places, bookedTally: tally('booked') },
        ...{ checkedInTally: tally('checkedIn'), missedTally: tally('missed') },
      }
    })
    return [{ code, zh, en, terms, slots }]
  })
  return { day, ...(!isWorkday(day, calendar) && { closed: true }), services: bookable }
}
