import type { PolicyRow } from '@pingting/contract/words/screen'
import { useRef } from 'react'
import { useCommand } from '../hub/command.ts'
import { SureDialog } from '../parts/dialog/SureDialog.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { useFormat } from '../text/format.ts'
import { type Say, useText } from '../text/index.ts'
import { policiesText } from '../text/policies/index.ts'
import { Changes, Lines } from './Lines.tsx'
import { linesOf, type Version, versionsOf } from './rows.ts'

interface Props {
  hallId: string
  policies: readonly PolicyRow[]
  today: string
  keeps: boolean
}

/** What comes, what holds and what held. */
export function Versions({ hallId, policies, today, keeps }: Props) {
  const say = useText(policiesText)
  return (
    <section className="card versions" aria-label={say('versions')}>
      <h3>{say('versions')}</h3>
      <ol>
        {versionsOf(policies, today).map(version => (
          <One key={version.policy.version} hallId={hallId} version={version} keeps={keeps} />
        ))}
      </ol>
    </section>
  )
}

function One({ hallId, version, keeps }: { hallId: string; version: Version; keeps: boolean }) {
  const say = useText(policiesText)
  const format = useFormat()
  const { policy, standing, adoptedAt, before } = version
  return (
    <li className={`version ${standing}`} data-testid="version" data-version={policy.version} data-standing={standing}>
      <h4>
        <span className="version-standing">{say(standing)}</span> {say('version', { version: policy.version })}
      </h4>
      <p>
        {daysText(version, say)}
        {adoptedAt !== undefined && <small> {say('adoptedAt', { at: format.dayAndClock(adoptedAt) })}</small>}
      </p>
      {standing === 'inForce' || before === undefined ? (
        <Lines lines={linesOf(policy)} />
      ) : (
        <Changes before={before} after={policy} differs="differs" same="sameAsBefore" />
      )}
      {standing === 'coming' && keeps && <Withdraw hallId={hallId} name={policy.version} />}
    </li>
  )
}

function daysText({ adoptedAt, effectiveFrom: from, until }: Version, say: Say<typeof policiesText>): string {
  if (adoptedAt === undefined) return until === undefined ? say('fromFirst') : say('firstUntil', { until })
  return until === undefined ? say('from', { from }) : say('fromUntil', { from, until })
}

function Withdraw({ hallId, name }: { hallId: string; name: string }) {
  const say = useText(policiesText)
  const sending = useCommand(`hall:${hallId}`)
  const dialog = useRef<HTMLDialogElement>(null)
  return (
    <div>
      <button
        type="button"
        className="button"
        disabled={sending.busy}
        onClick={() => dialog.current?.showModal()}
        data-testid="withdraw"
      >
        {say('withdraw')}
      </button>
      <SureDialog
        ref={dialog}
        title={say('withdrawTitle', { version: name })}
        yes={say('withdrawYes')}
        no={say('cancel')}
        onYes={() => void sending.run({ type: 'policy.withdraw', version: name })}
      >
        <p>{say('withdrawWhat')}</p>
      </SureDialog>
      <RefusedNotice refused={sending.refused} />
    </div>
  )
}
