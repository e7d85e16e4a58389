import type { ExemptionPolicy, PolicyTrialRequest } from '@pingting/contract'
import type { PolicyRow } from '@pingting/contract/words/screen'
import { useState } from 'react'
import { Tick } from '../../parts/form/fields.tsx'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import { policiesText } from '../../text/policies/index.ts'
import { type Draft, type Field, policyOf } from '../draft.ts'
import { FixFirst } from '../FixFirst.tsx'
import { Days } from './Days.tsx'
import { lastWeek } from './rows.ts'
import { TariffForm } from './TariffForm.tsx'
import { TrialResult } from './TrialResult.tsx'
import { SUPPOSED, type TariffDraft, tariffOf } from './tariff.ts'
import { type Told, useTrial } from './use-trial.ts'

interface Props {
  hallId: string
  draft: Draft
  wrong: readonly Field[]
  policies: readonly PolicyRow[]
  inForce: ExemptionPolicy
  today: string
}

/** A trial needs a name and the draft may have none yet. */
const NAMELESS = 'draft'

/** What the draft would have come to on past days. */
export function Trial({ hallId, draft, wrong, policies, inForce, today }: Props) {
  const say = useText(policiesText)
  const [days, setDays] = useState(() => lastWeek(today))
  const [money, setMoney] = useState<TariffDraft | undefined>(SUPPOSED)
  const { told, busy, run } = useTrial(hallId)
  const tariff = money && tariffOf(money)
  const toFix = [
    ...wrong.filter(field => field !== 'version'),
    ...(['from', 'to'] as const).filter(end => days[end] === '').map(end => `${end}Day` as const),
    ...(tariff?.wrong ?? []),
  ]
  const request: PolicyTrialRequest = {
    ...{ policy: { ...policyOf(draft), version: NAMELESS }, ...days },
    ...(tariff?.tariff && { tariff: tariff.tariff }),
  }
  return (
    <section className="card trial" aria-label={say('try')}>
      <h3>{say('try')}</h3>
      <p className="what">{say('tryWhat')}</p>
      <Days days={days} today={today} onChange={setDays} />
      <Tick
        label={say('withTariff')}
        checked={money !== undefined}
        onChange={checked => setMoney(checked ? SUPPOSED : undefined)}
        testId="with-tariff"
      />
      {money && tariff && <TariffForm money={money} wrong={tariff.wrong} onChange={setMoney} />}
      <div className="row">
        <button
          type="button"
          className="button main"
          disabled={busy || toFix.length > 0}
          onClick={() => void run(request, draft.version.trim() || '—')}
          data-testid="try"
        >
          {say(busy ? 'running' : 'run')}
        </button>
        <FixFirst fields={toFix} />
      </div>
      <RefusedNotice refused={told?.refused} />
      <Heading told={told} isOld={JSON.stringify(told?.request) !== JSON.stringify(request)} />
      {told?.trial && <TrialResult trial={told.trial} request={told.request} policies={policies} inForce={inForce} />}
    </section>
  )
}

/** Said aloud as it comes; the table below it is there to be read. */
function Heading({ told, isOld }: { told: Told | undefined; isOld: boolean }) {
  const say = useText(policiesText)
  const format = useFormat()
  const { trial, version = '' } = told ?? {}
  return (
    <div role="status" className="trial-told">
      {trial && (
        <strong>
          {say('trialOf', { version, from: trial.from, to: trial.to, visits: format.number(trial.visits) })}
        </strong>
      )}
      {trial && isOld && <p className="notice warn">{say('stale')}</p>}
    </div>
  )
}
