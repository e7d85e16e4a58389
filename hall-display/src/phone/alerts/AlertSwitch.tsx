import { useState } from 'react'
import { useText } from '../../text/index.ts'
import { phoneText } from '../../text/phone/index.ts'
import { allowAlerts } from './ring.ts'

type State = 'off' | 'sound' | 'all'
const WORDS = { off: 'alertsOff', sound: 'alertsSound', all: 'alertsAll' } as const

/** Sound and notices of the system need a tap first; the page says which of them it has. */
export function AlertSwitch() {
  const say = useText(phoneText)
  const [state, setState] = useState<State>('off')
  const allow = async (): Promise<void> => setState((await allowAlerts()) ? 'all' : 'sound')
  if (state !== 'off') {
    return (
      <p className="phone-alerts" role="status" data-testid="alerts" data-state={state}>
        {say(WORDS[state])}
      </p>
    )
  }
  return (
    <button type="button" className="button" onClick={() => void allow()} data-testid="alerts-on">
      {say('alertsOff')}
    </button>
  )
}
