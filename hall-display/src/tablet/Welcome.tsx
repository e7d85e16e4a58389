import type { CounterRow, TicketRow } from '@pingting/contract/words/screen'
import { useText } from '../text/index.ts'
import { tabletText } from '../text/tablet/index.ts'

interface Props {
  counter: CounterRow | undefined
  ticket: TicketRow | undefined
  /** The hub is away: what stands here is the last that was known. */
  away: boolean
  onRate?: () => void
}

/** Between visitors, and while one is served. */
export function Welcome({ counter, ticket, away, onRate }: Props) {
  const say = useText(tabletText)
  const rateNow = onRate && (
    <button type="button" className="button main" onClick={onRate} data-testid="rate-now">
      {say('rateNow')}
    </button>
  )
  if (ticket !== undefined && ['called', 'serving'].includes(ticket.status)) {
    return (
      <div className="tablet-welcome" data-testid="tablet-ticket" data-status={ticket.status}>
        <p>{ticket.status === 'called' ? say('pleaseCome') : say('beingServed')}</p>
        <strong className="figure">{ticket.number}</strong>
        {rateNow}
      </div>
    )
  }
  const words = { closed: say('closed'), paused: say('paused'), open: say('welcome') }[counter?.status ?? 'closed']
  return (
    <div className="tablet-welcome" data-testid="tablet-idle" data-status={counter?.status}>
      <h2>{words}</h2>
      {away ? <p>{say('awayRate')}</p> : counter?.status === 'open' && <p>{say('waitForCall')}</p>}
      {ticket?.status === 'completed' && rateNow}
    </div>
  )
}
