import type { Refused } from '@pingting/contract'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { type MadeKey, makeKey } from '../hub/device-keys.ts'
import { keepPairing, type Place } from '../hub/devices.ts'
import { ask, type Reply, refusedWith, unreachable } from '../hub/http.ts'
import { useTitle } from '../parts/page.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { useText } from '../text/index.ts'
import { pairText } from '../text/pair/index.ts'

const faceOf: Readonly<Record<string, string>> = { board: '/board', wall: '/wall', kiosk: '/kiosk', tablet: '/tablet' }

/**
 * The key is made before the code is spent, and is the same when the answer was lost and is asked for again. A browser
 * that cannot make one is not paired at all: nothing weaker takes its place.
 */
async function pairWith(code: string, key: RefObject<MadeKey | undefined>): Promise<Reply<Place>> {
  key.current ??= await makeKey()
  if (key.current === undefined) return refusedWith('device.key-missing')
  const { publicKey, privateKey } = key.current
  const reply = await ask<Place>('/api/pair', { body: { code, publicKey } })
  if (reply.ok) await keepPairing(reply.value, privateKey)
  return reply
}

/** The code stands behind the #, so that it reaches no server's log. It works once; then the device knows itself. */
export default function Pair() {
  const say = useText(pairText)
  useTitle(say('title'))
  const [refused, setRefused] = useState<Refused>()
  const [busy, setBusy] = useState(false)
  const code = location.hash.slice(1)
  const key = useRef<MadeKey>(undefined)
  const pair = async (): Promise<void> => {
    setBusy(true)
    const reply = await pairWith(code, key)
    setBusy(false)
    if (!reply.ok) return setRefused(reply)
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
