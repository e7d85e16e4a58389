import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashPassword } from '../../../../server/src/accounts/passwords.ts'
import { codeAt } from '../../../../server/src/accounts/totp.ts'
import { COMMANDS, type Door, faultsOf, HALL, openDoor } from '../../../support/access/door.ts'
import { Client, codeOf, logIn } from '../../../support/client.ts'
import { PASSWORD } from '../../../support/hub-process.ts'
import { Listener, until } from '../../../support/room.ts'

let door: Door
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door?.close())

const CITY = 'cities/370600'
const OWN = 'a password of my own'

interface LoggedIn {
  credential: string
  mustChangePassword?: true
  code?: string
}
const enter = (staffId: string, password: string, more: object = {}) =>
  door.nobody.post<LoggedIn>('/api/login', { staffId, password, ...more })
const as = (credential: string) => new Client(door.hub.url, credential)
const meStatus = async (client: Client): Promise<number> => (await client.get('/api/me')).status

describe('[AC32] a first password opens one thing', () => {
  let first: Client

  beforeAll(async () => {
    const account = { staffId: 'newcomer', name: '新来的', role: 'clerk', hallIds: ['yt-centre'], lotIds: [] }
    await door.admin.must('account.create', { ...account, passwordHash: await hashPassword('first-one-given') }, CITY)
    const { json } = await enter('newcomer', 'first-one-given')
    expect(json.mustChangePassword).toBe(true)
    first = as(json.credential)
  })

  test('everything else is refused with a code of its own', async () => {
    const asked = ['/api/me', '/api/second-factor', '/api/halls/yt-centre', '/api/halls/yt-centre/cases']
    for (const path of asked) {
      const reply = await first.send('GET', path)
      expect([path, JSON.parse(reply.text).code, ...faultsOf(reply)]).toEqual([path, 'account.password-first'])
    }
    const sent = await first.command('counter.open', { counterId: 'C09' })
    expect([sent.status, codeOf(sent.json)]).toEqual([403, 'account.password-first'])
    const listener = new Listener(door.hub.url, { credential: first.credential! })
    await expect(listener.opened()).rejects.toThrow('account.password-first')
    listener.close()
  })

  test('with a password of his own he is in, and the first one opens nothing more', async () => {
    for (const newPassword of ['short', 'first-one-given', 'newcomer']) {
      const weak = await first.post<LoggedIn>('/api/password', { password: 'first-one-given', newPassword })
      expect([weak.status, weak.json.code]).toEqual([422, 'account.password-weak'])
    }
    const { status, json } = await first.post<LoggedIn>('/api/password', {
      ...{ password: 'first-one-given', newPassword: OWN },
    })
    expect([status, json.mustChangePassword]).toEqual([200, undefined])
    expect(await meStatus(as(json.credential))).toBe(200)
    expect(await meStatus(first)).toBe(401)
    expect((await enter('newcomer', 'first-one-given')).status).toBe(401)
    expect((await enter('newcomer', OWN)).status).toBe(200)
  })

  test('given anew by an admin it is a first password again, and his sessions end', async () => {
    const before = as((await enter('newcomer', OWN)).json.credential)
    expect(await meStatus(before)).toBe(200)
    const passwordHash = await hashPassword('given-once-more')
    await door.admin.must('account.changePassword', { staffId: 'newcomer', passwordHash }, CITY)
    expect(await meStatus(before)).toBe(401)
    expect((await enter('newcomer', 'given-once-more')).json.mustChangePassword).toBe(true)
  })
})

describe('[AC6] the own password', () => {
  test('is changed with the old one only, and not past the rules by a command', async () => {
    const clerk = await logIn(door.hub.url, 'clerk07')
    const wrong = await clerk.post<LoggedIn>('/api/password', { password: 'wrong', newPassword: OWN })
    expect([wrong.status, wrong.json.code]).toEqual([401, 'access.wrong-password'])
    for (const type of ['account.changePassword', 'account.choosePassword']) {
      const past = await clerk.command(type, { staffId: 'clerk07', passwordHash: 'x' }, { to: CITY })
      expect([past.status, codeOf(past.json)]).toEqual([403, 'access.denied'])
    }
    const nobody = await door.nobody.send(
      'POST',
      '/api/password',
      JSON.stringify({ password: PASSWORD, newPassword: OWN }),
    )
    expect(nobody.status).toBe(401)
  })

  test('[AC34] changing it ends every other session of the account, and goes on under a new one', async () => {
    const [here, there] = [await logIn(door.hub.url, 'clerk08'), await logIn(door.hub.url, 'clerk08')]
    const socket = await new Listener(door.hub.url, { credential: there.credential! }).opened()
    const { json } = await here.post<LoggedIn>('/api/password', { password: PASSWORD, newPassword: OWN })
    expect([await meStatus(here), await meStatus(there), await meStatus(as(json.credential))]).toEqual([401, 401, 200])
    expect(await socket.command(HALL, 'counter.open', { counterId: 'C08' })).toMatchObject({ code: 'access.unknown' })
    socket.close()
  })
})

describe('[AC26, AC34] a session', () => {
  test('as a bearer it ends at log-out, whoever still holds it', async () => {
    const clerk = await logIn(door.hub.url, 'clerk09')
    expect(await meStatus(clerk)).toBe(200)
    expect((await clerk.post('/api/logout', {})).status).toBe(200)
    expect(await meStatus(clerk)).toBe(401)
    expect((await clerk.command('counter.open', { counterId: 'C09' })).status).toBe(401)
  })

  test('a log-in over a session ends that one: it is never carried over', async () => {
    const old = await logIn(door.hub.url, 'clerk10')
    const anew = await old.post<LoggedIn>('/api/login', { staffId: 'clerk10', password: PASSWORD })
    expect(anew.json.credential).not.toBe(old.credential)
    expect([await meStatus(old), await meStatus(as(anew.json.credential))]).toEqual([401, 200])
  })

  test('outlives a restart of the hub', async () => {
    const clerk = await logIn(door.hub.url, 'clerk11')
    await door.hub.kill()
    await door.hub.start()
    expect(await meStatus(as(clerk.credential!))).toBe(200)
  })
})

describe('[AC36] a second factor', () => {
  interface Offer {
    secret: string
    sealedSecret: string
    qr: string
    code?: string
  }
  const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bytesOf = (secret: string): Buffer => {
    const bits = [...secret].map(digit => BASE32.indexOf(digit).toString(2).padStart(5, '0')).join('')
    return Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
  }
  let step = 0
  /** A code is good once; each step before, of now and after now has one. */
  const freshCode = (secret: string): string => codeAt(bytesOf(secret), step++)

  test('is set with password and code, asked for at log-in, taken once, and ended', async () => {
    const clerk = await logIn(door.hub.url, 'clerk12')
    const wrong = await clerk.post<Offer>('/api/second-factor/offer', { password: 'wrong' })
    expect([wrong.status, wrong.json.code]).toEqual([401, 'access.wrong-password'])
    const { json: offer } = await clerk.post<Offer>('/api/second-factor/offer', { password: PASSWORD })
    expect(offer.qr).toMatch(/^data:image\/png;base64,/)
    const { sealedSecret, secret } = offer
    const somebodyElse = await logIn(door.hub.url, 'clerk13')
    // The first code is one of the step before: it must still hold when it is sent.
    await until('the step has a while to go', () => Date.now() % 30_000 < 20_000)
    step = Math.floor(Date.now() / 30_000) - 1
    const code = freshCode(secret)
    const stolen = await somebodyElse.post<Offer>('/api/second-factor', { sealedSecret, code })
    expect([stolen.status, stolen.json.code]).toEqual([401, 'account.code-wrong'])
    expect((await clerk.post('/api/second-factor', { sealedSecret, code: '000000' })).status).toBe(401)
    expect((await clerk.get('/api/second-factor')).json).toEqual({ isSet: false })
    expect((await clerk.post('/api/second-factor', { sealedSecret, code })).json).toEqual({ isSet: true })

    const without = await enter('clerk12', PASSWORD)
    expect([without.status, without.json.code, without.json.credential]).toEqual([
      401,
      'account.code-needed',
      undefined,
    ])
    expect((await enter('clerk12', PASSWORD, { code })).json.code).toBe('account.code-wrong')
    const next = freshCode(secret)
    expect((await enter('clerk12', 'wrong', { code: next })).json.code).toBe('access.wrong-password')
    expect((await enter('clerk12', PASSWORD, { code: next })).status).toBe(200)
    expect((await enter('clerk12', PASSWORD, { code: next })).json.code).toBe('account.code-wrong')

    const plain = await clerk.post<Offer>('/api/second-factor/end', { password: PASSWORD })
    expect([plain.status, plain.json.code]).toEqual([401, 'account.code-needed'])
    const ended = await clerk.post('/api/second-factor/end', { password: PASSWORD, code: freshCode(secret) })
    expect(ended.json).toEqual({ isSet: false })
    expect((await enter('clerk12', PASSWORD)).status).toBe(200)
  })

  test('of who lost his phone is ended by an admin', async () => {
    const clerk = await logIn(door.hub.url, 'clerk14')
    const { json } = await clerk.post<Offer>('/api/second-factor/offer', { password: PASSWORD })
    const code = codeAt(bytesOf(json.secret), Math.floor(Date.now() / 30_000))
    await clerk.post('/api/second-factor', { sealedSecret: json.sealedSecret, code })
    expect((await enter('clerk14', PASSWORD)).json.code).toBe('account.code-needed')
    const refused = await clerk.command('account.endSecondFactor', { staffId: 'clerk14' }, { to: CITY })
    expect(refused.status).toBe(403)
    await door.admin.must('account.endSecondFactor', { staffId: 'clerk14' }, CITY)
    expect((await enter('clerk14', PASSWORD)).status).toBe(200)
  })
})

test('[AC47] a business day without records is not there', async () => {
  const reply = await door.manager.send('GET', '/api/halls/yt-centre/days/2020-01-01')
  expect([reply.status, JSON.parse(reply.text).code, ...faultsOf(reply)]).toEqual([404, 'hall.day-empty'])
})

test('[AC40] a query key twice is refused, and so is a body larger than its sender needs', async () => {
  expect((await door.nobody.send('GET', '/api/halls/yt-centre?lang=zh&more=en')).status).toBe(200)
  const twice = await door.nobody.send('GET', '/api/halls/yt-centre?lang=zh&lang=en')
  expect([twice.status, JSON.parse(twice.text).code]).toEqual([400, 'command.malformed'])
  const body = JSON.stringify({ text: 'x'.repeat(9_000) })
  const statuses = []
  for (const name of ['kiosk', 'clerk', 'admin', 'bridge'] as const)
    statuses.push((await door[name].send('POST', COMMANDS, body)).status)
  expect(statuses).toEqual([413, 413, 400, 400])
  const many = JSON.stringify(Array(70).fill(0))
  expect(JSON.parse((await door.kiosk.send('POST', COMMANDS, many)).text).code).toBe('request.too-deep')
})
