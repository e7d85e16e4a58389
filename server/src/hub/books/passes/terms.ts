import type { BusinessDay } from '@pingting/contract'
import { policyOn } from '../../../exemptions/policies.ts'
import type { DayTerms } from '../../../settlements/diary/terms.ts'
import type { Hub } from '../../dispatch.ts'
import { visitIdOf } from '../../ids.ts'

const NO_POLICY = { freeMinutes: 0, perPlatePerDay: 0 }

/** What the halls' policies say of a day, and of a grant that names one; a version that no hall has adopted gives nothing. */
export function termsOn(hub: Pick<Hub, 'stream'>, day: BusinessDay): DayTerms {
  const policiesOf = (hallId: string) => hub.stream('hall', hallId)?.peek().exemptions.policies ?? []
  return {
    visitIdFor: visitIdOf,
    offerOf: hallId => policyOn(policiesOf(hallId), day) ?? NO_POLICY,
    policyOf(hallId, version) {
      const policies = policiesOf(hallId)
      const adopted = policies.find(({ policy }) => policy.version === version)
      return policies.length === 0 ? undefined : (adopted?.policy ?? NO_POLICY)
    },
  }
}
