import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type OpcuaSite, openOpcuaSite } from '../../lot-contract/opcua-site.ts'
import { answerOf, ask, enter, nextPlate, orderFor, revocationOf, sendingOf } from '../../lot-contract/orders.ts'

const WAIT = { timeout: 20_000, interval: 20 }
const FEW = new URL('../../../support/gates/few-at-once.mjs', import.meta.url)

let site: OpcuaSite
beforeAll(async () => {
  site = await openOpcuaSite('registers', { NODE_OPTIONS: `--import ${FEW.href}` })
  await vi.waitFor(() => expect(site.lot.usable()).toBe(true), WAIT)
}, 60_000)
afterAll(() => site?.close(), 60_000)

test('[GT64, PF5] a server that takes few nodes in one request is served in several, and the trigger comes last', async () => {
  // given an order, which is more registers than it takes at once
  const order = orderFor(nextPlate())

  // when it is granted, told again, asked about and taken back
  const outcomes = []
  for (const _time of [1, 2]) outcomes.push(answerOf(await site.lot.grant(sendingOf(order))).outcome)
  const held = answerOf(await ask(site.lot, order))
  const revoked = answerOf(await site.lot.revoke(revocationOf(order)))

  // then each was answered, and facts come home as well
  expect(outcomes).toEqual(['Applied', 'AlreadyApplied'])
  expect([held.found, revoked.outcome]).toEqual([true, 'Revoked'])
  await enter(site, nextPlate())
  expect(answerOf(await site.lot.eventsSince(0, 24)).records).toMatchObject([{ kind: 'entered', gateSeq: 1 }])
})
