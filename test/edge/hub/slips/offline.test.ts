import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Accepted,
  businessDayOf,
  type Lease,
  offlineTicketText,
  offlineToken,
  type PriorityClass,
  ticketIdOf,
} from '@pingting/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { Client, codeOf, eventOf, logIn, type Paired, pair, pairWithKey } from '../../../support/client.ts'
import { type HubProcess, startHub } from '../../../support/hub-process.ts'

let hub: HubProcess
let kiosk: Paired
let lease: Lease
beforeAll(async () => {
  hub = await startHub()
  kiosk = await pairWithKey(hub.url, 'kiosk')
  await (await logIn(hub.url, 'clerk01')).must('counter.open', { counterId: 'C01' })
  lease = (await kiosk.client.must('ticket.lease', { serviceCodes: ['enterprise', 'tax'] })).lease!
})
afterAll(() => hub?.dispose())

interface Slip {
  number: string
  issuedAt: string
  priority: PriorityClass
  businessDay: string
  signature: string
}

/** A slip as the kiosk gives it out, or as somebody would who has got hold of another key. */
function slipOf(number: string, over: Partial<Slip> = {}, by: Paired = kiosk): Slip {
  const issuedAt = over.issuedAt ?? new Date().toISOString()
  const { businessDay = lease.businessDay, priority = 'none' } = over
  const ticket = { hallId: HALL_ID, deviceId: kiosk.deviceId, ticketId: ticketIdOf(businessDay, number) }
  const signature = by.sign(offlineTicketText({ ...ticket, priority, issuedAt }))
  return { number, issuedAt, priority, businessDay, signature }
}
const handIn = (slip: Slip, commandId: string = crypto.randomUUID(), client = kiosk.client) =>
  client.command('ticket.handIn', slip, { commandId })
const tokenOf = ({ number, signature }: Slip) =>
  offlineToken(lease.hallNumber, ticketIdOf(lease.businessDay, number), signature)
const me = async (token: string) => (await new Client(hub.url, token).get<{ actor?: object }>('/api/me')).json.actor

test('[TK70] the answer brings the numbers with their codes and the way to their pages, the same at every repeat', async () => {
  expect(lease).toMatchObject({ businessDay: businessDayOf(new Date().toISOString()), pageUrl: `${hub.url}/phone` })
  expect(lease.ranges.map(({ serviceCode, firstNumber, codes }) => [serviceCode, firstNumber, codes.length])).toEqual([
    ['enterprise', 'A9970', 30],
    ['tax', 'F9970', 30],
  ])
  const commandId = crypto.randomUUID()
  const ask = () => kiosk.client.command('ticket.lease', { serviceCodes: ['tax'] }, { commandId })
  const [first, again] = [(await ask()).json as Accepted, (await ask()).json as Accepted]
  expect([first.replayed, again.replayed, again.lease]).toEqual([false, true, first.lease])
})

test('[TK72, AC81] a slip is handed in once, and its code and its QR code open the ticket', async () => {
  const slip = slipOf('A9970')
  expect(await me(tokenOf(slip))).toBeUndefined()

  const commandId = crypto.randomUUID()
  const first = await handIn(slip, commandId)
  const again = await handIn(slip, commandId)
  expect([first.status, again.status, codeOf((await handIn(slip)).json)]).toEqual([201, 200, 'ticket.number-used'])
  expect(again.json).toEqual({ ...first.json, replayed: true })

  const { ticketId } = eventOf(first.json, 'ticket.taken')
  expect(await me(tokenOf(slip))).toEqual({ kind: 'citizen', hallId: HALL_ID, ticketId })
  const code = lease.ranges[0]!.codes[0]!
  expect((await kiosk.client.get(`/api/halls/${HALL_ID}/tickets/by-code/${code}`)).json).toMatchObject({ ticketId })
  expect((first.json as Accepted).ticket!.code).toBe(code)
})

test('[AC80] what its kiosk has not signed as it stands is refused, and told in the log', async () => {
  const other = await pairWithKey(hub.url, 'kiosk')
  const slip = slipOf('A9971')
  const forged: Slip[] = [
    slipOf('A9971', {}, other),
    { ...slip, priority: 'elder' },
    { ...slip, issuedAt: '2026-01-01T00:00:00.000Z' },
    { ...slip, number: 'A9972' },
    { ...slip, signature: 'A'.repeat(86) },
  ]
  for (const each of forged) {
    const { status, json } = await handIn(each)
    expect([status, codeOf(json)]).toEqual([403, 'ticket.signature-wrong'])
  }
  expect(codeOf((await handIn(slip, undefined, other.client)).json)).toBe('ticket.signature-wrong')
  const logs = join(hub.dataDir, 'logs')
  const log = readdirSync(logs)
    .map(name => readFileSync(join(logs, name), 'utf8'))
    .join('\n')
  expect(log).toMatch(/A9971.*ticket\.signature-wrong|ticket\.signature-wrong.*A9971/)
  expect(log).not.toContain(slip.signature)
})

test('[TK74] well signed, and of another day, outside the lease, or of a kiosk without one: refused with a code each', async () => {
  const codes = [
    await handIn(slipOf('A9971', { businessDay: '2026-01-05' })),
    await handIn(slipOf('A9000')),
    await handIn(slipOf('B9990')),
  ].map(({ json }) => codeOf(json))
  expect(codes).toEqual(['ticket.other-day', 'ticket.number-not-leased', 'ticket.number-not-leased'])
  const manager = await logIn(hub.url, 'manager')
  expect(codeOf((await handIn(slipOf('A9971'), undefined, manager)).json)).toBe('access.denied')
})

test('[AC81] a token opens only what its kiosk has handed in itself, and no text but that of the slip', async () => {
  const slip = slipOf('A9973')
  await handIn(slip)
  const token = tokenOf(slip)
  expect(await me(token)).toBeDefined()
  const taken = await kiosk.client.must('ticket.take', { serviceCode: 'enterprise' })
  const { ticketId, at } = eventOf(taken, 'ticket.taken') as unknown as { ticketId: string; at: string }
  const signed = { hallId: HALL_ID, deviceId: kiosk.deviceId, ticketId, priority: 'none', issuedAt: at }
  for (const wrong of [
    offlineToken(lease.hallNumber, ticketId, kiosk.sign(offlineTicketText(signed))),
    token.replace('A9973', 'A9970'),
    token.replace('k1.1.', 'k1.2.'),
    `${token}A`,
    token.slice(0, -1),
    // The same bits, in a letter that nobody writes.
    token.slice(0, -1) + String.fromCharCode(token.charCodeAt(token.length - 1) + 1),
  ])
    expect(await me(wrong), wrong).toBeUndefined()
})

test('[TK72, TK75, AC81] a hub that was killed knows it again; a kiosk that is revoked hands in nothing, and its tokens open nothing', async () => {
  const slip = slipOf('A9974')
  await handIn(slip)
  await hub.kill()
  await hub.start()
  expect(codeOf((await handIn(slip)).json)).toBe('ticket.number-used')
  expect(await me(tokenOf(slip))).toBeDefined()

  const manager = await logIn(hub.url, 'manager')
  await manager.must('device.revoke', { deviceId: kiosk.deviceId })
  const late = await handIn(slipOf('A9975'))
  expect([late.status, codeOf(late.json)]).toEqual([401, 'access.unknown'])
  expect(await me(tokenOf(slip))).toBeUndefined()
  await expect(pair(hub.url, 'kiosk')).resolves.toBeInstanceOf(Client)
})
