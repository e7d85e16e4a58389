import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type OpcuaSite, openOpcuaSite } from '../../lot-contract/opcua-site.ts'
import { answerOf, ask, executions, nextPlate, orderFor, revocationOf, sendingOf } from '../../lot-contract/orders.ts'

const WAIT = { timeout: 20_000, interval: 20 }

let site: OpcuaSite
beforeAll(async () => {
  site = await openOpcuaSite('registers', { SEALED: 'no' })
  await vi.waitFor(() => expect(site.lot.usable()).toBe(true), WAIT)
}, 60_000)
afterAll(() => site?.close(), 60_000)

test('[PF9] a controller without the registers of the seal is served, and it is said that it cannot tell whose an order is', async () => {
  const order = orderFor(nextPlate())
  const outcomes = []
  for (const each of [order, order, { ...order, freeMinutes: 240 }])
    outcomes.push(answerOf(await site.lot.grant(sendingOf(each))).outcome)
  expect(outcomes).toEqual(['Applied', 'AlreadyApplied', 'Conflict'])
  expect(await executions(site, order)).toBe(1)
  expect(answerOf(await site.lot.revoke(revocationOf(order)))).toMatchObject({ outcome: 'Revoked' })
  expect(site.said.join('\n')).toContain('it cannot tell whose an order is')
})

test('[PF7] a bridge that never sent an order knows by its sum whether the controller holds it', async () => {
  // given an order that another process sent
  const order = orderFor(nextPlate())
  answerOf(await site.lot.grant(sendingOf(order)))
  const next = site.anotherLot()
  next.open()
  await vi.waitFor(() => expect(next.usable()).toBe(true), WAIT)

  // when the next one asks · then the sum proves it, and of another order it proves nothing
  const other = { ...order, notAfter: new Date(Date.parse(order.notAfter) + 1).toISOString() }
  const hashes = []
  for (const each of [order, other]) hashes.push(answerOf(await ask(next, each)))
  await next.close()
  expect(hashes).toMatchObject([{ storedHash: sendingOf(order).requestHash }, { storedHash: '' }])
})

test('[PF26] a controller that does not say how many keys it remembers is believed to hold them', async () => {
  const order = orderFor(nextPlate())
  for (let key = 0; key < 3; key += 1) {
    expect(answerOf(await ask(site.lot, order))).toEqual({ found: false, gateEpoch: site.lot.epoch() })
    answerOf(await site.lot.grant(sendingOf(orderFor(nextPlate()))))
  }
})
