import { inForceOn } from '@pingting/contract/words/parking/policies'
import type { PolicyRow } from '@pingting/contract/words/screen'
import { daysBefore, nextDay } from '@pingting/contract/words/time'
import { useRef, useState } from 'react'
import { useCommand } from '../hub/command.ts'
import { SureDialog } from '../parts/dialog/SureDialog.tsx'
import { Entry } from '../parts/form/fields.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { useText } from '../text/index.ts'
import { policiesText } from '../text/policies/index.ts'
import { type Draft, type Field, policyOf } from './draft.ts'
import { FixFirst } from './FixFirst.tsx'
import { Changes } from './Lines.tsx'

interface Props {
  hallId: string
  draft: Draft
  wrong: readonly Field[]
  policies: readonly PolicyRow[]
  today: string
}

/** The last step: from which day on, and once more what it changes. */
export function Adopt({ hallId, draft, wrong, policies, today }: Props) {
  const say = useText(policiesText)
  const sending = useCommand(`hall:${hallId}`)
  const dialog = useRef<HTMLDialogElement>(null)
  const [chosen, setChosen] = useState('')
  const [done, setDone] = useState<{ version: string; from: string }>()
  const from = chosen === '' ? nextDay(today) : chosen
  const policy = policyOf(draft)
  const before = inForceOn(policies, from)!.policy
  const next = policies.find(({ effectiveFrom }) => effectiveFrom > from)
  const adopt = async (): Promise<void> => {
    const answer = await sending.run({ type: 'policy.adopt', policy, effectiveFrom: from })
    setDone(answer?.ok ? { version: policy.version, from } : undefined)
  }
  return (
    <section className="card adopt" aria-label={say('adopt')}>
      <h3>{say('adopt')}</h3>
      <p className="what">{say('adoptWhat')}</p>
      <div className="row">
        <Entry
          label={say('firstDay')}
          type="date"
          min={nextDay(today)}
          value={from}
          onChange={setChosen}
          testId="effective-from"
        />
        <button
          type="button"
          className="button main"
          disabled={wrong.length > 0 || sending.busy}
          onClick={() => dialog.current?.showModal()}
          data-testid="adopt"
        >
          {say('adopt')}
        </button>
        <FixFirst fields={wrong} />
      </div>
      <SureDialog
        ref={dialog}
        title={say('adoptTitle', { version: policy.version, from })}
        yes={say('confirm')}
        no={say('cancel')}
        onYes={() => void adopt()}
      >
        {wrong.length === 0 && <Changes before={before} after={policy} differs="changesAre" same="noChanges" />}
        {next && (
          <p className="notice" data-testid="holds-until">
            {say('holdsUntil', { until: daysBefore(next.effectiveFrom, 1), version: next.policy.version })}
          </p>
        )}
      </SureDialog>
      <RefusedNotice refused={sending.refused} />
      {sending.refused?.code === 'policy.stack-unable' && (
        <p data-testid="unable-lot">{say('unableLot', { lot: sending.refused.about ?? '' })}</p>
      )}
      <p role="status" data-testid="adopted">
        {done && !sending.refused && <span className="notice good">{say('adopted', done)}</span>}
      </p>
    </section>
  )
}
