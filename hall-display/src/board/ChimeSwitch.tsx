import { useState } from 'react'
import { boardText } from '../text/board/index.ts'
import { useText } from '../text/index.ts'
import { setChime } from './chime.ts'

/** Browsers allow sound only after a touch, so somebody switches it on once, when the screen is put up. */
export function ChimeSwitch() {
  const say = useText(boardText)
  const [on, setOn] = useState(false)
  const turn = (): void => {
    setChime(!on)
    setOn(!on)
  }
  return (
    <button type="button" className="button quiet" aria-pressed={on} onClick={turn} data-testid="chime">
      {on ? say('soundOff') : say('soundOn')}
    </button>
  )
}
