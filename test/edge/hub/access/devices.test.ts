import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { challengeText, refusals } from '@pingting/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Door, faultsOf, HALL, openDoor } from '../../../support/access/door.ts'
import { Client, pair } from '../../../support/client.ts'
import { Listener, socketTicket, until } from '../../../support/room.ts'

let door: Door
beforeAll(async () => {
  door = await openDoor({ SOCKETS_PER_ADDRESS: '40' })
})
afterAll(() => door?.close())

const makeKey = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { publicKey: publicKey.export({ format: 'jwk' }).x!, privateKey }
}
const post = <T = Record<string, string>>(path: string, body: object) => door.nobody.post<T>(path, body)

/** Invites a board and pairs it with a key of its own. */
async function pairBoard(deviceId: string) {
  const code = crypto.randomUUID()
  const codeHash = createHash('sha256').update(code).digest('hex')
  const expiresAt = new Date(Date.now() + 60_000).toISOString()
  await door.manager.must('device.invite', { deviceId, kind: 'board', codeHash, expiresAt })
  const key = makeKey()
  const { status } = await post('/api/pair', { code, publicKey: key.publicKey })
  expect(status).toBe(201)
  return { code, key }
}

const challenge = async (deviceId: string) => (await post('/api/devices/challenge', { deviceId })).json['challenge']!
const signed = (text: string, key: KeyObject) => sign(null, Buffer.from(challengeText(text)), key).toString('base64url')
const prove = async (deviceId: string, key: KeyObject, asked?: string) => {
  const text = asked ?? (await challenge(deviceId))
  return post('/api/devices/token', { deviceId, challenge: text, signature: signed(text, key) })
}

describe('[AC53] a device is paired with a key of its own', () => {
  test('without one, or with what is none, it is refused with a sentence, and the code is not spent', async () => {
    const code = crypto.randomUUID()
    const codeHash = createHash('sha256').update(code).digest('hex')
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    await door.manager.must('device.invite', { deviceId: 'board-53', kind: 'board', codeHash, expiresAt })
    for (const publicKey of [undefined, '', 'a secret', 'k'.repeat(44), 7]) {
      const reply = await door.nobody.send('POST', '/api/pair', JSON.stringify({ code, publicKey }))
      expect([JSON.parse(reply.text).code, ...faultsOf(reply)]).toEqual(['device.key-missing'])
    }
    const paired = await door.nobody.send('POST', '/api/pair', JSON.stringify({ code, publicKey: makeKey().publicKey }))
    expect(paired.status).toBe(201)
    // What is answered opens nothing: the device must still prove its key.
    expect(Object.keys(JSON.parse(paired.text)).sort()).toEqual(['deviceId', 'hallId', 'kind'])
  })

  test('a spent code takes no second key', async () => {
    const { code } = await pairBoard('board-54')
    expect((await post('/api/pair', { code, publicKey: makeKey().publicKey })).json['code']).toBe(
      'device.invite-invalid',
    )
  })
})

describe('[AC54] a token of a day is given for a signature over a challenge', () => {
  test('to the holder of the key, and it opens what the device may', async () => {
    const { key } = await pairBoard('board-1')
    const { status, json } = await prove('board-1', key.privateKey)
    expect(status).toBe(200)
    expect(Date.parse(json['expiresAt']!) - Date.now()).toBeCloseTo(24 * 3_600_000, -5)
    const me = await new Client(door.hub.url, json['token']).get<{ actor: object }>('/api/me')
    expect(me.json.actor).toMatchObject({ kind: 'device', deviceId: 'board-1', device: 'board' })
  })

  test('another key, an unknown device, a challenge used, of another device or made up: nothing', async () => {
    const { key } = await pairBoard('board-2')
    const used = await challenge('board-2')
    expect((await prove('board-2', key.privateKey, used)).status).toBe(200)
    const told = [
      await prove('board-2', makeKey().privateKey),
      await prove('no-such-board', key.privateKey),
      await prove('board-2', key.privateKey, used),
      await prove('board-2', key.privateKey, await challenge('board-1')),
      await prove('board-2', key.privateKey, 'made up'),
      // A way into a socket is sealed with the same key, and is no challenge.
      await prove('board-2', key.privateKey, await socketTicket(door.hub.url, bearer(door.manager))),
    ]
    expect(told.map(({ status, json }) => `${status} ${json['code']}`)).toEqual([
      ...['401 access.unknown', '401 access.unknown', '409 device.challenge-ended'],
      ...['409 device.challenge-ended', '409 device.challenge-ended', '409 device.challenge-ended'],
    ])
  })
})

describe('[AC55] a revoked device is gone at once', () => {
  test('its open sockets are cut, its token is nobody, its key gets no other; the devices beside it stay', async () => {
    const gone = await pair(door.hub.url, 'kiosk')
    const stays = await pair(door.hub.url, 'kiosk')
    const sockets = await Promise.all(
      [gone, gone, stays].map(one => new Listener(door.hub.url, { credential: one.credential! }).opened()),
    )
    const { deviceId } = (await gone.get<{ actor: { deviceId: string } }>('/api/me')).json.actor

    const startedMs = performance.now()
    await door.manager.must('device.revoke', { deviceId })
    await until('both are cut', () => sockets.slice(0, 2).every(({ socket }) => socket.disconnected), 2_000)

    expect(performance.now() - startedMs).toBeLessThan(1_000)
    expect(sockets[2]!.socket.connected).toBe(true)
    expect((await gone.get('/api/me')).status).toBe(401)
    await expect(socketTicket(door.hub.url, bearer(gone))).rejects.toThrow('access.unknown')
    sockets[2]!.close()
  })

  test('paired anew under the same name, the key before it and its token open nothing', async () => {
    const first = await pairBoard('board-3')
    const token = (await prove('board-3', first.key.privateKey)).json['token']!
    const second = await pairBoard('board-3')
    expect((await new Client(door.hub.url, token).get('/api/me')).status).toBe(401)
    expect((await prove('board-3', first.key.privateKey)).json['code']).toBe('access.unknown')
    expect((await prove('board-3', second.key.privateKey)).status).toBe(200)
  })
})

const bearer = (client: Client) => ({ authorization: `Bearer ${client.credential}` })
const refusedBy = async (listener: Listener): Promise<string> => {
  const message = await listener.opened().then(
    () => 'let in',
    (error: Error) => error.message,
  )
  listener.close()
  return message
}

describe('[AC56] the way into a socket is a ticket of half a minute, good once', () => {
  test('for staff, device, citizen and bridge, by bearer or by cookie; not for nobody', async () => {
    for (const client of [door.clerk, door.kiosk, door.citizen, door.bridge]) {
      const ticket = await socketTicket(door.hub.url, bearer(client))
      expect(await refusedBy(new Listener(door.hub.url, { ticket }))).toBe('let in')
      expect(await refusedBy(new Listener(door.hub.url, { ticket }))).toBe('access.ticket-ended')
    }
    await expect(socketTicket(door.hub.url, {})).rejects.toThrow('access.unknown')
    await expect(socketTicket(door.hub.url, { authorization: 'Bearer s1.none' })).rejects.toThrow('access.unknown')
    expect(refusals['access.ticket-ended'].status).toBe(401)
  })

  test('a credential, a cookie or a header opens none: such a socket is let in as nobody, or not at all', async () => {
    expect(await refusedBy(new Listener(door.hub.url, { ticket: door.manager.credential! }))).toBe(
      'access.ticket-ended',
    )
    const bare = new Listener(door.hub.url)
    Object.assign(bare.socket.io.opts, { extraHeaders: { ...bearer(door.manager), origin: door.hub.url } })
    await bare.opened()
    expect(await bare.resume({ stream: HALL, audience: 'floor' })).toMatchObject({ code: 'access.unknown' })
    bare.close()
  })

  test('a ticket of who was sent away meanwhile opens nothing', async () => {
    const kiosk = await pair(door.hub.url, 'kiosk')
    const ticket = await socketTicket(door.hub.url, bearer(kiosk))
    const { deviceId } = (await kiosk.get<{ actor: { deviceId: string } }>('/api/me')).json.actor
    await door.manager.must('device.revoke', { deviceId })
    expect(await refusedBy(new Listener(door.hub.url, { ticket }))).toBe('access.unknown')
  })
})

test('[AU21] a handshake from another page is refused, with a ticket and without', async () => {
  const ticket = await socketTicket(door.hub.url, bearer(door.manager))
  for (const shown of [{ ticket }, {}])
    for (const origin of ['http://evil.example', 'null'])
      expect(await refusedBy(new Listener(door.hub.url, { ...shown, origin }))).not.toBe('let in')
  expect(await refusedBy(new Listener(door.hub.url, { ticket, origin: door.hub.url }))).toBe('let in')
})

test('[AC58] of a hundred commands at once twenty are heard, the rest are told so, and a second later it goes on', async () => {
  const socket = await new Listener(door.hub.url, { credential: door.clerk.credential! }).opened()
  const ask = () => socket.command(HALL, 'counter.resume', { counterId: 'C01' })
  const codes = (await Promise.all(Array.from({ length: 100 }, ask))).map(answer => (answer.ok ? 'ok' : answer.code))
  const heard = codes.filter(code => code === 'counter.not-paused').length
  expect(heard).toBeGreaterThanOrEqual(20)
  expect(heard).toBeLessThan(30)
  expect(codes.filter(code => code === 'request.too-many').length).toBe(100 - heard)
  await new Promise(resolve => setTimeout(resolve, 200))
  expect(await ask()).toMatchObject({ code: 'counter.not-paused' })
  socket.close()
})

test('[AC58] nobody may take up every room of a page at once, and is then heard five times a second', async () => {
  const socket = await new Listener(door.hub.url).opened()
  const asking = async (times: number) => {
    const answers = await Promise.all(
      Array.from({ length: times }, () => socket.resume({ stream: HALL, audience: 'public' })),
    )
    return answers.filter(answer => !('code' in answer)).length
  }
  const atOnce = await asking(60)
  expect(atOnce).toBeGreaterThanOrEqual(16)
  expect(atOnce).toBeLessThan(20)
  await new Promise(resolve => setTimeout(resolve, 1_000))
  const later = await asking(20)
  expect(later).toBeGreaterThanOrEqual(5)
  expect(later).toBeLessThan(10)
  socket.close()
})

test('[AC59] a message of more than 16 000 bytes ends the socket and does nothing', async () => {
  const socket = await new Listener(door.hub.url, { credential: door.kiosk.credential! }).opened()
  const fits = await socket.command(HALL, 'ticket.take', { serviceCode: 'x'.repeat(15_000) })
  expect(fits).toMatchObject({ code: 'command.malformed' })
  socket.socket.emit('command', { stream: HALL, command: { type: 'x'.repeat(16_000) } }, () => {})
  await until('it is cut', () => socket.socket.disconnected)
})

test('[AC57] one address holds as many open sockets as it may, and the next is let in when one has gone', async () => {
  const listeners: Listener[] = []
  for (let n = 0; n < 40; n += 1) listeners.push(await new Listener(door.hub.url).opened())
  expect(await refusedBy(new Listener(door.hub.url))).not.toBe('let in')
  listeners[0]!.close()
  await until('the hub has noticed', () => listeners[0]!.socket.disconnected)
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(await refusedBy(new Listener(door.hub.url))).toBe('let in')
  for (const listener of listeners) listener.close()
})
