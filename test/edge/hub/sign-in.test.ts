import { createHash, generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { COMMANDS, type Door, everything, faultsOf, openDoor } from '../../support/access/door.ts'
import { Client, codeOf, pair } from '../../support/client.ts'
import { PASSWORD } from '../../support/hub-process.ts'
import { Listener } from '../../support/room.ts'

let door: Door
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door?.close())

const logIn = (body: object, headers: Record<string, string> = {}) =>
  door.nobody.send('POST', '/api/login', JSON.stringify(body), headers)
const take = (over: object = {}) =>
  JSON.stringify({ commandId: crypto.randomUUID(), type: 'ticket.take', serviceCode: 'tax', ...over })

async function cookieOf(staffId: string): Promise<{ cookie: string; text: string }> {
  const { status, headers } = await logIn({ staffId, password: PASSWORD })
  expect(status).toBe(200)
  const text = String(headers['set-cookie'])
  return { cookie: text.split(';')[0]!, text }
}

test('[JR2] the repeat of a command is told the first answer again, and takes effect once', async () => {
  const commandId = crypto.randomUUID()
  const send = () => door.kiosk.command('ticket.take', { serviceCode: 'tax' }, { commandId })
  const first = await send()
  const before = await everything(door)

  const repeats = [await send(), await send()]

  expect(first.status).toBe(201)
  for (const { status, json } of repeats) {
    expect(status).toBe(200)
    expect(json).toEqual({ ...first.json, replayed: true })
  }
  expect(await everything(door)).toEqual(before)
})

test('[JR3] an id that was used is refused with another body, and what it did stays', async () => {
  const commandId = crypto.randomUUID()
  await door.kiosk.command('ticket.take', { serviceCode: 'tax' }, { commandId })
  const before = await everything(door)

  const reply = await door.kiosk.send('POST', COMMANDS, take({ commandId, serviceCode: 'enterprise' }))

  expect([JSON.parse(reply.text).code, ...faultsOf(reply)]).toEqual(['command.id-reused'])
  expect(await everything(door)).toEqual(before)
})

test('[JR3] a refused command leaves no trace: its id may be used again', async () => {
  const commandId = crypto.randomUUID()
  const refused = await door.kiosk.command('ticket.take', { serviceCode: 'nothing' }, { commandId })
  const accepted = await door.kiosk.command('ticket.take', { serviceCode: 'tax' }, { commandId })
  expect(codeOf(refused.json)).toBe('service.unknown')
  expect(accepted.status).toBe(201)
})

test('[AC23] a wrong password and an unknown account are told alike, and nothing is set', async () => {
  const wrong = await logIn({ staffId: 'clerk02', password: 'wrong' })
  const unknown = await logIn({ staffId: 'nobody-here', password: 'wrong' })
  const queried = await logIn({ staffId: 'clerk02', password: { $ne: '' } })
  for (const reply of [wrong, unknown, queried]) {
    expect(faultsOf(reply)).toEqual([])
    expect(reply.headers['set-cookie']).toBeUndefined()
  }
  expect(wrong.text).toBe(unknown.text)
  expect([wrong.status, queried.status]).toEqual([401, 400])
})

test('[AC24] after five wrong passwords from one address a quarter of an hour passes before the right one is heard, for that account alone', async () => {
  const replies = []
  for (let time = 0; time < 6; time += 1) replies.push(await logIn({ staffId: 'clerk03', password: 'wrong' }))
  const right = await logIn({ staffId: 'clerk03', password: PASSWORD })
  expect(replies.map(reply => reply.status)).toEqual([...Array<number>(5).fill(401), 429])
  expect([right.status, ...faultsOf(right)]).toEqual([429])
  expect((await logIn({ staffId: 'clerk04', password: PASSWORD })).status).toBe(200)
})

test('[AC31] guesses side by side are counted before they are looked at: no more than five are', async () => {
  const crowd = new Client(door.hub.url, undefined, 40)
  const guess = () => crowd.send('POST', '/api/login', JSON.stringify({ staffId: 'clerk06', password: 'wrong' }))
  const replies = await Promise.all(Array.from({ length: 40 }, guess))
  crowd.close()
  expect(replies.filter(({ status }) => status === 401)).toHaveLength(5)
  expect(replies.filter(({ status }) => status === 429)).toHaveLength(35)
})

test('[AC25] a cookie is taken from our own pages alone, and no script reads it', async () => {
  const { cookie, text } = await cookieOf('manager')
  expect(text.toLowerCase()).toContain('httponly')
  expect(text.toLowerCase()).toContain('samesite=strict')
  const before = await everything(door)

  const replies = []
  for (const origin of ['http://evil.example', 'null', 'http://localhost.evil.example', undefined]) {
    const from: Record<string, string> = origin === undefined ? {} : { origin }
    replies.push(await door.nobody.send('POST', COMMANDS, take(), { cookie, ...from }))
  }
  for (const reply of replies)
    expect([JSON.parse(reply.text).code, ...faultsOf(reply)]).toEqual(['access.wrong-origin'])
  expect(await everything(door)).toEqual(before)

  const ours = await door.nobody.send('POST', COMMANDS, take(), { cookie, origin: door.hub.url })
  expect(ours.status).toBe(201)
})

test('[AC25] a socket with a cookie is taken from our own pages alone', async () => {
  const { cookie } = await cookieOf('manager')
  const elsewhere = new Listener(door.hub.url, { cookie, origin: 'http://evil.example' })
  await expect(elsewhere.opened()).rejects.toThrow()
  elsewhere.close()
  const ours = await new Listener(door.hub.url, { cookie, origin: door.hub.url }).opened()
  expect((await ours.enter('hall:yt-centre', 'floor')).snapshot).toBeDefined()
  ours.close()
})

test('[AC26] after log-out the session opens nothing, whoever still holds it', async () => {
  const { cookie } = await cookieOf('clerk05')
  const me = () => door.nobody.send('GET', '/api/me', undefined, { cookie })
  expect((await me()).status).toBe(200)
  await door.nobody.send('POST', '/api/logout', '{}', { cookie, origin: door.hub.url })
  expect((await me()).status).toBe(401)
})

const newKey = () => generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x!

test('[AC27] a pairing code works once, and a made-up one never', async () => {
  const code = 'an invitation for one board'
  const expiresAt = new Date(Date.now() + 60_000).toISOString()
  const codeHash = createHash('sha256').update(code).digest('hex')
  await door.manager.must('device.invite', { deviceId: 'board-9', kind: 'board', codeHash, expiresAt })
  const publicKey = newKey()
  const first = await door.nobody.post('/api/pair', { code, publicKey })
  expect(first.status).toBe(201)
  // Who lost the answer asks again with the same key, and hears the same.
  expect(await door.nobody.post('/api/pair', { code, publicKey })).toEqual(first)

  const links = (await door.nobody.get<{ url: string }[]>('/api/pairing-links')).json
  const link = links[0]!.url.split('#')[1]!
  const edited = link.replace('board', 'kiosk')
  for (const bad of [code, edited, `${link.slice(0, -1)}!`, 'made-up-code', 'short']) {
    const reply = await door.nobody.send('POST', '/api/pair', JSON.stringify({ code: bad, publicKey: newKey() }))
    expect([bad, JSON.parse(reply.text).code, ...faultsOf(reply)]).toEqual([bad, 'device.invite-invalid'])
  }
})

test('[AC28] a device that was revoked is nobody from then on', async () => {
  const kiosk = await pair(door.hub.url, 'kiosk')
  const me = (await kiosk.get<{ actor: { deviceId: string } }>('/api/me')).json.actor
  await door.manager.must('device.revoke', { deviceId: me.deviceId })
  expect((await kiosk.get('/api/me')).status).toBe(401)
  expect((await new Client(door.hub.url, kiosk.credential).command('ticket.take', { serviceCode: 'tax' })).status).toBe(
    401,
  )
})
