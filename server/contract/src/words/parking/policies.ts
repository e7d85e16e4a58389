import type { BusinessDay } from '../time.ts'

/** What holds from a business day on, until the next of its kind does. */
export interface Dated {
  effectiveFrom: BusinessDay
}

/** Of a list in the order of its days, what is in force on one of them; before the first, the first. */
export const inForceOn = <T extends Dated>(schedule: readonly T[], day: BusinessDay): T | undefined =>
  schedule.findLast(({ effectiveFrom }) => effectiveFrom <= day) ?? schedule[0]

/** The list with one more, put in at its day. */
export function scheduled<T extends Dated>(schedule: readonly T[], one: T): T[] {
  const later = schedule.filter(({ effectiveFrom }) => effectiveFrom > one.effectiveFrom)
  return [...schedule.slice(0, schedule.length - later.length), one, ...later]
}

/** What everybody may know of a policy. */
export interface Offer {
  freeMinutes: number
  /** The completed service is enough, rated or not. */
  grantWithoutRating?: boolean
}

/** What is offered from a day on. */
export interface Terms extends Offer, Dated {
  version: string
}

/** What a hall offers on a day: what it began with, until the first day of a version adopted since. */
export const offerOn = ({ terms = [], ...first }: Offer & { terms?: readonly Terms[] }, day: BusinessDay): Offer =>
  terms.findLast(({ effectiveFrom }) => effectiveFrom <= day) ?? first
