import type { LotFrame, PolicyRow } from '@pingting/contract'
import { expect, test } from 'vitest'
import { unablePolicies } from '../../../../hall-display/src/parking/gate/unable.ts'

const policy = (version: string, effectiveFrom: string, stackRule: string) =>
  ({ effectiveFrom, policy: { version, stackRule } }) as unknown as PolicyRow

test('[PO13] of today’s policy and those to come those are told whose rule the gate cannot do', () => {
  const policies = [
    policy('old', '2026-11-01', 'sum'),
    policy('now', '2026-11-20', 'replace'),
    policy('soon', '2026-12-01', 'max'),
    policy('later', '2026-12-02', 'sum'),
  ]
  const named = (stackRules?: LotFrame['stackRules']) =>
    unablePolicies(stackRules && { stackRules }, policies, '2026-11-23').map(row => row.policy.version)
  expect([named(), named(['max', 'reject']), named(['replace', 'max', 'sum'])]).toEqual([[], ['now', 'later'], []])
  expect(unablePolicies(undefined, policies, '2026-11-23')).toEqual([])
})
