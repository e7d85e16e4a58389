import { useState } from 'react'
import { Keys } from '../parts/plate/Keys.tsx'
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
      <Keys id="code" text={code} onText={setCode} keys={KEYS} full={whole}>
        <button type="button" className="button main" disabled={!whole || busy} onClick={look} data-testid="code-find">
          {say('findTicket')}
        </button>
      </Keys>
    </div>
  )
}
