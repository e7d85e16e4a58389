import type { TicketFrame, TicketRow } from '@pingting/contract/words/screen'
import { TAG_VERSION } from '@pingting/contract/words/tags'
import { useState } from 'react'
import { useCommand } from '../hub/command.ts'
import { useNow } from '../hub/store.ts'
import { type Rating, RatingForm } from '../parts/rating/RatingForm.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/index.ts'
import { phoneText } from '../text/phone/index.ts'

interface Props {
  ticket: TicketRow
  frame: TicketFrame | undefined
  stream: string
  token: string
}

/** The slip's code adds `via=qr` to the address; a link from elsewhere does not. */
const channel = new URLSearchParams(location.search).get('via') === 'qr' ? 'qr' : 'phone'
const RATEABLE: ReadonlySet<string> = new Set(['called', 'serving', 'completed'])

/** From the call to the end of the rating window, once. */
export function RatePanel({ ticket, frame, stream, token }: Props) {
  const say = useText(phoneText)
  const format = useFormat()
  const now = useNow()
  const rating = useCommand(stream, token)
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
  const rate = ({ level, tagCodes, text, formOpenMs }: Rating): void => {
    void rating.run({
      ...{ type: 'evaluation.submit', ticketId: ticket.ticketId, level, tagVersion: TAG_VERSION },
      ...{ tagCodes, channel, formOpenMs },
      ...(text !== undefined && { text }),
    })
  }
  return (
    <section className="card phone-panel">
      <h2>{say('rateTitle')}</h2>
      {endsAt !== undefined && <p>{say('rateUntil', { until: format.dayAndClock(Date.parse(endsAt) - 1) })}</p>}
      {open ? (
        <RatingForm onSubmit={rate} onSkip={() => setOpen(false)} busy={rating.busy} refused={rating.refused} />
      ) : (
        <button type="button" className="button main" onClick={() => setOpen(true)} data-testid="rate-open">
          {say('rateOpen')}
        </button>
      )}
    </section>
  )
}
