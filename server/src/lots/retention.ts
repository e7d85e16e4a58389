import {
  addMs,
  type BusinessDay,
  businessDayOf,
  DAY_MS,
  type EventOf,
  endOfBusinessDay,
  type Instant,
  later,
} from '@pingting/contract'

/** What one business day's data key seals: plates of stays, some of which may not be over. */
interface KeptDay {
  open: Map<string, true>
  /** The latest event that put something under this key, or ended a stay under it. */
  touchedAt: Instant
}

export interface Retention {
  days: Map<BusinessDay, KeptDay>
  /** The days whose keys hold a plate of a car that is still inside. */
  openStays: Map<string, BusinessDay[]>
  /** Days whose key was dropped. */
  erased: Map<BusinessDay, true>
}

/** Plates are kept for 30 days at most after their stay is over. */
const KEPT_MS = 30 * DAY_MS

export const emptyRetention = (): Retention => ({ days: new Map(), openStays: new Map(), erased: new Map() })

type PlateEvent = EventOf<'stay.entered' | 'stay.plateCorrected' | 'stay.exited'>

/** Files a plate under the day whose key seals it. */
export function keep(retention: Retention, { type, stayId, plate, at }: PlateEvent): void {
  const day = businessDayOf(at)
  const days = retention.openStays.get(stayId) ?? []
  if (plate !== undefined && !days.includes(day)) days.push(day)
  const over = type === 'stay.exited'
  if (over || days.length === 0) retention.openStays.delete(stayId)
  else retention.openStays.set(stayId, days)
  for (const each of days) {
    const kept = retention.days.get(each) ?? { open: new Map(), touchedAt: at }
    retention.days.set(each, kept)
    kept.touchedAt = at
    if (over) kept.open.delete(stayId)
    else kept.open.set(stayId, true)
  }
}

export function erase(retention: Retention, day: BusinessDay): void {
  retention.days.delete(day)
  retention.erased.set(day, true)
}

export function isErasable(retention: Retention, day: BusinessDay, now: Instant): boolean {
  const kept = retention.days.get(day)
  if (kept === undefined || kept.open.size > 0) return false
  return now >= addMs(later(kept.touchedAt, endOfBusinessDay(day)), KEPT_MS)
}

export const erasableDays = (retention: Retention, now: Instant): BusinessDay[] =>
  [...retention.days.keys()].filter(day => isErasable(retention, day, now))
