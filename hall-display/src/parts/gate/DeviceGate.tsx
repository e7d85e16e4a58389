import { type ReactNode, useEffect } from 'react'
import { connect } from '../../hub/connect.ts'
import { type Pairing, pairingOfPage } from '../../hub/devices.ts'
import { socketTicket } from '../../hub/http.ts'
import { useHub } from '../../hub/store.ts'
import { useText } from '../../text/index.ts'
import { pairText } from '../../text/pair/index.ts'
import { useTitle } from '../page.ts'

interface Props {
  title: string
  kind: string
  children: (pairing: Pairing) => ReactNode
}

const pairing = pairingOfPage()

/** A device works from what it was told when it was paired, so that it comes up by itself even before the hub does. */
export function DeviceGate({ title, kind, children }: Props) {
  const say = useText(pairText)
  useTitle(title)
  const turnedAway = useHub(state => state.turnedAway)
  const fits = pairing?.kind === kind
  useEffect(() => {
    if (fits) connect(() => socketTicket(pairing?.credential))
  }, [fits])
  if (fits && pairing !== undefined && !turnedAway) return children(pairing)
  return (
    <main className="centred" data-testid="not-paired">
      <h1>{title}</h1>
      <p>{turnedAway ? say('pairAgain') : say('notPaired')}</p>
      <a className="button main" href="/">
        {say('home')}
      </a>
    </main>
  )
}
