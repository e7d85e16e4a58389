import type { ExemptionRow } from '@pingting/contract/words/screen'
import { useRef, useState } from 'react'
import { useCommand } from '../hub/command.ts'
import { useLive } from '../hub/store.ts'
import { SentenceDialog } from '../parts/dialog/SentenceDialog.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { useText } from '../text/index.ts'
import { parkingText } from '../text/parking/index.ts'

type Act = 'held' | 'notHeld' | 'writeOff'

/** What a person says of an exemption that nobody can be sure of; nothing about one that is clear. */
export function Acts({ hallId, row }: { hallId: string; row: ExemptionRow }) {
  const say = useText(parkingText)
  const live = useLive()
  const sending = useCommand(`hall:${hallId}`)
  const dialog = useRef<HTMLDialogElement>(null)
  const [act, setAct] = useState<Act>('held')
  const { exemptionId, unknown, frozen, revoking, writeOff } = row
  const isOpen = row.status === 'granted' || row.status === 'confirmed'
  if (!isOpen || revoking || !(unknown || frozen || writeOff === 'proposed')) return null
  const begin = (chosen: Act): void => {
    setAct(chosen)
    dialog.current?.showModal()
  }
  const send = (reason: string): void => {
    if (act === 'writeOff') void sending.run({ type: 'exemption.proposeWriteOff', exemptionId, reason })
    else void sending.run({ type: 'exemption.settle', exemptionId, held: act === 'held', reason })
  }
  return (
    <div className="exemption-acts">
      {(unknown || frozen) && (
        <>
          <ActButton act="held" label={say('actHeld')} {...{ live }} onPress={begin} />
          <ActButton act="notHeld" label={say('actNotHeld')} {...{ live }} onPress={begin} />
        </>
      )}
      {writeOff === 'proposed' ? (
        <button
          type="button"
          className="button"
          disabled={!live || sending.busy}
          onClick={() => void sending.run({ type: 'exemption.approveWriteOff', exemptionId })}
          data-testid="act-approve"
        >
          {say('actApprove')}
        </button>
      ) : (
        <ActButton act="writeOff" label={say('actWriteOff')} {...{ live }} onPress={begin} />
      )}
      <SentenceDialog ref={dialog} title={say(TITLES[act])} label={say('actReason')} max={200} onSend={send} />
      <RefusedNotice refused={sending.refused} />
    </div>
  )
}

const TITLES = { held: 'actHeldTitle', notHeld: 'actNotHeldTitle', writeOff: 'actWriteOffTitle' } as const

interface ButtonProps {
  act: Act
  label: string
  live: boolean
  onPress(act: Act): void
}
const ActButton = ({ act, label, live, onPress }: ButtonProps) => (
  <button type="button" className="button" disabled={!live} onClick={() => onPress(act)} data-testid={`act-${act}`}>
    {label}
  </button>
)
