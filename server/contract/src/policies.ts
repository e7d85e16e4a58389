import { z } from 'zod'
import { CarClass, command, Day, event } from './scalars.ts'

const MINUTES_MAX = 1440
const FEN_MAX = 10_000_000

/** How long an exemption may be used (限时). However it is read, nothing reaches beyond the service day. */
export const ValidFor = z.union([
  z.strictObject({ untilDayEnd: z.literal(true) }),
  z.strictObject({ minutesAfterGrant: z.int().min(1).max(MINUTES_MAX) }),
  z.strictObject({ expireAt: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/) }),
])
export type ValidFor = z.infer<typeof ValidFor>

/** What becomes of an order where the car has another discount already; the gate does it. */
export const StackRule = z.enum(['replace', 'max', 'sum', 'reject'])
export type StackRule = z.infer<typeof StackRule>

export const ExemptionPolicy = z.strictObject({
  version: z.string().max(20),
  freeMinutes: z.int().min(1).max(MINUTES_MAX),
  stackRule: StackRule,
  /** To the end of the service day where nothing is said. */
  validFor: ValidFor.optional(),
  perPlatePerDay: z.int().min(1).max(20),
  /** Of a calendar month; no limit where nothing is said. */
  perPlatePerMonth: z.int().min(1).max(620).optional(),
  /** All but casual cars where nothing is said; whom the gate itself turns away is not named here. */
  excludedClasses: z
    .array(CarClass.exclude(['casual']))
    .max(3)
    .refine(classes => new Set(classes).size === classes.length)
    .optional(),
  /** The completed service is enough, rated or not. */
  grantWithoutRating: z.boolean().optional(),
  /** V6: seconds of service, and seconds the form stood open, below which a rating earns no parking. */
  minServiceSeconds: z.int().min(0),
  minFormSeconds: z.int().min(0),
})
export type ExemptionPolicy = z.infer<typeof ExemptionPolicy>

/** The name of a version, as people say it. */
const Version = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,19}$/u)
/** A policy that somebody writes now. */
export const NewPolicy = ExemptionPolicy.extend({ version: Version })

/** What a lot asks for a stay, as whoever tries a policy tells it; nothing is ever billed by it. */
export const AssumedTariff = z.strictObject({
  freeUntilMinutes: z.int().min(0).max(MINUTES_MAX),
  hourFen: z.int().min(0).max(FEN_MAX),
  capFen: z.int().min(0).max(FEN_MAX),
  freeMinutesSide: z.enum(['front', 'back']),
  leaveWithinMinutes: z.int().min(0).max(MINUTES_MAX),
})

/** Business days, both included, on which a policy is tried. */
export const PolicyTrialRequest = z.strictObject({
  policy: NewPolicy,
  from: Day,
  to: Day,
  tariff: AssumedTariff.optional(),
})
export type PolicyTrialRequest = z.infer<typeof PolicyTrialRequest>

export const policyCommands = [
  /** From the next business day at the earliest: what holds on a day is known before it begins. */
  command('policy.adopt', { policy: NewPolicy, effectiveFrom: Day }),
  /** Only before its day. */
  command('policy.withdraw', { version: Version }),
] as const

export const policyEvents = [
  event('policy.adopted', { policy: ExemptionPolicy, effectiveFrom: Day }),
  event('policy.withdrawn', { version: z.string() }),
] as const
