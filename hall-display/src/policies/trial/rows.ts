import type { PolicyTrial, TrialSum } from '@pingting/contract/words/parking/trial'
import type { PolicyRow } from '@pingting/contract/words/screen'
import { type BusinessDay, daysBefore } from '@pingting/contract/words/time'

/** The seven days before this one. */
export const lastWeek = (today: BusinessDay): { from: BusinessDay; to: BusinessDay } => ({
  ...{ from: daysBefore(today, 7), to: daysBefore(today, 1) },
})

/** The versions that held on some of these days, in the order of their days; before its first, the first does. */
export const heldOn = (policies: readonly PolicyRow[], days: { from: BusinessDay; to: BusinessDay }): PolicyRow[] =>
  policies.filter(({ effectiveFrom }, place) => {
    const next = policies[place + 1]
    return (place === 0 || effectiveFrom <= days.to) && (next === undefined || next.effectiveFrom > days.from)
  })

const FIGURES = ['granted', 'withheld', 'grantedMinutes', 'used', 'coveredMinutes', 'waivedFen'] as const
export type Figure = (typeof FIGURES)[number]

/** One line of a trial: tried, under the policy in force, in truth, and by how much the first is more than the second. */
export interface TrialRow<T extends string> {
  name: T
  tried: number | undefined
  inForce: number | undefined
  inTruth: number | undefined
  more: number | undefined
}

export function figuresOf({ tried, inForce, inTruth, visits }: PolicyTrial): TrialRow<Figure>[] {
  const of = (sum: TrialSum) => ({ ...sum, withheld: visits - sum.granted })
  return FIGURES.map(name => besideEachOther(name, of(tried)[name], of(inForce)[name], of(inTruth)[name]))
}

/** Visits without parking by reason, the most frequent first. */
export function reasonsOf({ tried, inForce, inTruth }: PolicyTrial): TrialRow<string>[] {
  const tally = (sum: TrialSum, reason: string): number => sum.byReason[reason] ?? 0
  return [...new Set([tried, inForce, inTruth].flatMap(({ byReason }) => Object.keys(byReason)))]
    .map(reason => besideEachOther(reason, tally(tried, reason), tally(inForce, reason), tally(inTruth, reason)))
    .sort((a, b) => most(b) - most(a) || (a.name < b.name ? -1 : 1))
}

const most = ({ tried, inForce, inTruth }: TrialRow<string>): number => Math.max(tried ?? 0, inForce ?? 0, inTruth ?? 0)

const besideEachOther = <T extends string>(
  name: T,
  tried: number | undefined,
  inForce: number | undefined,
  inTruth: number | undefined,
): TrialRow<T> => ({
  ...{ name, tried, inForce, inTruth },
  more: tried === undefined || inForce === undefined ? undefined : tried - inForce,
})
