import { afterEach, describe, expect, test, vi } from 'vitest'
import { CouponLot } from '../../../../parking-bridge/src/lot/coupons/coupon-lot.ts'
import { type CouponSite, openCouponSite } from '../../lot-contract/coupon-site.ts'
import {
  answerOf,
  ask,
  enter,
  executions,
  nextPlate,
  orderFor,
  revocationOf,
  sendingOf,
} from '../../lot-contract/orders.ts'
import { logInto, time } from '../../lot-contract/process.ts'

const WAIT = { timeout: 20_000, interval: 20 }
const ALL = { grantSerial: true, sync: true }

let site: CouponSite
const usable = (lot: CouponLot, is = true) => vi.waitFor(() => expect(lot.usable()).toBe(is), WAIT)
async function open(can = ALL, gateSettings: Record<string, string> = {}): Promise<void> {
  site = await openCouponSite(can, gateSettings)
  await usable(site.lot)
}
afterEach(() => site?.close(), 60_000)
/** Of a car that is inside. */
async function order() {
  const one = orderFor(nextPlate())
  await enter(site, one.plate)
  return one
}

test('[PF22] while a lost order may still arrive, "no such coupon" does not end its revocation', async () => {
  await open()
  const [lost, never] = [await order(), await order()]
  await site.world.post('/switches', { dropRequests: 1 })
  expect(await site.lot.grant(sendingOf(lost))).toMatchObject({ told: 'unknown' })
  expect(await site.lot.revoke(revocationOf(lost))).toEqual({ told: 'unknown', code: 'LateOrder' })
  expect(answerOf(await site.lot.revoke(revocationOf(never)))).toMatchObject({ outcome: 'NotFound' })
}, 60_000)

test('[PF22] what is late before it leaves is not let out', async () => {
  await open()
  const late = await order()
  expect(answerOf(await site.lot.grant(sendingOf(late, { deadlineMs: -1 })))).toMatchObject({
    ...{ outcome: 'Rejected', reason: 'DEADLINE_PASSED' },
  })
  expect(answerOf(await ask(site.lot, late))).toMatchObject({ found: false })
}, 60_000)

test('[PF15] of two discounts on one stay the second is rejected', async () => {
  await open()
  const first = await order()
  answerOf(await site.lot.grant(sendingOf(first)))
  const second = orderFor(first.plate)
  expect(answerOf(await site.lot.grant(sendingOf(second)))).toMatchObject({
    ...{ outcome: 'Rejected', reason: 'STACK_REJECTED' },
  })
}, 60_000)

test('[PF15] where a platform cannot be asked what 1403 means, the order goes to an operator', async () => {
  await open({ grantSerial: true, sync: false })
  const one = await order()
  answerOf(await site.lot.grant(sendingOf(one)))
  const people = { told: 'refusedBeforeRunning', retry: 'terminal', code: '1403' }
  expect(await site.lot.grant(sendingOf(one))).toEqual(people)
  expect(await ask(site.lot, one)).toEqual(people)
  answerOf(await site.lot.revoke(revocationOf(one)))
  expect(await site.lot.revoke(revocationOf(one))).toEqual(people)
}, 60_000)

test('[PF20] what the platform cannot do is not claimed, whatever else it can', async () => {
  await open({ grantSerial: false, sync: true }, { DUPLICATES: 'forgotten' })
  expect(site.lot.capabilities).toMatchObject({ idempotent: false, query: true, stack: [] })
  const one = await order()
  for (const sending of [sendingOf(one), sendingOf(one)]) answerOf(await site.lot.grant(sending))
  expect(await executions(site, { ...one, key: `${one.key}#2` })).toBe(1)
}, 60_000)

describe('[PF21] a platform is not used', () => {
  test('that refuses our signature, which is logged once', async () => {
    await open()
    const said: string[] = []
    const lot = await CouponLot.create({ ...site.settings, secret: 'another secret' }, 1, time, logInto(said))
    lot.open()
    await vi.waitFor(() => expect(said.join('\n')).toContain('the platform refuses our signature'), WAIT)
    await new Promise(resolve => setTimeout(resolve, 2_500))
    expect(said.filter(line => line.includes('refuses our signature'))).toHaveLength(1)
    expect(lot.usable()).toBe(false)
    expect(await lot.grant(sendingOf(await order()))).toMatchObject({
      told: 'refusedBeforeRunning',
      retry: 'retryable',
    })
    await lot.close()
  }, 60_000)

  test('that is away, and is when it is back, which is told each time', async () => {
    await open()
    const hints: string[] = []
    site.lot.onHint(hint => {
      if (hint === 'link') hints.push(site.lot.usable() ? 'up' : 'down')
    })
    site.cable.weather('blackHole')
    await usable(site.lot, false)
    site.cable.weather('clear')
    site.cable.cut()
    await usable(site.lot)
    await vi.waitFor(() => expect(hints).toEqual(['down', 'up']), WAIT)
  }, 60_000)

  test('for orders while its clock is more than 30 s off', async () => {
    const ahead = new Date(Date.now() + 40_000).toISOString()
    await open(ALL, { BUSINESS_CLOCK: `${ahead}@${Date.now()}x1` })
    expect(site.lot.skew()).toBe('farOff')
    expect(site.said.join('\n')).toContain('the clock of the gate is far off')
  }, 60_000)

  test('whose clock is so far off that it takes nothing of ours', async () => {
    const ahead = new Date(Date.now() + 400_000).toISOString()
    site = await openCouponSite(ALL, { BUSINESS_CLOCK: `${ahead}@${Date.now()}x1` })
    await vi.waitFor(() => expect(site.said.join('\n')).toContain('refuses our signature'), WAIT)
    expect([site.lot.usable(), site.lot.skew()]).toEqual([false, 'farOff'])
  }, 60_000)
})
