import type { Screen, StayRow } from '@pingting/contract/words/screen'

export type UnsureStay = StayRow & Required<Pick<StayRow, 'review'>>

/** Cars inside whose plate waits for a person, the longest waiting first: they may be rated any moment. */
export const unsureStays = (stays: Screen['stays']): UnsureStay[] =>
  Object.values(stays)
    .filter((stay): stay is UnsureStay => stay.review !== undefined && stay.exitedAt === undefined)
    .sort((a, b) => (a.enteredAt < b.enteredAt ? -1 : 1))
