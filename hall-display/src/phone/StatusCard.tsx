import type { Screen, TicketFrame, TicketRow } from '@pingting/contract/words/screen'
import type { Told } from '@pingting/contract/words/slips/told'
import { useEffect, useState } from 'react'
import { useCommand } from '../hub/command.ts'
import { counterName } from '../parts/page.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { useFormat } from '../text/format.ts'
import { type Say, usePick, useText } from '../text/index.ts'
import { phoneText } from '../text/phone/index.ts'

interface Props {
  screen: Screen
  ticket: TicketRow
  frame: TicketFrame | undefined
  stream: string
  token: string
}

const SOON_AHEAD_MAX = 3
const BUZZ_MS = [300, 150, 300, 150, 600]

/** The number, and what it means just now; being called is said at once, aloud to a reader and felt in the hand. */
export function StatusCard({ screen, ticket, frame, stream, token }: Props) {
  const say = useText(phoneText)
  const pick = usePick()
  const format = useFormat()
  const called = ticket.status === 'called'
  const callMark = called ? `${ticket.calledAt ?? ''} ${ticket.recallTally}` : ''
  useEffect(() => {
    if (callMark !== '') navigator.vibrate?.(BUZZ_MS)
  }, [callMark])
  const service = screen.hall?.services.find(({ code }) => code === ticket.serviceCode)
  const counterId = ticket.counterId ?? ''
  const counter = counterName(screen.hall?.counterLabels?.[counterId] ?? counterId, label => say('counter', { label }))
  return (
    <section
      className={`card phone-status ${ticket.status}`}
      data-testid="ticket-status"
      data-status={ticket.status}
      data-recalls={ticket.recallTally}
    >
      <p className="phone-number figure" data-testid="ticket-number">
        {ticket.number}
      </p>
      <p>{service && pick(service)}</p>
      <div aria-live="assertive" data-testid="ticket-words">
        <p className="phone-words">{wordsOf(ticket, say, counter)}</p>
        {called && ticket.recallTally > 0 && <p>{say('calledAgain', { times: ticket.recallTally })}</p>}
      </div>
      {ticket.status === 'waiting' && <Place frame={frame} />}
      <p className="phone-taken">{say('takenAt', { at: format.clock(ticket.takenAt) })}</p>
      {ticket.told && (
        <p className="phone-taken" data-testid="told">
          {toldWords(ticket.told, say)}
        </p>
      )}
      {ticket.status === 'waiting' && <Cancel stream={stream} token={token} ticketId={ticket.ticketId} />}
    </section>
  )
}

/** As the slip says it, whatever the queue did since. */
function toldWords({ aheadTally, waitMinutesFrom: from, waitMinutesTo: to }: Told, say: Say<typeof phoneText>): string {
  if (from === undefined || to === undefined) return say('toldAhead', { ahead: aheadTally })
  return say('toldRange', { ahead: aheadTally, from, to })
}

function wordsOf(ticket: TicketRow, say: Say<typeof phoneText>, counter: string): string {
  switch (ticket.status) {
    case 'called':
      return say('called', { counter })
    case 'serving':
      return say('serving', { counter })
    case 'held':
      return say('held')
    case 'completed':
      return say('completed')
    case 'noShow':
      return say('noShow')
    case 'cancelled':
      return say('cancelled')
    case 'expired':
      return say('expired')
    default:
      return say('waiting')
  }
}

function Place({ frame }: { frame: TicketFrame | undefined }) {
  const say = useText(phoneText)
  const format = useFormat()
  const { aheadTally, waitMinutesFrom: from, waitMinutesTo: to } = frame ?? {}
  return (
    <dl className="phone-place" aria-live="polite">
      <div>
        <dt>{say('ahead')}</dt>
        <dd className="figure" data-testid="ahead-tally">
          {format.number(aheadTally)}
        </dd>
      </div>
      <div>
        <dt>{say('waitMinutes')}</dt>
        <dd className="figure" data-testid="wait-range">
          {from === undefined || to === undefined ? '—' : say('range', { from, to })}
        </dd>
      </div>
      {aheadTally !== undefined && aheadTally <= SOON_AHEAD_MAX && <p className="notice warn">{say('soon')}</p>}
    </dl>
  )
}

function Cancel({ stream, token, ticketId }: { stream: string; token: string; ticketId: string }) {
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
