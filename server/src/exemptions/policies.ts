import {
  addMinutes,
  type BusinessDay,
  type CommandOf,
  type Dated,
  type Decision,
  type EventsNamed,
  type ExemptionPolicy,
  earlier,
  endOfBusinessDay,
  type Facts,
  type Folds,
  type Instant,
  inForceOn,
  localTime,
  nextDay,
  refuse,
  type StackRule,
  scheduled,
} from '@pingting/contract'

export interface Adopted extends Dated {
  policy: ExemptionPolicy
  /** Absent for the one of the hall's card. */
  adoptedAt?: Instant
}

/** By their first day, the hall's card before all. A day that has begun keeps its policy for ever. */
export type Schedule = readonly Adopted[]

interface PolicyState {
  policies: Schedule
  /** Versions that were withdrawn before their day; their names are used up. */
  withdrawn: Map<string, true>
}

export interface PolicyFacts extends Facts {
  /** The stack rules that the gate of a lot can do, and the lot's name; nothing where it never told. */
  stackOf(lotId: string): { lot: string; rules: readonly StackRule[] } | undefined
}

export const policyOn = (schedule: Schedule, day: BusinessDay): ExemptionPolicy | undefined =>
  inForceOn(schedule, day)?.policy

/**
 * `policy.adopt` is checked in this order: the hall is there, the version is new, the day has not begun, no other
 * version begins on it, every lot whose bridge tells can do its stack rule. `policy.withdraw`: the version is known, and its day has not begun.
 */
export function adopt(
  { policy, effectiveFrom }: CommandOf<'policy.adopt'>,
  { policies, withdrawn, lotIds }: PolicyState & { lotIds: readonly string[] },
  { at, businessDay, stackOf }: PolicyFacts,
): Decision {
  const { version } = policy
  if (policies.length === 0) return refuse('hall.unknown')
  if (withdrawn.has(version) || policies.some(adopted => adopted.policy.version === version))
    return refuse('policy.version-taken', version)
  if (effectiveFrom <= businessDay) return refuse('policy.too-early', nextDay(businessDay))
  const other = policies.find(adopted => adopted.effectiveFrom === effectiveFrom)
  if (other !== undefined) return refuse('policy.day-taken', other.policy.version)
  const unable = lotIds.map(stackOf).find(can => can !== undefined && !can.rules.includes(policy.stackRule))
  if (unable !== undefined) return refuse('policy.stack-unable', unable.lot)
  return [{ type: 'policy.adopted', v: 1, at, policy, effectiveFrom }]
}

export function withdraw(
  { version }: CommandOf<'policy.withdraw'>,
  { policies, withdrawn }: PolicyState,
  { at, businessDay }: Facts,
): Decision {
  if (withdrawn.has(version)) return []
  const adopted = policies.find(({ policy }) => policy.version === version)
  if (adopted === undefined) return refuse('policy.unknown', version)
  if (adopted.effectiveFrom <= businessDay) return refuse('policy.in-force', version)
  return [{ type: 'policy.withdrawn', v: 1, at, version }]
}

export const policyFolds: Folds<PolicyState, EventsNamed<'policy'>> = {
  'policy.adopted': (state, { policy, effectiveFrom, at }) => {
    state.policies = scheduled(state.policies, { effectiveFrom, policy, adoptedAt: at })
  },
  'policy.withdrawn': (state, { version }) => {
    state.policies = state.policies.filter(({ policy }) => policy.version !== version)
    state.withdrawn.set(version, true)
  },
}

const LAST_DAY = '9999-12-31'
const monthOf = (day: BusinessDay): string => day.slice(0, 7)
export const firstOfMonth = (day: BusinessDay): BusinessDay => `${monthOf(day)}-01`

/** The first day whose tally of a plate may still be asked for on a day, or later: its own, or that of its month. */
export function talliedFrom(schedule: Schedule, day: BusinessDay): BusinessDay {
  const countsMonth = schedule.some(({ policy, effectiveFrom }, index) => {
    const until = schedule[index + 1]?.effectiveFrom ?? LAST_DAY
    return policy.perPlatePerMonth !== undefined && monthOf(effectiveFrom) <= monthOf(day) && until > day
  })
  return countsMonth ? firstOfMonth(day) : day
}

/** Until when what is granted now may be used (限时). */
export function lastUseAt({ validFor }: ExemptionPolicy, grantedAt: Instant, serviceDay: BusinessDay): Instant {
  const dayEndsAt = endOfBusinessDay(serviceDay)
  if (validFor === undefined || 'untilDayEnd' in validFor) return dayEndsAt
  if ('expireAt' in validFor) return localTime(serviceDay, validFor.expireAt)
  return earlier(addMinutes(grantedAt, validFor.minutesAfterGrant), dayEndsAt)
}
