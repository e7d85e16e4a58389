import { useState } from 'react'
import { useLanguage, useText } from '../../text/index.ts'
import { phoneText } from '../../text/phone/index.ts'
import { subscribe } from './push.ts'
import { allowAlerts } from './ring.ts'

type State = 'off' | 'sound' | 'all' | 'closed'
const WORDS = { off: 'alertsOff', sound: 'alertsSound', all: 'alertsAll', closed: 'alertsClosed' } as const

/** Sound and notices of the system need a tap first; the page says which of them it has. */
export function AlertSwitch({ token }: { token: string }) {
  const say = useText(phoneText)
  const language = useLanguage(state => state.language)
  const [state, setState] = useState<State>('off')
  const allow = async (): Promise<void> => {
    const mayNotify = await allowAlerts()
    setState(mayNotify ? 'all' : 'sound')
    if (mayNotify && (await subscribe(token, language))) setState('closed')
  }
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
