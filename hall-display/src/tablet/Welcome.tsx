import type { CounterRow, TicketRow } from '@pingting/contract/words/screen'
import { useText } from '../text/index.ts'
import { tabletText } from '../text/tablet/index.ts'

interface Props {
  counter: CounterRow | undefined
  ticket: TicketRow | undefined
  onRate?: () => void
}

/** Between visitors, and while one is served. */
export function Welcome({ counter, ticket, onRate }: Props) {
  const say = useText(tabletText)
  const here = ticket !== undefined && ['called', 'serving'].includes(ticket.status)
  if (here) {
    return (
      <div className="tablet-welcome" data-testid="tablet-ticket" data-status={ticket.status}>
        <p>{ticket.status === 'called' ? say('pleaseCome') : say('beingServed')}</p>
        <strong className="figure">{ticket.number}</strong>
        {onRate && (
          <button type="button" className="button" onClick={onRate} data-testid="rate-now">
            {say('rateNow')}
          </button>
        )}
      </div>
    )
  }
  const words = { closed: say('closed'), paused: say('paused'), open: say('welcome') }[counter?.status ?? 'closed']
  return (
    <div className="tablet-welcome" data-testid="tablet-idle" data-status={counter?.status}>
      <h2>{words}</h2>
      {counter?.status === 'open' && <p>{say('waitForCall')}</p>}
      {onRate && ticket?.status === 'completed' && (
        <button type="button" className="button" onClick={onRate} data-testid="rate-now">
          {say('rateNow')}
        </button>
      )}
    </div>
  )
}
