import type { CounterRow, TicketRow } from '@pingting/contract/words/screen'
import type { ReactNode } from 'react'
import { counterText } from '../text/counter/index.ts'
import { useText } from '../text/index.ts'
import { KEYS, NEXT_KEY, nextVerb, RECALLS_MAX, type Verb, whyNot } from './verbs.ts'

interface Props {
  counter: CounterRow
  ticket: TicketRow | undefined
  live: boolean
  busy: boolean
  onVerb(verb: Verb): void
}

/**
 * The keys keep their places; one that makes no sense now is grey and says why, also when it is pressed. It is not
 * `disabled`, so that who goes by the keyboard keeps his place.
 */
export function VerbKeys({ counter, ticket, live, busy, onVerb }: Props) {
  const say = useText(counterText)
  const paused = counter.status === 'paused'
  const next = nextVerb(counter, ticket)
  const keyOf = (verb: Verb, hotKey: string, testId: string, look: string, word: ReactNode) => {
    const why = whyNot(verb, counter, ticket, live)
    return (
      <button
        type="button"
        className={look}
        aria-disabled={why !== undefined || busy}
        data-why={why}
        title={why && say(why)}
        aria-keyshortcuts={hotKey.toUpperCase()}
        onClick={() => onVerb(verb)}
        data-testid={testId}
      >
        <span>{word}</span> <kbd>{hotKey.toUpperCase()}</kbd>
      </button>
    )
  }
  const wordOf = (verb: Verb): string => {
    if (verb === 'pause' && paused) return say('resume')
    return verb === 'recall' && ticket?.status === 'called'
      ? say('recallOf', { times: ticket.recallTally, most: RECALLS_MAX })
      : say(verb)
  }
  return (
    <ul className="verbs">
      <li className="verbs-next">{keyOf(next, NEXT_KEY, 'verb-next', 'button main', say(next))}</li>
      {KEYS.map(({ verb, hotKey }) => (
        <li key={verb}>
          {keyOf(verb, hotKey, `verb-${verb === 'pause' && paused ? 'resume' : verb}`, 'button', wordOf(verb))}
        </li>
      ))}
    </ul>
  )
}
