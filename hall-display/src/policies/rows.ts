import type { ExemptionPolicy } from '@pingting/contract'
import { inForceOn } from '@pingting/contract/words/parking/policies'
import type { PolicyRow } from '@pingting/contract/words/screen'
import { type BusinessDay, daysBefore } from '@pingting/contract/words/time'
import { EXCLUDABLE } from './draft.ts'

export type Standing = 'inForce' | 'coming' | 'past'

export interface Version extends PolicyRow {
  standing: Standing
  /** The last day on which it held or will hold, where another follows. */
  until?: BusinessDay
  /** The one before it; the first has none. */
  before?: ExemptionPolicy
}

/** What is coming, soonest first; then what is in force; then what was, the latest first. */
export function versionsOf(policies: readonly PolicyRow[], today: BusinessDay): Version[] {
  const inForce = inForceOn(policies, today)
  const versions = policies.map((row, place): Version => {
    const next = policies[place + 1]
    return {
      ...row,
      standing: row === inForce ? 'inForce' : row.effectiveFrom > today ? 'coming' : 'past',
      ...(next && { until: daysBefore(next.effectiveFrom, 1) }),
      ...(place > 0 && { before: policies[place - 1]!.policy }),
    }
  })
  const of = (standing: Standing) => versions.filter(version => version.standing === standing)
  return [...of('coming'), ...of('inForce'), ...of('past').reverse()]
}

/** One thing that a policy says: which, and how much or which of several. */
export type Line =
  | { about: 'freeMinutes' | 'perPlatePerDay' | 'minServiceSeconds' | 'minFormSeconds'; n: number }
  | { about: 'perPlatePerMonth'; n: number | undefined }
  | { about: 'window'; says: 'dayEnd' }
  | { about: 'window'; says: 'minutes'; n: number }
  | { about: 'window'; says: 'clock'; at: string }
  | { about: 'stackRule'; says: ExemptionPolicy['stackRule'] }
  | { about: 'grant'; says: 'rated' | 'unrated' }
  | { about: 'excluded'; classes: readonly string[] }

/** Everything that a policy says, also where it says nothing and something holds all the same. */
export function linesOf(policy: ExemptionPolicy): Line[] {
  const { validFor = { untilDayEnd: true } } = policy
  return [
    { about: 'freeMinutes', n: policy.freeMinutes },
    'minutesAfterGrant' in validFor
      ? { about: 'window', says: 'minutes', n: validFor.minutesAfterGrant }
      : 'expireAt' in validFor
        ? { about: 'window', says: 'clock', at: validFor.expireAt }
        : { about: 'window', says: 'dayEnd' },
    { about: 'grant', says: policy.grantWithoutRating === true ? 'unrated' : 'rated' },
    { about: 'perPlatePerDay', n: policy.perPlatePerDay },
    { about: 'perPlatePerMonth', n: policy.perPlatePerMonth },
    { about: 'excluded', classes: EXCLUDABLE.filter(each => (policy.excludedClasses ?? EXCLUDABLE).includes(each)) },
    { about: 'minServiceSeconds', n: policy.minServiceSeconds },
    { about: 'minFormSeconds', n: policy.minFormSeconds },
    { about: 'stackRule', says: policy.stackRule },
  ]
}

/** What the second says otherwise. */
export function changesIn(before: ExemptionPolicy, after: ExemptionPolicy): Line[] {
  const old = linesOf(before)
  return linesOf(after).filter((line, place) => JSON.stringify(line) !== JSON.stringify(old[place]))
}
