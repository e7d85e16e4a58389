import { inForceOn } from '@pingting/contract/words/parking/policies'
import type { LotFrame, PolicyRow } from '@pingting/contract/words/screen'
import type { BusinessDay } from '@pingting/contract/words/time'

/** Policies of today and to come whose orders the gate of this car park will refuse; none where nobody tells what it can. */
export function unablePolicies(
  frame: Pick<LotFrame, 'stackRules'> | undefined,
  policies: readonly PolicyRow[] = [],
  today: BusinessDay,
): PolicyRow[] {
  const rules = frame?.stackRules
  if (rules === undefined) return []
  const inForce = inForceOn(policies, today)
  return policies.filter(row => (row === inForce || row.effectiveFrom > today) && !rules.includes(row.policy.stackRule))
}
