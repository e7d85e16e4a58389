import './lists.css'
import type { CounterOutlook, CounterRow, Screen, TicketRow } from '@pingting/contract/words/screen'
import { useState } from 'react'
import type { Wish } from '../../hub/outbox.ts'
import { counterText } from '../../text/counter/index.ts'
import { useText } from '../../text/index.ts'
import { Claims } from './Claims.tsx'
import { whyNotCallable } from './callable.ts'
import { Row } from './Row.tsx'

interface Props {
  screen: Screen
  counter: CounterRow
  next: CounterOutlook['next']
  live: boolean
  busy: boolean
  onWish(wish: Wish): void
}

const byTaken = (a: TicketRow, b: TicketRow): number =>
  a.takenAt < b.takenAt ? -1 : a.takenAt > b.takenAt ? 1 : a.number.localeCompare(b.number)

/** Who waits for this counter, who is on hold, who was missed, and where everybody else is. */
export function Lists(props: Props) {
  const say = useText(counterText)
  const { screen, counter, live, busy, onWish } = props
  const { counterId } = counter
  const all = Object.values(screen.tickets).sort(byTaken)
  const away = (status: string, word: 'heldList' | 'missedList', act: 'return' | 'recycle') => {
    const rows = all.filter(row => row.status === status)
    return (
      <div className="card desk-list">
        <h2>{say(word)}</h2>
        {rows.length === 0 && <p className="desk-empty">{say('empty')}</p>}
        <ul data-testid={`${status === 'held' ? 'held' : 'missed'}-list`}>
          {rows.map(row => (
            <Row key={row.ticketId} row={row} screen={screen}>
              <button
                type="button"
                className="button"
                disabled={busy || !live}
                onClick={() => onWish({ type: `ticket.${act}`, counterId, ticketId: row.ticketId })}
                data-testid={`${act}-${row.number}`}
              >
                {say(act)}
              </button>
            </Row>
          ))}
        </ul>
      </div>
    )
  }
  return (
    <section className="desk-lists" aria-label={say('lists')}>
      <WaitingList {...props} all={all} />
      <div className="desk-away">
        {away('held', 'heldList', 'return')}
        {away('noShow', 'missedList', 'recycle')}
      </div>
      <Claims screen={screen} own={counterId} />
    </section>
  )
}

/** By time of taking: the hub decides who comes next. A number that is looked for is shown wherever it stands, and why. */
function WaitingList({ screen, counter, next, live, busy, onWish, all }: Props & { all: readonly TicketRow[] }) {
  const say = useText(counterText)
  const [sought, setSought] = useState('')
  const [others, setOthers] = useState(false)
  const { counterId } = counter
  const waiting = all.filter(({ status }) => status === 'waiting')
  const here = waiting.filter(({ serviceCode }) => counter.profile.includes(serviceCode))
  const elsewhere = waiting.length - here.length
  const found = sought === '' ? undefined : all.filter(({ number }) => number.includes(sought))
  const rows = found ?? (others ? waiting.filter(row => !here.includes(row)) : here)
  return (
    <div className="card desk-list waiting">
      <header>
        <h2>{say('waitingList', { count: here.length })}</h2>
        <button
          type="button"
          className="button quiet"
          aria-pressed={others}
          onClick={() => setOthers(!others)}
          data-testid="others"
        >
          {others ? say('onlyHere') : say('othersWait', { count: elsewhere })}
        </button>
        <input
          type="search"
          value={sought}
          aria-label={say('seek')}
          placeholder={say('seek')}
          onChange={event => setSought(event.target.value.trim().toUpperCase())}
          data-testid="seek"
        />
      </header>
      {rows.length === 0 && <p className="desk-empty">{say(found === undefined ? 'empty' : 'notFound')}</p>}
      <ul data-testid="waiting-list">
        {rows.map(row => {
          const why = whyNotCallable(row, counter, screen.counters, live)
          return (
            <Row key={row.ticketId} row={row} screen={screen} isNext={row.ticketId === next?.ticketId}>
              {why?.of === 'ticket' ? (
                <span className="desk-why" data-testid={`why-${row.number}`} data-word={why.word}>
                  {say(why.word, why.values)}
                </span>
              ) : (
                <button
                  type="button"
                  className="button"
                  disabled={why !== undefined || busy}
                  title={why && say(why.word)}
                  onClick={() => onWish({ type: 'ticket.callOne', counterId, ticketId: row.ticketId })}
                  data-testid={`call-${row.number}`}
                >
                  {say('callThis')}
                </button>
              )}
            </Row>
          )
        })}
      </ul>
    </div>
  )
}
