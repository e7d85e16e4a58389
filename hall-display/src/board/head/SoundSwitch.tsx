import { boardText } from '../../text/board/index.ts'
import { useText } from '../../text/index.ts'
import type { SoundState, Voice } from '../../voice/use-voice.ts'

const WORD = {
  off: 'soundMuted',
  locked: 'soundLocked',
  chimeOnly: 'soundChimeOnly',
  on: 'soundOn',
} as const satisfies Record<SoundState, string>

/** Whether the hall hears its calls. Browsers want a touch first; until then it stands here, so that nobody finds out late. */
export function SoundSwitch({ state, turn }: Pick<Voice, 'state' | 'turn'>) {
  const say = useText(boardText)
  return (
    <button
      type="button"
      className={`board-sound ${state}`}
      aria-pressed={state === 'on' || state === 'chimeOnly'}
      onClick={turn}
      data-testid="sound"
      data-state={state}
    >
      {say(WORD[state])}
    </button>
  )
}
