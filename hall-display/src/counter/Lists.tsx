import type { CounterRow, Screen, TicketRow } from '@pingting/contract/words/screen'
import type { ReactNode } from 'react'
import type { Wish } from '../hub/outbox.ts'
import { useNow } from '../hub/store.ts'
import { counterText } from '../text/counter/index.ts'
import { useFormat } from '../text/format.ts'
import { usePick, useText, useWords } from '../text/index.ts'
import { priorityCodes } from '../text/queue/index.ts'

interface Props {
  screen: Screen
  counter: CounterRow
  busy: boolean
  onWish(wish: Wish): void
}

const byTaken = (a: TicketRow, b: TicketRow): number =>
  a.takenAt < b.takenAt ? -1 : a.takenAt > b.takenAt ? 1 : a.number.localeCompare(b.number)

/** Who waits for this counter, who is on hold, who was missed. By time of taking: the hub decides who comes next. */
export function Lists({ screen, counter, busy, onWish }: Props) {
  const say = useText(counterText)
  const { counterId } = counter
  const all = Object.values(screen.tickets).sort(byTaken)
  const waiting = all.filter(row => row.status === 'waiting' && counter.profile.includes(row.serviceCode))
  const mayCall = counter.ticketId === undefined && counter.status === 'open' && !busy
  return (
    <section className="desk-lists" aria-label={say('lists')}>
      <List title={say('waitingList', { count: waiting.length })} rows={waiting} screen={screen} testId="waiting">
        {row => (
          <button
            type="button"
            className="button"
            disabled={!mayCall}
            onClick={() => onWish({ type: 'ticket.callOne', counterId, ticketId: row.ticketId })}
            data-testid={`call-${row.number}`}
          >
            {say('callThis')}
          </button>
        )}
      </List>
      <List title={say('heldList')} rows={all.filter(row => row.status === 'held')} screen={screen} testId="held">
        {row => (
          <button
            type="button"
            className="button"
            disabled={busy}
            onClick={() => onWish({ type: 'ticket.return', counterId, ticketId: row.ticketId })}
            data-testid={`return-${row.number}`}
          >
            {say('return')}
          </button>
        )}
      </List>
      <List title={say('missedList')} rows={all.filter(row => row.status === 'noShow')} screen={screen} testId="missed">
        {row => (
          <button
            type="button"
            className="button"
            disabled={busy}
            onClick={() => onWish({ type: 'ticket.recycle', counterId, ticketId: row.ticketId })}
            data-testid={`recycle-${row.number}`}
          >
            {say('recycle')}
          </button>
        )}
      </List>
    </section>
  )
}

interface ListProps {
  title: string
  rows: TicketRow[]
  screen: Screen
  testId: string
  children(row: TicketRow): ReactNode
}

function List({ title, rows, screen, testId, children }: ListProps) {
  const say = useText(counterText)
  const pick = usePick()
  const format = useFormat()
  const priorityWords = useWords(priorityCodes)
  const now = useNow()
  const serviceOf = (code: string): string => {
    const service = screen.hall?.services.find(each => each.code === code)
    return service ? pick(service) : code
  }
  return (
    <div className={`card desk-list ${testId}`}>
      <h2>{title}</h2>
      {rows.length === 0 && <p className="desk-empty">{say('empty')}</p>}
      <ul data-testid={`${testId}-list`}>
        {rows.map(row => (
          <li key={row.ticketId} data-number={row.number}>
            <b className="figure">{row.number}</b>
            <span>
              {serviceOf(row.serviceCode)}
              {row.priority !== 'none' && <em className="desk-priority">{priorityWords(row.priority)}</em>}
            </span>
            <span className="figure">{format.span((now - Date.parse(row.takenAt)) / 1000)}</span>
            {children(row)}
          </li>
        ))}
      </ul>
    </div>
  )
}
