import { createHash } from 'node:crypto'
import { type Day, playDay, type Setting } from './day.ts'
import { FAULT_KINDS, type FaultKind } from './engine/faults.ts'

/** A day is played again with other levels every so often: parking must not notice (I-14). */
const SHIFTED_EVERY = 20

export interface Campaign {
  days: number
  events: number
  commits: number
  tally: Record<FaultKind, number>
  inTheEvening: number
  /** How many of the strikes at c15 cut off a repair. */
  inRepair: number
  /** How often free parking was granted, and withheld for each reason. */
  verdicts: Record<string, number>
  /** The first failing days, with what was found. */
  failed: { setting: Setting; violations: string[] }[]
  violations: number
  /** Of each day, in their order. */
  digests: string[]
}

/** One digest for all days: the same for the same days, however many threads played them. */
export const digestOf = (digests: readonly string[]): string =>
  createHash('sha256').update(digests.join('')).digest('hex')

/** Plays one day, and where it is its turn once more with every level shifted. */
export async function playChecked(setting: Setting): Promise<Day> {
  const day = await playDay(setting)
  if (setting.seed % SHIFTED_EVERY !== 0) return day
  const shifted = await playDay({ ...setting, levelShift: 1 })
  const violations = [...day.violations, ...shifted.violations.map(line => `${line} (with other levels)`)]
  if (shifted.grants !== day.grants) violations.push('I-14 other levels, and other exemptions were granted')
  return { ...day, violations }
}

/** Plays day after day from a seed on. `until` ends it early. */
export async function run(
  first: Setting,
  days: number,
  until: (campaign: Campaign) => boolean = () => false,
): Promise<Campaign> {
  const tally = Object.fromEntries(FAULT_KINDS.map(kind => [kind, 0])) as Record<FaultKind, number>
  const campaign: Campaign = {
    ...{ days: 0, events: 0, commits: 0, tally, inTheEvening: 0, inRepair: 0, verdicts: {} },
    ...{ failed: [], violations: 0, digests: [] },
  }
  while (campaign.days < days && !until(campaign)) {
    const day = await playChecked({ ...first, seed: first.seed + campaign.days })
    campaign.days += 1
    campaign.events += day.events
    campaign.commits += day.commits
    campaign.inTheEvening += day.inTheEvening
    campaign.inRepair += day.inRepair
    campaign.violations += day.violations.length
    for (const kind of FAULT_KINDS) tally[kind] += day.tally[kind]
    for (const [verdict, count] of Object.entries(day.verdicts))
      campaign.verdicts[verdict] = (campaign.verdicts[verdict] ?? 0) + count
    if (day.violations.length > 0) campaign.failed.push({ setting: day.setting, violations: day.violations })
    campaign.digests.push(day.digest)
  }
  return campaign
}
