import type { CounterRow, TicketRow } from '@pingting/contract/words/screen'
import { counterText } from '../text/counter/index.ts'
import { useText } from '../text/index.ts'
import { KEYS, type Verb, whyNot } from './verbs.ts'

interface Props {
  counter: CounterRow
  ticket: TicketRow | undefined
  busy: boolean
  onVerb(verb: Verb): void
}

/** The keys keep their places; one that makes no sense now is grey and says why. */
export function VerbKeys({ counter, ticket, busy, onVerb }: Props) {
  const say = useText(counterText)
  const paused = counter.status === 'paused'
  return (
    <ul className="verbs">
      {KEYS.map(({ verb, hotKey }) => {
        const why = whyNot(verb, counter, ticket)
        const word = verb === 'pause' && paused ? 'resume' : verb
        return (
          <li key={verb}>
            <button
              type="button"
              className={verb === 'callNext' || verb === 'finish' ? 'button main' : 'button'}
              disabled={why !== undefined || busy}
              title={why && say(why)}
              aria-keyshortcuts={hotKey.toUpperCase()}
              onClick={() => onVerb(verb)}
              data-testid={`verb-${word}`}
            >
              {say(word)} <kbd>{hotKey.toUpperCase()}</kbd>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
