import type { Refused } from '@pingting/contract'
import { useEffect, useState } from 'react'
import { keepPairing, type Pairing } from '../hub/devices.ts'
import { ask, unreachable } from '../hub/http.ts'
import { useTitle } from '../parts/page.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { useText } from '../text/index.ts'

const faceOf: Readonly<Record<string, string>> = { board: '/board', kiosk: '/kiosk', tablet: '/tablet' }

/** The code stands behind the #, so that it reaches no server's log. It works once; then the device knows itself. */
export default function Pair() {
  const say = useText('pair')
  useTitle(say('title'))
  const [refused, setRefused] = useState<Refused>()
  const [busy, setBusy] = useState(false)
  const code = location.hash.slice(1)
  const pair = async (): Promise<void> => {
    setBusy(true)
    const reply = await ask<Pairing>('/api/pair', { body: { code } })
    setBusy(false)
    if (!reply.ok) return setRefused(reply)
    keepPairing(reply.value)
    location.replace(`${faceOf[reply.value.kind] ?? '/'}?device=${encodeURIComponent(reply.value.deviceId)}`)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: pairs once, when the page opens.
  useEffect(() => {
    if (code !== '') void pair()
  }, [])
  return (
    <main className="centred">
      <h1>{say('title')}</h1>
      {code === '' && <p>{say('noCode')}</p>}
      {busy && <p aria-live="polite">{say('pairing')}</p>}
      <RefusedNotice refused={refused} />
      {refused?.code === unreachable.code && (
        <button type="button" className="button main" onClick={pair}>
          {say('again')}
        </button>
      )}
      <a href="/">{say('home')}</a>
    </main>
  )
}
