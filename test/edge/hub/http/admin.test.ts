import type { Deeds, HallSetup, Refused, StaffRow } from '@pingting/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { type Door, openDoor } from '../../../support/access/door.ts'
import { Client, pair } from '../../../support/client.ts'
import { Listener } from '../../../support/room.ts'

const CITY = 'cities/370600'
const SETUP = `/api/halls/${HALL_ID}/setup`
const AUDIT = `/api/halls/${HALL_ID}/audit`
let door: Door
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door?.close())

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const newcomer = (staffId: string, change: object = {}) => ({
  ...{ commandId: crypto.randomUUID(), staffId, name: '新人', role: 'clerk', hallIds: [HALL_ID], lotIds: [] },
  ...change,
})
type Made = { staffId: string; password: string; code?: string }
const make = (body: object) => door.admin.post<Made>('/api/accounts', body)
const logIn = (staffId: string, password: string) =>
  door.nobody.post<{ credential: string; mustChangePassword?: true; code?: string }>('/api/login', {
    staffId,
    password,
  })
const setup = async () => (await door.manager.get<HallSetup>(SETUP)).json
const deeds = async (query: string) => (await door.admin.get<Deeds>(`${AUDIT}?day=${today()}&${query}`)).json.rows

describe('[AC72] an account is made with a first password', () => {
  test('that opens one thing, and is told again to who repeats the command', async () => {
    const body = newcomer('n1')
    const made = await make(body)
    expect(made.status).toBe(201)
    const again = await make(body)
    expect([again.status, again.json.password]).toEqual([200, made.json.password])
    // Another command is another password, and the same id for something else is refused.
    const renewed = await door.admin.post<Made>('/api/accounts/n1/password', { commandId: crypto.randomUUID() })
    expect(renewed.json.password).not.toBe(made.json.password)
    expect((await make({ ...body, name: '别人' })).json.code).toBe('command.id-reused')
    expect((await logIn('n1', made.json.password)).json.code).toBe('access.wrong-password')
    expect((await logIn('n1', renewed.json.password)).json).toMatchObject({ mustChangePassword: true })
  })

  test('the list of accounts has nothing that opens one, and bad wishes are told with a sentence', async () => {
    const list = (await door.admin.get<StaffRow[]>('/api/accounts')).json
    expect(list.find(({ staffId }) => staffId === 'n1')).toMatchObject({ hasFirstPassword: true, isClosed: false })
    expect(JSON.stringify(list)).not.toContain('scrypt')
    for (const [body, code] of [
      [newcomer('n1'), 'account.exists'],
      [newcomer('bad id'), 'command.malformed'],
      [newcomer('n2', { name: ' ' }), 'command.malformed'],
      [newcomer('n2', { role: 'king' }), 'command.malformed'],
      [newcomer('n2', { passwordHash: 'x' }), 'command.malformed'],
    ] as const) {
      const { json } = await door.admin.post<Refused>('/api/accounts', body)
      expect([json.code, json.zh.length > 0, json.en.length > 0]).toEqual([code, true, true])
    }
    const nobody = await door.admin.post<Refused>('/api/accounts/none/password', { commandId: crypto.randomUUID() })
    expect([nobody.status, nobody.json.code]).toEqual([404, 'account.unknown'])
  })

  test('[AC71] closed, its session ends and its password opens nothing', async () => {
    const { json } = await make(newcomer('n3'))
    const { credential } = (await logIn('n3', json.password)).json
    const change = { password: json.password, newPassword: 'chosen by himself' }
    const chosen = await new Client(door.hub.url, credential).post<{ credential: string }>('/api/password', change)
    const n3 = new Client(door.hub.url, chosen.json.credential)
    expect((await n3.get('/api/me')).status).toBe(200)
    await door.admin.must('account.assign', { staffId: 'n3', role: 'manager', hallIds: [HALL_ID], lotIds: [] }, CITY)
    expect((await n3.get(SETUP)).status).toBe(200)

    await door.admin.must('account.close', { staffId: 'n3' }, CITY)

    expect((await n3.get('/api/me')).status).toBe(401)
    expect((await logIn('n3', 'chosen by himself')).json.code).toBe('access.wrong-password')
    const { json: self } = await door.admin.command('account.close', { staffId: 'admin' }, { to: CITY })
    expect(self).toMatchObject({ ok: false, code: 'account.self' })
  })
})

describe('[AC73] the set-up of a hall', () => {
  test('tells its devices, which of them are here, and who was', async () => {
    const board = await pair(door.hub.url, 'board')
    const [paired] = (await setup()).devices.filter(({ kind }) => kind === 'board')
    expect(paired).toMatchObject({ isHere: false })
    const listener = await new Listener(door.hub.url, { credential: board.credential! }).opened()
    const seen = async () => (await setup()).devices.find(({ deviceId }) => deviceId === paired!.deviceId)
    expect(await seen()).toMatchObject({ isHere: true })
    listener.close()
    await expect.poll(async () => (await seen())?.isHere).toBe(false)
    expect((await seen())?.seenAt).toBeDefined()
    expect(JSON.stringify(await setup())).not.toMatch(/codeHash|publicKey|freeMinutes/)
  })

  test('[HL50] [HL51] [HL52] [HL53] what is set stands there, for everybody', async () => {
    const { card } = await setup()
    const service = { code: 'visa', prefix: 'V', zh: '签证', en: 'Visa', typicalMinutes: 8 }
    await door.admin.must('hall.setService', { service })
    await door.admin.must('hall.setCounter', { counter: { counterId: 'C99', label: '99', profile: ['visa'] } })
    await door.admin.must('hall.describe', { name: '新名', nameEn: 'New name', complaintPhone: '12388' })
    const head = (
      await door.nobody.get<{ name: string; counterLabels: object; services: object[] }>(`/api/halls/${HALL_ID}`)
    ).json
    expect(head).toMatchObject({ name: '新名', counterLabels: { C99: '99' } })
    expect(head.services).toHaveLength(card.services.length + 1)
    const bad = await door.admin.command('hall.setCounter', {
      counter: { counterId: 'C98', label: '99', profile: ['visa'] },
    })
    expect(bad.json).toMatchObject({ ok: false, code: 'counter.label-taken', about: 'C99' })
  })

  test('[HL54] on a day that the hall has closed a kiosk is told so, and staff still take a number', async () => {
    const closed = { weekly: [], keepsHolidays: true, days: [{ day: today() }] }
    await door.manager.must('hall.setHours', { hours: closed })
    const asked = await door.kiosk.command('ticket.take', { serviceCode: 'enterprise' })
    expect(asked.json).toMatchObject({ ok: false, code: 'hall.closed-now' })
    expect((await door.manager.command('ticket.take', { serviceCode: 'enterprise' })).json.ok).toBe(true)
    const always = [0, 1, 2, 3, 4, 5, 6].map(weekday => ({ weekday, from: '00:00', to: '23:59' }))
    await door.manager.must('hall.setHours', { hours: { weekly: always, keepsHolidays: false, days: [] } })
    expect((await door.kiosk.command('ticket.take', { serviceCode: 'enterprise' })).json.ok).toBe(true)
  })
})

describe('[AC74] the audit', () => {
  test('tells who did what, from where, over HTTP and over a socket', async () => {
    await door.admin.must('hall.describe', { name: '再名', nameEn: 'Again', complaintPhone: '12388' })
    const socket = await new Listener(door.hub.url, { credential: door.clerk.credential! }).opened()
    await socket.command(`hall:${HALL_ID}`, 'counter.pause', { counterId: 'C01', reason: 'break' })
    const [described] = await deeds('about=hall&who=staff')
    expect(described).toMatchObject({
      ...{ name: '系统管理员', actor: { kind: 'staff', staffId: 'admin', role: 'admin', address: '127.0.0.1' } },
      events: [{ type: 'hall.described', about: { name: '再名' } }],
    })
    const [paused] = await deeds('staffId=clerk01')
    expect(paused).toMatchObject({ actor: { staffId: 'clerk01', address: '127.0.0.1' } })
    expect(paused?.events).toEqual([{ type: 'counter.paused', about: { counterId: 'C01', reason: 'break' } }])
    socket.close()
  })

  test('tells of the city as well, and nothing that is personal, no level and nothing that opens anything', async () => {
    const { ticketId } = door.called
    await door.citizen.must('plate.bind', { ticketId, plate: '鲁F12345' })
    const rating = { level: 1, tagVersion: 2, tagCodes: ['115'], text: '等了很久', channel: 'phone', formOpenMs: 9000 }
    await door.citizen.must('evaluation.submit', { ticketId, ...rating })
    const all = await deeds('')
    expect(all.flatMap(({ events }) => events.map(({ type }) => type))).toEqual(
      expect.arrayContaining(['account.created', 'account.closed', 'evaluation.submitted', 'plate.bound']),
    )
    const text = JSON.stringify(all)
    for (const secret of ['鲁F12345', '等了很久', '"level"', '"115"', 'scrypt', 'codeHash', 'publicKey'])
      expect(text).not.toContain(secret)
  })

  test('a question that is none is told so', async () => {
    for (const query of ['', '?day=yesterday', `?day=${today()}&who=king`, `?day=${today()}&more=1`]) {
      const { status, json } = await door.admin.get<Refused>(AUDIT + query)
      expect([status, json.code]).toEqual([400, 'command.malformed'])
    }
  })
})
