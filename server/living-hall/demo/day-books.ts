import type { BusinessDay } from '@pingting/contract'
import type { States } from '../../src/domain.ts'
import { policyOn } from '../../src/exemptions/policies.ts'
import { drawDay } from '../../src/hub/books/day.ts'
import { visitIdOf } from '../../src/hub/ids.ts'
import type { Diary } from '../../src/settlements/diary/diary.ts'
import { cutOffOf } from '../../src/settlements/late.ts'
import { isBreak } from '../../src/settlements/matching/register.ts'

/** The books of the played day as its settlement would have them, after the cut-off: what is settled, and each break. */
export async function settledDay(diary: Diary, day: BusinessDay, { exemptions }: States['hall']) {
  const policy = policyOn(exemptions.policies, day) ?? { freeMinutes: 0, perPlatePerDay: 0 }
  const terms = { visitIdFor: visitIdOf, offerOf: () => policy, policyOf: () => policy }
  const rules = { now: cutOffOf(day), isLedgerTold: false, shifts: ['00:00'] as const }
  const { verdicts, totals } = await drawDay(diary, day, terms, rules, { adjustments: [], shifts: [] })
  return { settled: totals.settled, breaks: verdicts.filter(({ matchClass }) => isBreak(matchClass)) }
}
