import type { LotHead } from '@pingting/contract/words/screen'
import { useCommand } from '../hub/command.ts'
import { useLive } from '../hub/store.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/index.ts'
import { parkingText } from '../text/parking/index.ts'

/** After a restore: what happened, and the one button that lets the hub speak to the gate again. */
export function SignOff({ lot }: { lot: LotHead | undefined }) {
  const say = useText(parkingText)
  const format = useFormat()
  const live = useLive()
  const sending = useCommand(`lot:${lot?.lotId}`)
  const waiting = lot?.awaitsSignOff
  if (waiting === undefined) return null
  return (
    <section className="notice warn sign-off" data-testid="sign-off" data-ledger-read={waiting.ledgerRead}>
      <p>{say('restored', { at: format.dayAndClock(waiting.backupAt) })}</p>
      {!waiting.ledgerRead && <p>{say('ledgerUnread')}</p>}
      <button
        type="button"
        className="button"
        disabled={!live || sending.busy || !waiting.ledgerRead}
        onClick={() => void sending.run({ type: 'lot.signOff' })}
        data-testid="sign-off-button"
      >
        {say('signOff')}
      </button>
      <RefusedNotice refused={sending.refused} />
    </section>
  )
}
