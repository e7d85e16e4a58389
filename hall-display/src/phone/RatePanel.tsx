import type { TicketFrame, TicketRow } from '@pingting/contract/words/screen'
import { lazy, Suspense, useState } from 'react'
import { useNow } from '../hub/store.ts'
import { Waiting } from '../parts/Waiting.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/index.ts'
import { phoneText } from '../text/phone/index.ts'

interface Props {
  ticket: TicketRow
  frame: TicketFrame | undefined
  stream: string
  token: string
}

const RateForm = lazy(() => import('./RateForm.tsx'))
const RATEABLE: ReadonlySet<string> = new Set(['called', 'serving', 'completed'])

/** From the call to the end of the rating window, once. */
export function RatePanel({ ticket, frame, stream, token }: Props) {
  const say = useText(phoneText)
  const format = useFormat()
  const now = useNow()
  const [open, setOpen] = useState(false)
  if (ticket.rated) {
    return (
      <p className="notice good" role="status" data-testid="rated">
        {say('thanks')}
      </p>
    )
  }
  const endsAt = frame?.ratingEndsAt
  if (!RATEABLE.has(ticket.status)) return null
  if (endsAt !== undefined && now >= Date.parse(endsAt)) return <p className="notice">{say('windowClosed')}</p>
  return (
    <section className="card phone-panel">
      <h2>{say('rateTitle')}</h2>
      {endsAt !== undefined && <p>{say('rateUntil', { until: format.dayAndClock(Date.parse(endsAt) - 1) })}</p>}
      {open ? (
        <Suspense fallback={<Waiting />}>
          <RateForm ticket={ticket} stream={stream} token={token} onSkip={() => setOpen(false)} />
        </Suspense>
      ) : (
        <button type="button" className="button main" onClick={() => setOpen(true)} data-testid="rate-open">
          {say('rateOpen')}
        </button>
      )}
    </section>
  )
}
