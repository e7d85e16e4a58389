import { useState } from 'react'
import { useCommand } from '../hub/command.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { useText } from '../text/index.ts'
import { phoneText } from '../text/phone/index.ts'

/** Leaving the queue is asked twice: a new ticket would stand at its end. */
export function CancelButton({ stream, token, ticketId }: { stream: string; token: string; ticketId: string }) {
  const say = useText(phoneText)
  const [asked, setAsked] = useState(false)
  const cancelling = useCommand(stream, token)
  if (!asked) {
    return (
      <button type="button" className="button quiet" onClick={() => setAsked(true)} data-testid="cancel">
        {say('cancel')}
      </button>
    )
  }
  return (
    <div className="phone-cancel" role="alertdialog" aria-label={say('cancelSure')}>
      <p>{say('cancelSure')}</p>
      <RefusedNotice refused={cancelling.refused} />
      <button type="button" className="button main" onClick={() => setAsked(false)}>
        {say('keep')}
      </button>
      <button
        type="button"
        className="button"
        disabled={cancelling.busy}
        onClick={() => void cancelling.run({ type: 'ticket.cancel', ticketId })}
        data-testid="cancel-confirm"
      >
        {say('cancelYes')}
      </button>
    </div>
  )
}
