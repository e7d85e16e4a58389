import type { ExemptionPolicy, PolicyTrialRequest } from '@pingting/contract'
import type { PolicyTrial } from '@pingting/contract/words/parking/trial'
import type { PolicyRow } from '@pingting/contract/words/screen'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import { policiesText } from '../../text/policies/index.ts'
import { Changes } from '../Lines.tsx'
import { heldOn } from './rows.ts'
import { TrialTable } from './TrialTable.tsx'

interface Props {
  trial: PolicyTrial
  request: PolicyTrialRequest
  policies: readonly PolicyRow[]
  inForce: ExemptionPolicy
}

/** A trial as it can be shown to others: what was tried, on which days, and what it would have cost. */
export function TrialResult({ trial, request, policies, inForce }: Props) {
  const say = useText(policiesText)
  const format = useFormat()
  const { policy, tariff } = request
  const held = heldOn(policies, trial).map(row => row.policy.version)
  return (
    <div className="trial-result" data-testid="trial" data-visits={trial.visits}>
      <Changes before={inForce} after={policy} differs="triedIs" same="triedSame" />
      {trial.visits === 0 ? <p>{say('noVisits')}</p> : <TrialTable trial={trial} held={held} />}
      <p className="hint">
        {tariff === undefined
          ? say('noMoney')
          : say('moneyBy', {
              free: format.number(tariff.freeUntilMinutes),
              hour: format.yuan(tariff.hourFen),
              cap: format.yuan(tariff.capFen),
            })}
      </p>
    </div>
  )
}
