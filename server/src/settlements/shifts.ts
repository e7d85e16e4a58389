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
  later,
  MINUTE_MS,
  nextDay,
} from '@pingting/contract'
import { DAYS_BACK } from './late.ts'
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

/**
 * Shifts that are over and not closed, in their order: those after the one that was closed last, up to 28 days back; of a
 * car park that has closed none, those of today and yesterday.
 */
export function shiftsToClose(state: SettlementState, shifts: Shifts, now: Instant): ShiftSpan[] {
  const today = businessDayOf(now)
  const last = lastClosed(state)
  const first = [last?.businessDay ?? today, daysBefore(today, 1)].sort()[0]!
  const due: ShiftSpan[] = []
  for (let day = later(first, daysBefore(today, DAYS_BACK)); day <= today; day = nextDay(day))
    due.push(...spansOf(day, shifts))
  return due.filter(
    span =>
      now >= addMs(span.to, SETTLED_MS) && !state.shifts.has(shiftKey(span)) && span.to > (last?.from ?? span.from),
  )
}

/** Days since the last closed shift of which none is closed any more: too long ago. */
export function daysGivenUp(state: SettlementState, now: Instant): { from: BusinessDay; to: BusinessDay } | undefined {
  const last = lastClosed(state)
  const kept = daysBefore(businessDayOf(now), DAYS_BACK)
  return last === undefined || last.businessDay >= kept
    ? undefined
    : { from: last.businessDay, to: daysBefore(kept, 1) }
}

const lastClosed = ({ shifts }: SettlementState): ClosedShift | undefined =>
  [...shifts.values()].reduce<ClosedShift | undefined>(
    (last, shift) => (last === undefined || shift.from > last.from ? shift : last),
    undefined,
  )

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
