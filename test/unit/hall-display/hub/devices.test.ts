import { verify } from 'node:crypto'
import { challengeText } from '@pingting/contract/words/devices'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type MadeKey, makeKey } from '../../../../hall-display/src/hub/device-keys.ts'
import { keepPairing, pairingOfPage } from '../../../../hall-display/src/hub/devices.ts'
import { unreachable } from '../../../../hall-display/src/hub/http.ts'
import { openHub, type SayingHub } from '../stage/hub.ts'
import { openPage, type Page } from '../stage/page.ts'
import { refusedBy } from '../stage/refused.ts'

const PLACE = { deviceId: 'd1', kind: 'tablet', hallId: 'h1', counterId: 'C01' }
const CHALLENGE = '/api/devices/challenge'
const TOKEN = '/api/devices/token'

let hub: SayingHub
let page: Page
let key: MadeKey
beforeEach(async () => {
  hub = await openHub()
  page = openPage(`${hub.url}/tablet?device=d1`)
  key = (await makeKey())!
  hub.say(CHALLENGE, { body: { challenge: 'c1' } })
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await hub.close()
})

test('[AC53] a page is the device its address names, and nobody when it names none or one that is not kept', async () => {
  await keepPairing(PLACE, key.privateKey)

  expect(pairingOfPage()).toMatchObject(PLACE)
  page.location.search = '?device=d2'
  expect(pairingOfPage()).toBeUndefined()
  page.location.search = ''
  expect(pairingOfPage()).toBeUndefined()
})

test('[AC53] a place that was kept badly is none', () => {
  page.kept.set('pingting.device.d1', '{"deviceId":')

  expect(pairingOfPage()).toBeUndefined()
})

test('[AC54] the token of a day is given for a signature over the challenge, and held until the hub knows it no more', async () => {
  await keepPairing(PLACE, key.privateKey)
  hub.say(TOKEN, { body: { token: 't1' } }, { body: { token: 't2' } })
  const { credential } = pairingOfPage()!

  expect(await Promise.all([credential(), credential()])).toEqual(Array(2).fill({ ok: true, value: 't1' }))
  expect(await credential(true)).toEqual({ ok: true, value: 't2' })

  const proofs = hub.heard.filter(({ path }) => path === TOKEN).map(({ body }) => body as Record<string, string>)
  expect(proofs).toHaveLength(2)
  const publicKey = { key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey }, format: 'jwk' } as const
  for (const { deviceId, challenge, signature } of proofs) {
    expect({ deviceId, challenge }).toEqual({ deviceId: 'd1', challenge: 'c1' })
    expect(verify(null, Buffer.from(challengeText('c1')), publicKey, Buffer.from(signature!, 'base64url'))).toBe(true)
  }
})

test('[AC54] what was refused or never answered is asked again the next time', async () => {
  await keepPairing(PLACE, key.privateKey)
  const { credential } = pairingOfPage()!
  hub.say(CHALLENGE, { status: 502, body: 'away' }, { body: { challenge: 'c1' } })
  hub.say(TOKEN, { status: 401, body: refusedBy('access.unknown') }, { body: { token: 't1' } })

  expect(await credential()).toEqual(unreachable)
  expect(await credential()).toEqual(refusedBy('access.unknown'))
  expect(await credential()).toEqual({ ok: true, value: 't1' })
})

test('[AC54] a device whose key is gone asks nothing: it must be paired anew', async () => {
  page.kept.set('pingting.device.d1', JSON.stringify(PLACE))

  expect(await pairingOfPage()!.credential()).toEqual(refusedBy('access.unknown'))
  expect(hub.heard).toEqual([])
})

test('[AC53] where the browser can make no key that stays with it, the page knows so', async () => {
  vi.stubGlobal('crypto', {})

  expect(await makeKey()).toBeUndefined()
})
