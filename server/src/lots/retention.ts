import {
  addMs,
  type BusinessDay,
  businessDayOf,
  DAY_MS,
  type Event,
  type EventOf,
  endOfBusinessDay,
  type Instant,
  later,
} from '@pingting/contract'

/** What one business day's data key seals: plates of stays and words of staff, of which some may not be over. */
interface KeptDay {
  open: Map<string, true>
  /** The latest event that put something under this key, or ended a stay under it. */
  touchedAt: Instant
}

export interface Retention {
  days: Map<BusinessDay, KeptDay>
  /** The days whose keys hold a plate of a car that is still inside, or words about a difference that is open. */
  holding: Map<string, BusinessDay[]>
  /** Days whose key was dropped. */
  erased: Map<BusinessDay, true>
}

/** Plates and words are kept for 30 days at most after their stay or difference is over. */
const KEPT_MS = 30 * DAY_MS

export const emptyRetention = (): Retention => ({ days: new Map(), holding: new Map(), erased: new Map() })

type PlateEvent = EventOf<'stay.entered' | 'stay.plateCorrected' | 'stay.plateReviewed' | 'stay.exited'>

/** Files a plate under the day whose key seals it. */
export function keep(retention: Retention, { type, stayId, plate, at }: PlateEvent): void {
  hold(retention, stayId, at, { sealed: plate !== undefined, over: type === 'stay.exited' })
}

/** What staff write about a difference is kept until it is closed. */
export function keepWords(retention: Retention, event: Event): void {
  switch (event.type) {
    case 'break.explained':
    case 'adjustment.proposed':
    case 'adjustment.rejected':
    case 'adjustment.paid':
      hold(retention, nameOf(event.key), event.at, { sealed: true, over: false })
      break
    case 'break.closed':
      hold(retention, nameOf(event.key), event.at, { sealed: false, over: true })
      break
  }
}

/** No stay is called so: their names have no space. */
const nameOf = (breakKey: string): string => `break ${breakKey}`

/** `sealed`: something of it is under the key of this day. */
function hold(retention: Retention, id: string, at: Instant, { sealed, over }: { sealed: boolean; over: boolean }) {
  const day = businessDayOf(at)
  const days = retention.holding.get(id) ?? []
  if (sealed && !days.includes(day)) days.push(day)
  if (over || days.length === 0) retention.holding.delete(id)
  else retention.holding.set(id, days)
  for (const each of days) {
    const kept = retention.days.get(each) ?? { open: new Map(), touchedAt: at }
    retention.days.set(each, kept)
    kept.touchedAt = at
    if (over) kept.open.delete(id)
    else kept.open.set(id, true)
  }
}

/** A plate of no stay, which nothing but time lets go. */
export function keepLoose({ days }: Retention, at: Instant): void {
  const day = businessDayOf(at)
  days.set(day, { open: days.get(day)?.open ?? new Map(), touchedAt: at })
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
