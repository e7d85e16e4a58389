import type { CounterRow, Screen } from '@pingting/contract/words/screen'
import { counterName } from '../../parts/page.ts'
import { counterText } from '../../text/counter/index.ts'
import { useText, useWords } from '../../text/index.ts'
import { statusCodes } from '../../text/queue/index.ts'

/** Whom the other counters have, as it happens. */
export function Claims({ screen, own }: { screen: Screen; own: string }) {
  const say = useText(counterText)
  const statusWords = useWords(statusCodes)
  const others = Object.values(screen.counters)
    .filter(({ counterId, status }) => counterId !== own && status !== 'closed')
    .sort((a, b) => a.label.localeCompare(b.label, 'zh', { numeric: true }))
  const doing = (status: CounterRow['status'], why: CounterRow['pauseReason']): string =>
    status !== 'paused' ? say('free') : [say('paused'), ...(why === undefined ? [] : [say(why)])].join(' · ')
  return (
    <div className="card desk-list">
      <h2>{say('othersList', { count: others.length })}</h2>
      {others.length === 0 && <p className="desk-empty">{say('noOthers')}</p>}
      <ul className="desk-claims" data-testid="claims-list">
        {others.map(({ counterId, label, status, ticketId, pauseReason }) => {
          const ticket = ticketId === undefined ? undefined : screen.tickets[ticketId]
          return (
            <li key={counterId} data-counter={counterId} data-number={ticket?.number}>
              <span>{counterName(label, name => say('counter', { label: name }))}</span>
              <b className="figure">{ticket?.number}</b>
              <span>{ticket ? statusWords(ticket.status) : doing(status, pauseReason)}</span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
