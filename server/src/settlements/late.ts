import {
  addMs,
  type BusinessDay,
  businessDayOf,
  daysBefore,
  type Event,
  endOfBusinessDay,
  HOUR_MS,
  type Instant,
} from '@pingting/contract'

/** What is told of a day until then is in its books: two hours after it ended. */
export const cutOffOf = (day: BusinessDay): Instant => addMs(endOfBusinessDay(day), 2 * HOUR_MS)

/** What is told of a day later than that is in no books: its plates are erased soon. */
export const DAYS_BACK = 28

/** The day on which a fact came true at the gate or in the hall, whenever it was told; of other events none. */
export function dayOf(event: Event): BusinessDay | undefined {
  switch (event.type) {
    case 'stay.entered':
      return businessDayOf(event.enteredAt)
    case 'stay.exited':
    case 'stay.exemptionHonoured':
      return businessDayOf(event.exitedAt)
    case 'stay.exemptionDenied':
      return businessDayOf(event.deniedAt)
    case 'ledger.accepted':
      return businessDayOf(event.acceptedAt)
    case 'settlement.fileTaken':
    case 'exemption.granted':
    case 'ticket.taken':
      return event.businessDay
    default:
      return undefined
  }
}

/** Days whose books an event changes although their cut-off has passed. */
export function lateDaysOf(event: Event): BusinessDay[] {
  const day = dayOf(event)
  if (day === undefined) return []
  const days = mayBeOfDayBefore(event) ? [daysBefore(day, 1), day] : [day]
  return lateOf(days, event.at)
}

/** Those whose cut-off had passed by then, and not too long ago. */
export const lateOf = (days: readonly BusinessDay[], at: Instant): BusinessDay[] =>
  days.filter(day => at >= cutOffOf(day) && day >= daysBefore(businessDayOf(at), DAYS_BACK))

/** What was granted the day before may be held and used after midnight, rightly for a while, and wrongly later (RB28). */
const mayBeOfDayBefore = ({ type }: Event): boolean => OF_GRANTS.has(type)
const OF_GRANTS: ReadonlySet<Event['type']> = new Set([
  ...(['stay.exemptionHonoured', 'stay.exemptionDenied', 'ledger.accepted', 'settlement.fileTaken'] as const),
])
