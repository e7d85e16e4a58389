import type { ExemptionPolicy } from '@pingting/contract'

export type Excludable = NonNullable<ExemptionPolicy['excludedClasses']>[number]
export const EXCLUDABLE: readonly Excludable[] = ['monthCard', 'staff', 'vip']

/** A policy as it stands in the form, which may be wrong yet. */
export interface Draft {
  version: string
  freeMinutes: string
  window: 'dayEnd' | 'minutes' | 'clock'
  windowMinutes: string
  windowClock: string
  stackRule: ExemptionPolicy['stackRule']
  perPlatePerDay: string
  /** Empty where there is no limit. */
  perPlatePerMonth: string
  excluded: readonly Excludable[]
  grantWithoutRating: boolean
  minServiceSeconds: string
  minFormSeconds: string
}

/** Begun with what is in force; a new version has a new name. */
export function draftOf({ validFor = { untilDayEnd: true }, ...policy }: ExemptionPolicy): Draft {
  const window =
    'minutesAfterGrant' in validFor
      ? { window: 'minutes' as const, windowMinutes: String(validFor.minutesAfterGrant) }
      : 'expireAt' in validFor
        ? { window: 'clock' as const, windowClock: validFor.expireAt }
        : { window: 'dayEnd' as const }
  return {
    ...{ version: '', freeMinutes: String(policy.freeMinutes), stackRule: policy.stackRule },
    ...{ windowMinutes: '120', windowClock: '18:00', ...window },
    perPlatePerDay: String(policy.perPlatePerDay),
    perPlatePerMonth: policy.perPlatePerMonth === undefined ? '' : String(policy.perPlatePerMonth),
    excluded: policy.excludedClasses ?? EXCLUDABLE,
    grantWithoutRating: policy.grantWithoutRating === true,
    minServiceSeconds: String(policy.minServiceSeconds),
    minFormSeconds: String(policy.minFormSeconds),
  }
}

/** Of every field that holds a number, the least and the most the hub takes. */
const BOUNDS = {
  freeMinutes: [1, 1440],
  windowMinutes: [1, 1440],
  perPlatePerDay: [1, 20],
  perPlatePerMonth: [1, 620],
  minServiceSeconds: [0, 86_400],
  minFormSeconds: [0, 86_400],
} as const
type NumberField = keyof typeof BOUNDS
export type Field = NumberField | 'version' | 'windowClock'

/** As people say a version; the hub has the same rule. */
const VERSION = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,19}$/u
const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$/

/** A whole number of at most seven digits, or NaN. */
export const wholeOf = (text: string): number => (/^\d{1,7}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN)

function isWithin(draft: Draft, field: NumberField): boolean {
  const [least, most] = BOUNDS[field]
  const whole = wholeOf(draft[field])
  return whole >= least && whole <= most
}

/** What a person has to put right before anything is sent, in the order of the form. */
export function wrongIn(draft: Draft): Field[] {
  const concerned: Record<Field, boolean> = {
    version: !VERSION.test(draft.version.trim()),
    freeMinutes: !isWithin(draft, 'freeMinutes'),
    windowMinutes: draft.window === 'minutes' && !isWithin(draft, 'windowMinutes'),
    windowClock: draft.window === 'clock' && !CLOCK.test(draft.windowClock),
    perPlatePerDay: !isWithin(draft, 'perPlatePerDay'),
    perPlatePerMonth: draft.perPlatePerMonth.trim() !== '' && !isWithin(draft, 'perPlatePerMonth'),
    minServiceSeconds: !isWithin(draft, 'minServiceSeconds'),
    minFormSeconds: !isWithin(draft, 'minFormSeconds'),
  }
  return (Object.keys(concerned) as Field[]).filter(field => concerned[field])
}

/** Of a draft in which nothing is wrong. */
export function policyOf(draft: Draft): ExemptionPolicy {
  const validFor =
    draft.window === 'minutes'
      ? { minutesAfterGrant: wholeOf(draft.windowMinutes) }
      : draft.window === 'clock'
        ? { expireAt: draft.windowClock }
        : undefined
  const ofMonth = draft.perPlatePerMonth.trim()
  return {
    version: draft.version.trim(),
    freeMinutes: wholeOf(draft.freeMinutes),
    stackRule: draft.stackRule,
    ...(validFor && { validFor }),
    perPlatePerDay: wholeOf(draft.perPlatePerDay),
    ...(ofMonth !== '' && { perPlatePerMonth: wholeOf(ofMonth) }),
    excludedClasses: EXCLUDABLE.filter(each => draft.excluded.includes(each)),
    ...(draft.grantWithoutRating && { grantWithoutRating: true }),
    minServiceSeconds: wholeOf(draft.minServiceSeconds),
    minFormSeconds: wholeOf(draft.minFormSeconds),
  }
}
