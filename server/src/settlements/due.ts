import {
  addMs,
  type BusinessDay,
  businessDayOf,
  daysBefore,
  type Instant,
  MINUTE_MS,
  nextDay,
} from '@pingting/contract'
import { cutOffOf, DAYS_BACK } from './late.ts'
import { isMonthClosed, isOutdated, type SettlementState } from './state.ts'

/** Days whose settlement is to be drawn, the oldest first: whose cut-off has passed, from the first on that was drawn. */
export function daysToDraw(state: SettlementState, now: Instant): BusinessDay[] {
  const today = businessDayOf(now)
  const [first = daysBefore(today, 1)] = [...state.days.keys()].sort()
  const due: BusinessDay[] = []
  for (let day = later(first, daysBefore(today, DAYS_BACK)); day < today; day = nextDay(day))
    if (!state.days.has(day) && !isMonthClosed(state, day) && now >= cutOffOf(day)) due.push(day)
  return due
}

const later = (one: BusinessDay, other: BusinessDay): BusinessDay => (one > other ? one : other)

/** Days of which something was adjusted after their settlement was drawn, however long ago that is. */
export const daysAdjusted = (state: SettlementState): BusinessDay[] =>
  [...state.days].flatMap(([day, drawn]) => (isOutdated(state, day, drawn) && !isMonthClosed(state, day) ? [day] : []))

/** By then halls have made of a late fact what is to be made of it. */
const SETTLED_MS = 20 * MINUTE_MS

/** Days of which something was told late, until a pass has seen what became of it. @param passedAt the last pass of each */
export function daysToPass(
  state: SettlementState,
  now: Instant,
  passedAt: ReadonlyMap<BusinessDay, Instant>,
): BusinessDay[] {
  const from = daysBefore(businessDayOf(now), DAYS_BACK)
  const isSeen = (day: BusinessDay, at: Instant): boolean =>
    [passedAt.get(day), state.days.get(day)?.drawnAt].some(seen => seen !== undefined && seen >= addMs(at, SETTLED_MS))
  return [...state.lateAt]
    .flatMap(([day, at]) => (day < from || isMonthClosed(state, day) || isSeen(day, at) ? [] : day))
    .sort()
}
