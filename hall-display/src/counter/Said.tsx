import type { Refused } from '@pingting/contract'
import type { CounterOutlook, Screen } from '@pingting/contract/words/screen'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { counterText, undoCodes } from '../text/counter/index.ts'
import { useText, useWords } from '../text/index.ts'
import type { CounterWord } from './verbs.ts'

interface Props {
  screen: Screen
  live: boolean
  /** Why what was just pressed could not be done. */
  hint: CounterWord | undefined
  refused: Refused | undefined
  undo: CounterOutlook['undo']
}

/** What there is to say, at a place of its own, so that no key ever moves. */
export function Said({ screen, live, hint, refused, undo }: Props) {
  const say = useText(counterText)
  const verbWords = useWords(undoCodes)
  const number = undo && screen.tickets[undo.ticketId]?.number
  const word = live ? hint : 'offline'
  return (
    <div className="desk-said" data-testid="desk-said">
      <p role="status" className={word && `notice ${live ? 'warn' : 'bad'}`} data-word={word}>
        {word && say(word)}
      </p>
      <RefusedNotice refused={refused} />
      {word === undefined && refused === undefined && undo !== undefined && number !== undefined && (
        <p className="desk-undo" data-testid="undo-hint">
          {say('undoWould', { verb: verbWords(undo.verb), number })}
        </p>
      )}
    </div>
  )
}
