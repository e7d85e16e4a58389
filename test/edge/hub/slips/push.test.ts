import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import webPush from 'web-push'
import { Client, eventOf, logIn, pair } from '../../../support/client.ts'
import { type HubProcess, startHub } from '../../../support/hub-process.ts'
import { openPushService, type PushService } from '../../../support/pushes.ts'
import { until } from '../../../support/room.ts'

const { publicKey, privateKey } = webPush.generateVAPIDKeys()
const SERVICE = 'enterprise'

let service: PushService
let hub: HubProcess
let kiosk: Client
let clerk: Client
beforeAll(async () => {
  service = await openPushService()
  hub = await startHub({
    environment: {
      WEB_PUSH_SUBJECT: 'mailto:hall@example.org',
      WEB_PUSH_PUBLIC_KEY: publicKey,
      WEB_PUSH_PRIVATE_KEY: privateKey,
      WEB_PUSH_SERVICES: service.url,
    },
  })
  kiosk = await pair(hub.url, 'kiosk')
  clerk = await logIn(hub.url, 'clerk01')
  await clerk.must('counter.open', { counterId: 'C01' })
})
afterAll(async () => {
  await hub?.dispose()
  service?.close()
})
beforeEach(() => {
  service.told.length = 0
})

async function take(): Promise<{ ticketId: string; number: string; phone: Client }> {
  const taken = await kiosk.must('ticket.take', { serviceCode: SERVICE })
  const { ticketId, number } = eventOf(taken, 'ticket.taken')
  return { ticketId, number: String(number), phone: new Client(hub.url, taken.ticket!.token) }
}
const subscribed = (phone: Client, wish: object = service.subscription()) =>
  phone.post<{ code?: string }>('/api/push', { language: 'zh-CN', ...wish })
const call = () => clerk.must('ticket.callNext', { counterId: 'C01' })
async function serve(): Promise<void> {
  const { ticketId } = eventOf(await call(), 'ticket.called')
  await clerk.must('ticket.miss', { counterId: 'C01', ticketId })
}
const notices = (): unknown[] => service.told.map(({ notice }) => notice)

describe('a phone whose page is closed', () => {
  test('[FA117] is told of its call and of each call again, sealed for its browser and signed by the hub', async () => {
    const { ticketId, number, phone } = await take()
    expect((await phone.get('/api/push')).json).toEqual({ key: publicKey })
    expect((await subscribed(phone)).status).toBe(200)

    await call()
    await until('the call is told', () => service.told.length === 1)
    await clerk.must('ticket.recall', { counterId: 'C01', ticketId })
    await until('the second call is told', () => service.told.length === 2)

    expect(notices()).toEqual([1, 2].map(() => ({ number, language: 'zh-CN', counter: '1' })))
    expect(service.told[0]!.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '120', urgency: 'high' })
    expect(service.told[0]!.headers.authorization).toMatch(/^vapid t=[\w.-]+, k=/)
    await clerk.must('ticket.miss', { counterId: 'C01', ticketId })
  })

  test('[FA117] is told when five, three and one are left before it, and of no other place', async () => {
    const before = []
    for (let n = 0; n < 6; n += 1) before.push(await take())
    const { number, phone } = await take()
    expect((await subscribed(phone, { ...service.subscription(), language: 'en' })).status).toBe(200)

    const told: number[] = []
    for (const [index] of before.entries()) {
      await serve()
      // A line that moved is looked at a second later.
      await new Promise(resolve => setTimeout(resolve, 1_500))
      told[before.length - 1 - index] = service.told.length
    }

    expect(told).toEqual([3, 3, 2, 2, 1, 1])
    expect(notices()).toEqual([5, 3, 1].map(ahead => ({ number, language: 'en', ahead })))
    await serve()
  })

  test('[FA118] is forgotten once its service knows it no more', async () => {
    const { ticketId, phone } = await take()
    await subscribed(phone)
    service.forget()
    const before = service.asked()
    await call()
    await until('the service was asked', () => service.asked() === before + 1)
    // What the answer was is worked on after it; then nobody is asked any more.
    await new Promise(resolve => setTimeout(resolve, 500))
    await clerk.must('ticket.recall', { counterId: 'C01', ticketId })
    await new Promise(resolve => setTimeout(resolve, 500))

    expect(service.asked()).toBe(before + 1)
    await clerk.must('ticket.miss', { counterId: 'C01', ticketId })
  })
})

describe('who asks to be told', () => {
  test('[FA118] is a ticket; its service must be one the hall has named', async () => {
    const { phone } = await take()
    const codeOf = async (who: Client, wish?: object) => (await subscribed(who, wish)).json.code

    expect(await codeOf(phone, { ...service.subscription(), endpoint: 'https://example.org/push' })).toBe(
      'push.unknown-service',
    )
    expect(await codeOf(phone, { endpoint: service.url })).toBe('command.malformed')
    expect(await codeOf(new Client(hub.url))).toBe('access.unknown')
    expect(await codeOf(clerk)).toBe('access.denied')
    await serve()
  })

  test('[FA117] is asked by no page of a hub that has no keys, and nothing is kept there', async () => {
    const other = await startHub()
    const taken = await (await pair(other.url, 'kiosk')).must('ticket.take', { serviceCode: SERVICE })
    const phone = new Client(other.url, taken.ticket!.token)

    expect(await phone.get('/api/push')).toMatchObject({ status: 404, json: { code: 'push.off' } })
    expect((await subscribed(phone)).json.code).toBe('push.off')
    await other.dispose()
  })
})

test('[FA119] a service that takes a notice and never answers holds up no call', async () => {
  const { ticketId, number, phone } = await take()
  await subscribed(phone)
  service.fallSilent()
  const before = service.asked()
  expect(eventOf(await call(), 'ticket.called').number).toBe(number)
  await until('the service holds the notice', () => service.asked() === before + 1)

  await clerk.must('ticket.recall', { counterId: 'C01', ticketId })
  expect((await clerk.command('ticket.arrive', { counterId: 'C01', ticketId })).json.ok).toBe(true)
})
