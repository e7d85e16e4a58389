import { parseEnding } from '@pingting/contract/words/parking/near-plates'
import { useState } from 'react'
import { useText } from '../../text/index.ts'
import { plateText } from '../../text/plate/index.ts'
import { Keys } from './Keys.tsx'
import { Places } from './Places.tsx'
import { ENDING_PLACES, endingKeysAfter } from './plate-keys.ts'

interface Props {
  /** @returns whether to begin anew: the character that is missing stands before those that were typed. */
  onFind(ending: string): Promise<boolean>
  busy: boolean
}

/** The last three to six characters of a plate, digits first: that is what most people remember. */
export function EndingKeyboard({ onFind, busy }: Props) {
  const say = useText(plateText)
  const [ending, setEnding] = useState('')
  const find = async (): Promise<void> => {
    if (await onFind(ending)) setEnding('')
  }
  return (
    <section className="plate ending" aria-label={say('endingTitle')} data-testid="ending-keyboard">
      <p className="plate-lead">{say('endingTitle')}</p>
      <Places className="plate-places" text={ending} length={ENDING_PLACES} emptyWord={say('empty')} />
      <Keys id="ending" text={ending} onText={setEnding} keys={endingKeysAfter(ending)}>
        <button
          type="button"
          className="button main"
          onClick={() => void find()}
          disabled={busy || parseEnding(ending) === undefined}
          data-testid="ending-find"
        >
          {say('find')}
        </button>
      </Keys>
    </section>
  )
}
