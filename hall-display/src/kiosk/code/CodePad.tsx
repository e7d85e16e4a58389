import { useEffect, useRef, useState } from 'react'
import { Keys } from '../../parts/plate/Keys.tsx'
import { Places } from '../../parts/plate/Places.tsx'
import { useText } from '../../text/index.ts'
import { kioskText } from '../../text/kiosk/index.ts'
import { CODE_LENGTH, KEYS, keyOf } from './code-keys.ts'

interface Props {
  onCode(code: string): Promise<void>
  /** What a scanner or a keyboard types goes in as well, and Enter goes on. */
  typed?: boolean
}

export function CodePad({ onCode, typed = false }: Props) {
  const say = useText(kioskText)
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  /** A scanner types faster than a page is drawn: what stands on the pad is kept beside it. */
  const text = useRef('')
  const whole = code.length === CODE_LENGTH
  const put = (next: string): void => {
    text.current = next.slice(0, CODE_LENGTH)
    setCode(text.current)
  }
  const look = async (): Promise<void> => {
    setBusy(true)
    await onCode(text.current)
    setBusy(false)
  }
  useTyping(typed, {
    type: key => put(text.current + key),
    erase: () => put(text.current.slice(0, -1)),
    enter: () => text.current.length === CODE_LENGTH && void look(),
  })
  return (
    <div className="plate" data-testid="code-pad">
      <Places className="code-places" text={code} length={CODE_LENGTH} emptyWord={say('codeEmpty')} />
      <Keys id="code" text={code} onText={put} keys={KEYS} full={whole}>
        <button type="button" className="button main" disabled={!whole || busy} onClick={look} data-testid="code-find">
          {say('findTicket')}
        </button>
      </Keys>
    </div>
  )
}

interface Pad {
  type(key: string): void
  erase(): void
  enter(): void
}

/** What a keyboard or a scanner, which is one, types. Enter belongs to a button that has the focus. */
function useTyping(active: boolean, pad: Pad): void {
  const now = useRef(pad)
  now.current = pad
  useEffect(() => {
    if (!active) return
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey) return
      const key = keyOf(event.key)
      if (key !== undefined) now.current.type(key)
      else if (event.key === 'Backspace') now.current.erase()
      else if (event.key === 'Enter' && !(document.activeElement instanceof HTMLButtonElement)) now.current.enter()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [active])
}
