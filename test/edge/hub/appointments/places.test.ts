import type { BookableDay, KeptAppointment, Refused } from '@pingting/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { Client } from '../../../support/client.ts'
import { type HubProcess, startHub } from '../../../support/hub-process.ts'

/** Monday 08:00 in Yantai. */
const MORNING = '2026-11-23T00:00:00.000Z'
const AT = `/api/halls/${HALL_ID}/appointments`
const PLACES = 4
const CITIZENS = 40

let hub: HubProcess
beforeAll(async () => {
  // Each citizen has an address of his own, as behind a proxy that can be believed.
  hub = await startHub({ environment: { BUSINESS_CLOCK: `${MORNING}@${Date.now()}x1`, TRUSTED_PROXIES: '127.0.0.1' } })
})
afterAll(() => hub?.dispose())

async function ask<T>(client: Client, address: string, path: string, body: object): Promise<T & Refused> {
  const { text } = await client.send('POST', path, JSON.stringify(body), { 'x-forwarded-for': address })
  return JSON.parse(text) as T & Refused
}
const wish = (startsAt: string) => ({ commandId: crypto.randomUUID(), serviceCode: 'tax', startsAt })
const slots = ['01:00', '01:30', '02:00', '02:30', '03:00'].map(time => `2026-11-24T${time}:00.000Z`)

test(`[TK51] ${CITIZENS} want a slot of ${PLACES} places at one moment, each on a connection of his own: ${PLACES} have one`, async () => {
  const citizens = Array.from({ length: CITIZENS }, () => new Client(hub.url))
  for (const [round, startsAt] of slots.entries()) {
    // One place is left, or all are.
    const before = round % 2 === 0 ? 0 : PLACES - 1
    for (let n = 0; n < before; n += 1) await ask(citizens[n]!, `10.1.${round}.${n}`, AT, wish(startsAt))
    const answers = await Promise.all(
      citizens.map((citizen, n) => ask<KeptAppointment>(citizen, `10.0.${round}.${n}`, AT, wish(startsAt))),
    )
    const told = answers.map(answer => (answer.ok === false ? (answer as Refused).code : 'booked'))
    expect(told.filter(word => word === 'booked')).toHaveLength(PLACES - before)
    expect(told.filter(word => word === 'appointment.full')).toHaveLength(CITIZENS - PLACES + before)
    const codes = answers.flatMap(answer => ('qr' in answer ? answer.code : []))
    expect(new Set(codes).size).toBe(PLACES - before)
    const { json } = await citizens[0]!.get<{ days: BookableDay[] }>(`/api/halls/${HALL_ID}/bookable/tax`)
    expect(json.days[1]!.slots.find(slot => slot.startsAt === startsAt)!.placesLeft).toBe(0)
  }
  for (const citizen of citizens) citizen.close()
})

test('[TK59] an address books twenty in an hour and is then told to wait; what was refused is not counted, and another address goes on', async () => {
  const client = new Client(hub.url)
  const book = (address: string, serviceCode: string, startsAt: string) =>
    ask<KeptAppointment>(client, address, AT, { ...wish(startsAt), serviceCode })
  // given one who was told twenty times that there is no place
  for (let n = 0; n < 20; n += 1) expect((await book('10.2.0.1', 'tax', slots[0]!)).code).toBe('appointment.full')
  // when he books what is free
  const free = ['enterprise', 'social-security', 'medical', 'housing-fund', 'public-security'].flatMap(service =>
    slots.map(slot => [service, slot] as const),
  )
  const told = []
  for (const [service, slot] of free.slice(0, 21)) told.push(await book('10.2.0.1', service, slot))
  // then twenty are his
  expect(told.slice(0, 20).every(answer => 'qr' in answer)).toBe(true)
  expect(told[20]!.code).toBe('request.too-many')
  expect('qr' in (await book('10.2.0.2', ...free[20]!))).toBe(true)
})
