import { useState } from 'react'
import { Places } from '../parts/plate/Places.tsx'
import { useText } from '../text/index.ts'
import { kioskText } from '../text/kiosk/index.ts'

/** Crockford's alphabet, in which codes on slips are written: nothing in it looks like anything else. */
const KEYS = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ']
const CODE_LENGTH = 9

export function CodePad({ onCode }: { onCode(code: string): Promise<void> }) {
  const say = useText(kioskText)
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const whole = code.length === CODE_LENGTH
  const look = async (): Promise<void> => {
    setBusy(true)
    await onCode(code)
    setBusy(false)
  }
  return (
    <div className="plate" data-testid="code-pad">
      <Places className="code-places" text={code} length={CODE_LENGTH} emptyWord={say('codeEmpty')} />
      <div className="plate-keys">
        {KEYS.map(key => (
          <button
            key={key}
            type="button"
            disabled={whole}
            onClick={() => setCode(code + key)}
            data-testid={`code-key-${key}`}
          >
            {key}
          </button>
        ))}
      </div>
      <div className="plate-end">
        <button
          type="button"
          className="button"
          onClick={() => setCode(code.slice(0, -1))}
          disabled={code === ''}
          data-testid="code-back"
        >
          {say('erase')}
        </button>
        <button type="button" className="button main" disabled={!whole || busy} onClick={look} data-testid="code-find">
          {say('findTicket')}
        </button>
      </div>
    </div>
  )
}
