import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Connected } from '../../../../parking-bridge/src/lot/opcua/client.ts'
import { unfitOf } from '../../../../parking-bridge/src/lot/opcua/survey/door.ts'
import { orderCrc, requestCrc } from '../../../../parking-bridge/src/lot/registers/layout.ts'
import { registersModel } from '../../../../parking-bridge/src/lot/registers/model.ts'
import type { RegisterIds } from '../../../../parking-bridge/src/lot/registers/nodes.ts'
import { bodyValues, grantRequest, orderBody, uint32 } from '../../../../parking-bridge/src/lot/registers/requests.ts'
import { readValues, writeValues } from '../../../../parking-bridge/src/lot/registers/values.ts'
import { GATE, type OpcuaSite, openOpcuaSite } from '../../lot-contract/opcua-site.ts'
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

const WAIT = { timeout: 20_000, interval: 20 }
const KEYS_KEPT = 2
const FACTS_KEPT = 8

let site: OpcuaSite
/** Somebody else with an account at the gate, who knows the registers. */
let hand: Connected & { ids: RegisterIds }

const usable = () => vi.waitFor(() => expect(site.lot.usable()).toBe(true), WAIT)
beforeAll(async () => {
  site = await openOpcuaSite('registers', { KEYS_KEPT: String(KEYS_KEPT), FACTS_KEPT: String(FACTS_KEPT) })
  await usable()
  const connected = await site.connect()
  const { ids } = await registersModel({ gate: GATE, nodes: {} }, site.log).resolve(connected.session)
  hand = { ...connected, ids }
}, 60_000)
afterAll(async () => {
  await hand?.client.disconnect()
  await site?.close()
}, 60_000)

const read = async (...names: (keyof RegisterIds)[]): Promise<unknown[]> =>
  readValues(
    hand.session,
    names.map(name => ({ nodeId: hand.ids[name]! })),
  )
/** Writes a request as it should not be, and leaves the program of the controller some cycles. */
async function press(seq: number, crc: (seq: number) => number, order = orderFor(nextPlate())) {
  const { body, seal } = grantRequest(sendingOf(order))
  const values = Object.entries({ ...bodyValues(body, seq), ...seal, ReqCrc: uint32(crc(seq)) })
  await writeValues(
    hand.session,
    values.map(([name, value]) => [hand.ids[name as keyof RegisterIds]!, value] as const),
  )
  await writeValues(hand.session, [[hand.ids.ReqSeq, uint32(seq)]])
  await new Promise(resolve => setTimeout(resolve, 100))
  return { order, body }
}
const seqNow = async (): Promise<number> => Number((await read('ReqSeq'))[0])

test('[PF5] eight orders at once are carried out one after the other, each once', async () => {
  const orders = Array.from({ length: 8 }, () => orderFor(nextPlate()))
  const before = await seqNow()
  const told = await Promise.all(orders.map(order => site.lot.grant(sendingOf(order))))
  expect(told.map(each => answerOf(each).outcome)).toEqual(orders.map(() => 'Applied'))
  expect(told.map(each => answerOf(each).ledgerSeq)).toEqual(orders.map((_, index) => before + 1 + index))
})

test('[PF3] a request whose sum is wrong is not looked at, nor is one whose number stays', async () => {
  // given a body with another sum, or with the sum for another number
  const seq = await seqNow()
  const { order, body } = await press(seq + 1, () => 1)
  const late = await press(seq + 2, number => requestCrc(body, number - 1))
  // given a whole body and no new number
  const still = await press(seq + 2, number => requestCrc(grantRequest(sendingOf(late.order)).body, number), late.order)

  // then nothing ran and nothing was answered
  for (const each of [order, still.order]) expect(await executions(site, each)).toBe(0)
  expect(await read('AckSeq')).toEqual([seq])

  // and the bridge, which finds a request that nobody answers, waits for it and then goes on
  const mine = orderFor(nextPlate())
  expect(answerOf(await site.lot.grant(sendingOf(mine)))).toMatchObject({ outcome: 'Applied', ledgerSeq: seq + 3 })
}, 30_000)

test('[PF9] who has a session and knows the registers still cannot grant without the hub', async () => {
  const order = orderFor(nextPlate())
  const forged = { ...sendingOf(order), mac: randomBytes(32).toString('hex') }
  expect(answerOf(await site.lot.grant(forged))).toMatchObject({ outcome: 'Rejected', reason: 'BAD_MAC' })
  // Signed for another plate: the sum fits, the hash does not.
  const stolen = { ...sendingOf(order), order: { ...order, plate: nextPlate() } }
  expect(answerOf(await site.lot.grant(stolen))).toMatchObject({ outcome: 'Rejected', reason: 'INVALID' })
  const { mac: _mac, ...rest } = revocationOf(order)
  expect(await site.lot.revoke({ ...rest, mac: forged.mac })).toMatchObject({
    ...{ told: 'refusedBeforeRunning', code: 'BadUserAccessDenied' },
  })
  expect(await executions(site, order)).toBe(0)
})

test('[PF9] a newer bridge fences the older one off', async () => {
  answerOf(await site.lot.grant(sendingOf(orderFor(nextPlate()), { bridgeEpoch: 8 })))
  const older = answerOf(await site.lot.grant(sendingOf(orderFor(nextPlate()), { bridgeEpoch: 7 })))
  expect(older).toMatchObject({ outcome: 'Rejected', reason: 'FENCED_EPOCH' })
})

test('[GT20] what does not fit a register, or no hub would send, is refused before anything runs', async () => {
  const long = orderFor('鲁'.repeat(11))
  expect(await site.lot.grant(sendingOf(long))).toMatchObject({ told: 'refusedBeforeRunning', retry: 'terminal' })
  const none = orderFor(nextPlate(), { freeMinutes: 0 })
  expect(await site.lot.grant(sendingOf(none, { bridgeEpoch: 8 }))).toMatchObject({ retry: 'terminal' })
})

test('[PF8] of a ring that came round the oldest number is told, and what the hub has recorded is released', async () => {
  // given more facts than the ring holds
  const { eventSeq } = (await site.world.get('/state')) as { eventSeq: number }
  for (let n = 0; n < FACTS_KEPT + 3; n++) await enter(site, nextPlate())
  const head = eventSeq + FACTS_KEPT + 3

  // when they are asked for from the first
  const { records, oldestSeq } = answerOf(await site.lot.eventsSince(0, 24))

  // then those that are left are told, around the end of the ring, and the gap shows
  const left = Array.from({ length: FACTS_KEPT }, (_, index) => head - FACTS_KEPT + 1 + index)
  expect(oldestSeq).toBe(left[0])
  expect(records.map(({ kind, gateSeq }) => [kind, gateSeq])).toEqual(left.map(seq => ['entered', seq]))
  expect(await read('TxnTail')).toEqual([0])
  expect(answerOf(await site.lot.eventsSince(head, 24)).records).toEqual([])
  expect(await read('TxnTail', 'TxnHead')).toEqual([head, head])

  // and who asks from beyond the latest fact is not told that there is nothing new
  expect(await site.lot.eventsSince(head + 1, 24)).toMatchObject({ told: 'unknown' })
  expect(site.said.join('\n')).toContain('the gate counts fewer facts than it has told')
})

test('[PF8] a new fact is told of before anybody asks', async () => {
  let hints = 0
  site.lot.onHint(hint => {
    if (hint === 'facts') hints += 1
  })
  await enter(site, nextPlate())
  await vi.waitFor(() => expect(hints).toBeGreaterThan(0), WAIT)
})

test('[PF11] of keys that have ended the table holds the latest; one that is still open is never forgotten', async () => {
  const [open, ...ended] = Array.from({ length: KEYS_KEPT + 2 }, () => orderFor(nextPlate()))
  for (const order of [open!, ...ended]) answerOf(await site.lot.grant(sendingOf(order, { bridgeEpoch: 8 })))
  for (const order of ended) answerOf(await site.lot.revoke(revocationOf(order, 8)))
  const found = []
  for (const order of [open!, ...ended]) found.push(answerOf(await ask(site.lot, order)).found)
  expect(found).toEqual([true, false, true, true])
})

test('[PF26, PF27, PF28] of a key which it does not know after as many others as its table holds, nothing is proven', async () => {
  // given a key that was asked about, and the depth that the controller tells
  expect(await read('KeyDepth')).toEqual([KEYS_KEPT])
  const order = orderFor(nextPlate())
  expect(answerOf(await ask(site.lot, order))).not.toHaveProperty('mayBeForgotten')

  // when one other key less than that comes, and then as many
  const told = []
  for (let key = 0; key < KEYS_KEPT; key += 1) {
    answerOf(await site.lot.grant(sendingOf(orderFor(nextPlate()), { bridgeEpoch: 8 })))
    told.push(answerOf(await ask(site.lot, order)))
  }

  // then not to be known proves that nothing ran, and then nothing any more
  const { gateEpoch } = told[0]!
  expect(told).toEqual([
    { found: false, gateEpoch, forgets: true },
    { found: false, gateEpoch, forgets: true, mayBeForgotten: true },
  ])
})

test('[PF7] the sum it answers with is that of the order it holds', async () => {
  const order = orderFor(nextPlate())
  answerOf(await site.lot.grant(sendingOf(order, { bridgeEpoch: 8 })))
  expect(await read('AckCrc')).toEqual([orderCrc(orderBody(order))])
})

test('[PF10, BC2] a register that is of another type, or may not be written, is found without writing it', async () => {
  const { ReqSeq, TxnHead } = hand.ids
  const should = ['UInt32']
  const values = [
    { name: 'ReqSeq', nodeId: ReqSeq, should },
    { name: 'TxnHead', nodeId: TxnHead, should },
    { name: 'ReqOp', nodeId: hand.ids.ReqOp, should },
  ]
  expect(await unfitOf(hand.session, values)).toEqual([
    { name: 'TxnHead', should },
    { name: 'ReqOp', type: 'UInt16', should },
  ])
})

test('[PF6] a controller whose program stands is not used, though its server answers, until its heart beats again', async () => {
  await site.world.post('/switches', { halted: true })
  await vi.waitFor(() => expect(site.lot.usable()).toBe(false), WAIT)
  await vi.waitFor(() => expect(site.said.join('\n')).toContain('the heartbeat of the gate stands still'), WAIT)
  expect(await site.lot.grant(sendingOf(orderFor(nextPlate())))).toMatchObject({ told: 'refusedBeforeRunning' })
  await site.world.post('/switches', { halted: false })
  await usable()
}, 40_000)
