import type { Profile } from '../gate.ts'
import type { Moment } from '../place.ts'
import type { BreakClass, Way } from './break.ts'
import { B3, B4, B5, B6, B7, B8, B9 } from './of-exemptions.ts'
import { B2, B9_GRANTED } from './of-grants.ts'
import { B1, B6_FILED, B9_FILED, B10, B11, B12, B13, B13_FILED } from './of-stays.ts'

/** Every class with what may happen in the world that it stands for. */
export const WAYS: Readonly<Record<BreakClass, readonly Way[]>> = {
  ...{
    B1,
    B2,
    B3,
    B4,
    B5,
    B6: [...B6, ...B6_FILED],
    B7,
    B8,
    B9: [...B9, ...B9_GRANTED, ...B9_FILED],
    B10,
    B11,
    B12,
    B13: [...B13, ...B13_FILED],
  },
}
export const BREAK_CLASSES = Object.keys(WAYS) as BreakClass[]

export interface Case {
  breakClass: BreakClass
  way: Way
  profile: Profile
  moment: Moment
}

/** Every way into a class, at every gate that can tell it, whenever the books are drawn. */
export const casesOf = (breakClass: BreakClass): Case[] =>
  WAYS[breakClass].flatMap(way =>
    (way.profiles ?? (['methods', 'registers', 'coupons'] as const)).flatMap(profile =>
      (way.moments ?? (['rolling', 'final'] as const)).map(moment => ({ breakClass, way, profile, moment })),
    ),
  )
