import type { ExemptionPolicy } from '@pingting/contract'
import type { PolicyRow } from '@pingting/contract/words/screen'
import { useState } from 'react'
import { useText } from '../text/index.ts'
import { policiesText } from '../text/policies/index.ts'
import { Adopt } from './Adopt.tsx'
import { type Draft, draftOf, wrongIn } from './draft.ts'
import { PolicyForm } from './PolicyForm.tsx'
import { Trial } from './trial/Trial.tsx'

interface Props {
  hallId: string
  policies: readonly PolicyRow[]
  inForce: ExemptionPolicy
  today: string
}

/** Written, tried on past days, adopted: in this order, and nothing changes before the last. */
export function NewVersion({ hallId, policies, inForce, today }: Props) {
  const say = useText(policiesText)
  const [draft, setDraft] = useState<Draft>(() => draftOf(inForce))
  const wrong = wrongIn(draft)
  return (
    <div className="new-version">
      <section className="card" aria-label={say('write')}>
        <div className="section-head">
          <h3>{say('write')}</h3>
          <button
            type="button"
            className="button quiet"
            onClick={() => setDraft(draftOf(inForce))}
            data-testid="start-over"
          >
            {say('startOver')}
          </button>
        </div>
        <p className="what">{say('writeWhat')}</p>
        <PolicyForm draft={draft} wrong={wrong} onChange={setDraft} />
      </section>
      <Trial {...{ hallId, draft, wrong, policies, inForce, today }} />
      <Adopt hallId={hallId} draft={draft} wrong={wrong} policies={policies} today={today} />
    </div>
  )
}
