import type { CallRow, CounterRow } from '@pingting/contract/words/screen'
import { Both } from '../parts/Both.tsx'
import { counterName } from '../parts/page.ts'
import { boardText } from '../text/board/index.ts'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/index.ts'
import { useAnnounced } from './announced.ts'

interface Props {
  calls: CallRow[]
  counters: Record<string, CounterRow>
  waitingTally: number | undefined
}

/** Newest on top and flashing, older ones shift down. */
export function CallList({ calls, counters, waitingTally }: Props) {
  const say = useText(boardText)
  const format = useFormat()
  const fresh = useAnnounced(calls)
  const nameOf = (id: string): string => counterName(counters[id]?.label ?? id, label => say('counter', { label }))
  return (
    <section className="board-calls" aria-labelledby="calls-title">
      <h2 id="calls-title">
        <Both part={boardText} word="nowCalling" />
      </h2>
      <ol aria-live="polite" data-testid="calls">
        {calls.map(call => (
          <li
            key={`${call.ticketId} ${call.at}`}
            className={fresh.has(`${call.ticketId} ${call.at}`) ? 'call fresh' : 'call'}
            data-testid="call"
            data-number={call.number}
            data-counter={call.counterId}
          >
            <span className="call-number figure" data-testid="call-number">
              {call.number}
            </span>
            <svg className="call-arrow" viewBox="0 0 48 24" aria-hidden="true">
              <path d="M2 12h40m-10-9 10 9-10 9" />
            </svg>
            <span className="call-counter" data-testid="call-counter">
              {nameOf(call.counterId)}
            </span>
            {call.recallTally > 0 && (
              <span className="call-again">{say('calledAgain', { times: call.recallTally })}</span>
            )}
          </li>
        ))}
        {calls.length === 0 && <li className="call-none">{say('noCalls')}</li>}
      </ol>
      <p className="board-waiting">
        <span>
          <Both part={boardText} word="waitingNow" />
        </span>
        <strong className="figure" data-testid="waiting-tally">
          {format.number(waitingTally)}
        </strong>
      </p>
    </section>
  )
}
