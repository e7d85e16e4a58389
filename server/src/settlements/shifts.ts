import {
  addMs,
  type BusinessDay,
  businessDayOf,
  type ClosedShift,
  DAY_MS,
  daysBefore,
  endOfBusinessDay,
  HOUR_MS,
  type Instant,
  MINUTE_MS,
  nextDay,
} from '@pingting/contract'
import type { Shifts } from './matching/totals.ts'
import { type SettlementState, shiftKey } from './state.ts'

/** A shift of a day, from its beginning to that of the next, the last one over midnight. */
export interface ShiftSpan {
  businessDay: BusinessDay
  /** Local time, `hh:mm`. */
  begins: string
  from: Instant
  /** The first instant after it. */
  to: Instant
}

/** By then the parts have told each other what happened in it. */
const SETTLED_MS = 15 * MINUTE_MS

/** Shifts of today and yesterday that are over and not closed, in their order. */
export function shiftsToClose({ shifts: closed }: SettlementState, shifts: Shifts, now: Instant): ShiftSpan[] {
  const today = businessDayOf(now)
  return [daysBefore(today, 1), today]
    .flatMap(day => spansOf(day, shifts))
    .filter(span => now >= addMs(span.to, SETTLED_MS) && !closed.has(shiftKey(span)))
}

function spansOf(day: BusinessDay, shifts: Shifts): ShiftSpan[] {
  const begins = shifts.map(begin => instantOn(day, begin))
  const ends = [...begins.slice(1), instantOn(nextDay(day), shifts[0])]
  return shifts.map((begin, index) => ({ businessDay: day, begins: begin, from: begins[index]!, to: ends[index]! }))
}

function instantOn(day: BusinessDay, clock: string): Instant {
  const [hours, minutes] = clock.split(':').map(Number)
  return addMs(endOfBusinessDay(day), hours! * HOUR_MS + minutes! * MINUTE_MS - DAY_MS)
}

/** Business days of which uses may be in it: what was granted the day before may be used after midnight (RB28). */
export function daysIn({ businessDay, to }: ShiftSpan): BusinessDay[] {
  const last = businessDayOf(addMs(to, -1))
  return [daysBefore(businessDay, 1), businessDay, ...(last > businessDay ? [last] : [])]
}

/** Those of a day, in their order. */
export const closedShifts = ({ shifts }: SettlementState, day: BusinessDay): ClosedShift[] =>
  [...shifts.values()]
    .filter(({ businessDay }) => businessDay === day)
    .sort((one, other) => (one.begins < other.begins ? -1 : 1))
