import type { CallRow, CounterRow } from '@pingting/contract/words/screen'
import { memo } from 'react'
import { Both } from '../../parts/Both.tsx'
import { isPlainLabel } from '../../parts/plain-label.ts'
import { boardText } from '../../text/board/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import { keyOf } from '../../voice/queue.ts'
import { useAnnounced } from './announced.ts'

interface Props {
  calls: CallRow[]
  counters: Record<string, CounterRow>
  waitingTally: number | undefined
  /** The key of the call the voice is at. */
  saying: string | undefined
}

/** Newest on top and flashing, older ones shift down. */
export function CallList({ calls, counters, waitingTally, saying }: Props) {
  const say = useText(boardText)
  const format = useFormat()
  const fresh = useAnnounced(calls)
  return (
    <section className="board-calls" aria-labelledby="calls-title">
      <h2 id="calls-title">
        <Both part={boardText} word="nowCalling" />
      </h2>
      <ol aria-live="polite" data-testid="calls">
        {calls.map(call => (
          <Call
            key={keyOf(call)}
            {...{ call, isFresh: fresh.has(keyOf(call)), isSaid: saying === keyOf(call) }}
            label={counters[call.counterId]?.label ?? call.counterId}
          />
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

interface CallProps {
  call: CallRow
  label: string
  isFresh: boolean
  isSaid: boolean
}

const Call = memo(function Call({ call, label, isFresh, isSaid }: CallProps) {
  const say = useText(boardText)
  return (
    <li
      className={isFresh ? 'call fresh' : 'call'}
      data-testid="call"
      data-number={call.number}
      data-counter={call.counterId}
      data-saying={isSaid}
    >
      <span className="call-number figure" data-testid="call-number">
        {call.number}
      </span>
      <svg className="call-arrow" viewBox="0 0 48 24" aria-hidden="true">
        <path d="M2 12h40m-10-9 10 9-10 9" />
      </svg>
      <CounterSign label={label} />
      <span className="call-marks">
        {isSaid && (
          <span className="call-said" aria-hidden="true">
            {say('saying')}
          </span>
        )}
        {call.recallTally > 0 && <span>{say('calledAgain', { times: call.recallTally })}</span>}
      </span>
    </li>
  )
})

/** The number of the counter as large as that of the ticket, and its word beside it; a counter with a name is its name. */
function CounterSign({ label }: { label: string }) {
  const say = useText(boardText)
  const [before, after] = say('counter', { label: '\n' }).split('\n')
  return (
    <span className="call-counter" data-testid="call-counter">
      {isPlainLabel(label) && <small>{before}</small>}
      <b className={isPlainLabel(label) ? 'figure' : 'call-counter-name'}>{label}</b>
      {isPlainLabel(label) && <small>{after}</small>}
    </span>
  )
}
