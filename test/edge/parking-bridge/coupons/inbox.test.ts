import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { signed } from '../../../../parking-bridge/simulated-gate/src/coupon-skin/signing.ts'
import { type CouponSite, openCouponSite } from '../../lot-contract/coupon-site.ts'
import { answerOf } from '../../lot-contract/orders.ts'
import { PASSWORD, SITE_ID } from '../../simulated-gate/gate-process.ts'

const PUSHED = '/internal/payment'
let site: CouponSite
/** What the hub knows. */
let seq = 0
let pushes = 0

beforeAll(async () => {
  site = await openCouponSite({ grantSerial: true, sync: true })
}, 60_000)
afterAll(() => site?.close(), 60_000)

const payment = (change: Record<string, string> = {}) => ({
  ...{ park_uuid: SITE_ID, app_id: 'op', timestamp: String(Date.now()), parking_serial: 'S1', pay_value: '400' },
  ...{ pay_serial: `P${pushes++}`, pay_time: '1795449600000' },
  ...change,
})
async function post(path: string, body: RequestInit['body'], init: RequestInit = {}) {
  const response = await fetch(site.lot.inboxUrl + path, { method: 'POST', body: body ?? null, ...init })
  return [response.status, ((await response.json()) as { code: string }).code] as const
}
const push = (fields: Record<string, string>, path = PUSHED) =>
  post(path, new URLSearchParams(signed(fields, PASSWORD)))
/** The hub records what is there. */
async function record(): Promise<number> {
  const { records } = answerOf(await site.lot.eventsSince(seq, 24))
  seq = records.at(-1)?.gateSeq ?? seq
  return records.length
}

test('[PF16] a push is answered 1001 when the hub has recorded it, and until then not at all', async () => {
  // given a push that has arrived
  let answered: unknown
  const answer = push(payment()).then(told => {
    answered = told
  })
  await vi.waitFor(async () => expect(await record()).toBe(1))
  // when it was fetched for the hub · then nobody is told anything yet
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(answered).toBeUndefined()
  // when somebody asks from behind it · then it is recorded
  await record()
  await answer
  expect(answered).toEqual([200, '1001'])
})

test('[PF16] while the hub is away the platform is told to come again, and then that it is recorded', async () => {
  const fields = payment()
  const startedMs = performance.now()
  expect(await push(fields)).toEqual([503, '1500'])
  expect(performance.now() - startedMs).toBeGreaterThan(3_500)
  expect(await record()).toBe(1)
  expect(await record()).toBe(0)
  // The repeat has a time stamp of its own, and is told at once.
  expect(await push({ ...fields, timestamp: String(Date.now()) })).toEqual([200, '1001'])
  expect(await record()).toBe(0)
}, 20_000)

test('[PF16] a new push is told of before anybody asks, and one that is no news is taken at once', async () => {
  const hints: string[] = []
  site.lot.onHint(hint => void hints.push(hint))
  const answer = push(payment())
  await vi.waitFor(() => expect(hints).toContain('facts'))
  await record()
  await record()
  expect(await answer).toEqual([200, '1001'])
  expect(await push(payment({ release_method: '2' }), '/internal/release')).toEqual([200, '1001'])
  expect(await record()).toBe(0)
})

describe('[PF18] nothing is taken in', () => {
  test('that the platform has not signed', async () => {
    const { sign } = signed(payment(), 'another secret')
    expect(await post(PUSHED, new URLSearchParams({ ...payment(), sign: sign! }))).toEqual([401, '1401'])
    expect(await post(PUSHED, new URLSearchParams(payment()))).toEqual([401, '1401'])
    // However often somebody knocks, it is logged once in a minute.
    expect(site.said.filter(line => line.startsWith('a push that the platform has not signed'))).toHaveLength(1)
  })
  test('that could be read two ways', async () => {
    const { pay_time, pay_value, ...rest } = payment()
    expect(await push({ ...rest, pay_serial: `P&pay_time=${pay_time}&pay_value=${pay_value}` })).toEqual([401, '1401'])
  })
  test.each([-301_000, 301_000])('with a time stamp %i ms from our clock', async awayMs => {
    expect(await push(payment({ timestamp: String(Date.now() + awayMs) }))).toEqual([401, '1401'])
    expect(site.said.join('\n')).toContain('time stamp is far from our clock')
  })
  test('without a time stamp', async () => expect(await push(payment({ timestamp: '' }))).toEqual([401, '1401']))
  test('of another car park', async () => expect(await push(payment({ park_uuid: 'park-2' }))).toEqual([400, '400']))
  test('that is too long, no form, or has a name twice', async () => {
    expect(await push(payment({ reason: 'x'.repeat(17_000) }))).toEqual([400, '400'])
    const json = { headers: { 'content-type': 'application/json' } }
    expect(await post(PUSHED, JSON.stringify(signed(payment(), PASSWORD)), json)).toEqual([400, '400'])
    const twice = new URLSearchParams(signed(payment(), PASSWORD))
    twice.append('pay_value', '1')
    expect(await post(PUSHED, twice)).toEqual([400, '400'])
  })
  test('anywhere else, or by another method', async () => {
    expect(await push(payment(), '/internal/gate')).toEqual([404, '404'])
    const response = await fetch(site.lot.inboxUrl + PUSHED)
    expect(response.status).toBe(404)
  })
  test('and nothing of it is recorded', async () => expect(await record()).toBe(0))
})
