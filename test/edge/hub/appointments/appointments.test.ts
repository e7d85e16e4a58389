import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Answer, DayLoad, KeptAppointment, Refused } from '@pingting/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { Client, codeOf, eventOf, logIn, pair } from '../../../support/client.ts'
import { type HubProcess, startHub } from '../../../support/hub-process.ts'
import { Listener } from '../../../support/room.ts'

/** Monday 08:35 in Yantai: the slot of 09:00 may check in, that of 10:00 not yet. */
const MORNING = '2026-11-23T00:35:00.000Z'
const AT_NINE = '2026-11-23T01:00:00.000Z'
const AT = `/api/halls/${HALL_ID}/appointments`
const PLACES = 4

let hub: HubProcess
let kiosk: Client
let manager: Client
beforeAll(async () => {
  hub = await startHub({ environment: { BUSINESS_CLOCK: `${MORNING}@${Date.now()}x1` } })
  kiosk = await pair(hub.url, 'kiosk')
  manager = await logIn(hub.url, 'manager')
})
afterAll(() => hub?.dispose())

const book = (client: Client, over: object = {}) =>
  client.post<KeptAppointment & Refused>(AT, {
    ...{ commandId: crypto.randomUUID(), serviceCode: 'tax', startsAt: AT_NINE, ...over },
  })

test('[TK53, JR1] booked without a name; a repeat is told the same code, also after a restart; another body is refused', async () => {
  const stranger = new Client(hub.url)
  const wish = { commandId: crypto.randomUUID(), serviceCode: 'general', startsAt: AT_NINE }
  expect((await book(stranger, wish)).json.code).toBe('appointment.not-offered')
  const tax = { ...wish, serviceCode: 'tax' }
  const { status, json } = await book(stranger, tax)
  expect(status).toBe(200)
  expect(json).toMatchObject({ hallId: HALL_ID, serviceCode: 'tax', startsAt: AT_NINE, status: 'booked' })
  expect(json.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{9}$/)
  expect(json.qr).toContain('<svg')
  expect((await book(stranger, tax)).json).toEqual(json)
  await hub.kill()
  await hub.start()
  expect((await book(stranger, tax)).json).toEqual(json)
  expect((await book(stranger, { ...tax, startsAt: '2026-11-23T01:30:00.000Z' })).json.code).toBe('command.id-reused')

  // the journal and the log have neither the code nor anybody's name
  await hub.stop()
  const files = readdirSync(hub.dataDir, { recursive: true, encoding: 'utf8' }).filter(name =>
    /\.(log|db|db-wal|sqlite.*|wal)$/.test(name),
  )
  const holds = (name: string, text: string) => readFileSync(join(hub.dataDir, name)).includes(text)
  expect(files.some(name => holds(name, 'appointment.booked'))).toBe(true)
  expect(files.filter(name => holds(name, json.code))).toEqual([])
  await hub.start()
  await stranger.post(`${AT}/cancel`, { commandId: crypto.randomUUID(), code: json.code })
})

describe('the code opens it, and nothing else does', () => {
  test('[TK54, TK53] looked at, moved and cancelled by the code as people type it', async () => {
    const stranger = new Client(hub.url)
    const { code } = (await book(stranger)).json
    const typed = code.toLowerCase().replace(/(.{3})(?=.)/g, '$1-')
    const look = () => stranger.post<KeptAppointment & Refused>(`${AT}/look`, { code: typed })
    expect((await look()).json).toMatchObject({ startsAt: AT_NINE, code })
    const later = { commandId: crypto.randomUUID(), code: typed, startsAt: '2026-11-23T02:00:00.000Z' }
    expect((await stranger.post(`${AT}/move`, later)).json).toMatchObject({ startsAt: later.startsAt, code })
    // a repeat is the first answer, whatever came after it
    await stranger.post(`${AT}/move`, { ...later, commandId: crypto.randomUUID(), startsAt: AT_NINE })
    expect((await stranger.post(`${AT}/move`, later)).json).toMatchObject({ startsAt: later.startsAt })
    expect((await look()).json.startsAt).toBe(AT_NINE)
    const cancel = { commandId: crypto.randomUUID(), code: typed }
    for (let n = 0; n < 2; n += 1)
      expect(await stranger.post(`${AT}/cancel`, cancel)).toEqual({ status: 200, json: { cancelled: true } })
    expect((await look()).json).toMatchObject({ code: 'appointment.unknown' })
  })

  test('[TK59] ten wrong codes of an address, then no more; the kiosks have limits of their own', async () => {
    const guesser = new Client(hub.url)
    const told = []
    for (let n = 0; n < 12; n += 1)
      told.push((await guesser.post<Refused>(`${AT}/look`, { code: `WRNG0000${n % 10}` })).json.code)
    // one wrong try stands from the test before
    expect(told.slice(0, 9)).toEqual(Array(9).fill('appointment.unknown'))
    expect(told.slice(9)).toEqual(Array(3).fill('request.too-many'))
    const wish = { commandId: crypto.randomUUID(), code: 'WRNG00001' }
    expect((await kiosk.post<Refused>(`${AT}/check-in`, wish)).json.code).toBe('appointment.unknown')
  })

  test('[TK51] bad input is told in both languages', async () => {
    for (const [body, code] of [
      [{ commandId: 'no', serviceCode: 'tax', startsAt: AT_NINE }, 'command.malformed'],
      [{ commandId: crypto.randomUUID(), serviceCode: 'tax', startsAt: 'nine' }, 'command.malformed'],
      [
        { commandId: crypto.randomUUID(), serviceCode: 'tax', startsAt: '2026-11-28T01:00:00.000Z' },
        'appointment.day-closed',
      ],
      [
        { commandId: crypto.randomUUID(), serviceCode: 'tax', startsAt: '2026-11-22T01:00:00.000Z' },
        'appointment.slot-past',
      ],
      [{ commandId: crypto.randomUUID(), serviceCode: 'none', startsAt: AT_NINE }, 'appointment.not-offered'],
    ] as const) {
      const { json } = await new Client(hub.url).post<Refused>(AT, body)
      expect(json).toMatchObject({ ok: false, code })
      expect(json.zh).toMatch(/[一-龥]/)
      expect(json.en).toMatch(/^[A-Z]/)
    }
  })
})

test('[TK55, TK56, TK60] checked in at the kiosk: a ticket Y, no code on any screen, and staff see how full it is', async () => {
  const stranger = new Client(hub.url)
  const screens = await Promise.all([
    new Listener(hub.url).opened(),
    new Listener(hub.url, { credential: manager.credential! }).opened(),
  ])
  for (const [index, audience] of ['public', 'floor'].entries())
    await screens[index]!.resume({ stream: `hall:${HALL_ID}`, audience })
  const tooEarly = (await book(stranger, { startsAt: '2026-11-23T02:00:00.000Z' })).json
  const early = { commandId: crypto.randomUUID(), code: tooEarly.code }
  expect((await kiosk.post<Refused>(`${AT}/check-in`, early)).json).toMatchObject({
    ...{ code: 'appointment.too-early', about: '2026-11-23T01:30:00.000Z' },
  })
  const { code } = (await book(stranger)).json
  const wish = { commandId: crypto.randomUUID(), code }
  expect((await stranger.post<Refused>(`${AT}/check-in`, wish)).json.code).toBe('access.unknown')
  const first = await kiosk.post<Answer>(`${AT}/check-in`, wish)
  expect(first.status).toBe(201)
  expect(eventOf(first.json, 'ticket.taken')).toMatchObject({ number: 'Y001', slotStartsAt: AT_NINE })
  expect(first.json).toMatchObject({ ticket: { url: expect.stringContaining('/phone#t=') } })
  expect((await kiosk.post<Answer>(`${AT}/check-in`, wish)).json).toEqual({ ...first.json, replayed: true })
  const again = await manager.post<Answer>(`${AT}/check-in`, { ...wish, commandId: crypto.randomUUID() })
  expect(codeOf(again.json)).toBe('appointment.checked-in')

  const load = (await manager.get<DayLoad>(`/api/halls/${HALL_ID}/days/2026-11-23/appointments`)).json
  const slot = load.services.find(({ code: service }) => service === 'tax')!.slots.find(one => one.startsAt === AT_NINE)
  expect(slot).toMatchObject({ places: PLACES, bookedTally: 0, checkedInTally: 1, missedTally: 0 })
  const seen = JSON.stringify(screens.map(screen => screen.envelopes))
  expect(seen).not.toContain('appointment.')
  expect(seen).not.toContain(code)
  for (const screen of screens) screen.close()
})
