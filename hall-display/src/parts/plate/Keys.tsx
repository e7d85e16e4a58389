import type { ReactNode } from 'react'
import { useText } from '../../text/index.ts'
import { plateText } from '../../text/plate/index.ts'

interface Props {
  /** What the marks for tests begin with: `<id>-key-A`, `<id>-back`. */
  id: string
  text: string
  onText(text: string): void
  keys: readonly string[]
  /** Nothing more fits: the keys stay where they are, and do nothing. */
  full?: boolean
  /** A key that bears a word instead of what it writes. */
  wordKey?: { key: string; word: string }
  /** The buttons that end the typing. */
  children: ReactNode
}

/** The keys of whatever is typed on the screen, and the row below them: one back, and what ends it. */
export function Keys({ id, text, onText, keys, full = false, wordKey, children }: Props) {
  const say = useText(plateText)
  return (
    <>
      <div className="plate-keys">
        {keys.map(key => (
          <button
            key={key}
            type="button"
            className={key === wordKey?.key ? 'slip' : undefined}
            disabled={full}
            onClick={() => onText(text + key)}
            data-testid={`${id}-key-${key}`}
          >
            {key === wordKey?.key ? wordKey.word : key}
          </button>
        ))}
      </div>
      <div className="plate-end">
        <button
          type="button"
          className="button"
          onClick={() => onText(text.slice(0, -1))}
          disabled={text === ''}
          data-testid={`${id}-back`}
        >
          {say('back')}
        </button>
        {children}
      </div>
    </>
  )
}
