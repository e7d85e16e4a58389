import { addMs, type Event, type StreamName } from '@pingting/contract'
import { expect, test } from 'vitest'
import { decideGrant, queryExemption } from '../../../../parking-bridge/simulated-gate/src/ledger.ts'
import { phantomNews, phantomsIn, phantomTell } from '../../../../parking-bridge/src/delivery/phantoms.ts'
import { LOT_ID } from '../gate-double.ts'
import { openWorld } from '../world.ts'

const LOT: StreamName = 'lot:lot-1'
const PHANTOM = '0b8f7c52-95d3-5a3c-8b93-8a5d6a3d1c11'
const PLATE = '鲁F12345'

/** Somebody with a session at the gate gives a car free parking. */
function openForged() {
  const world = openWorld()
  const { gate, hub, time } = world
  const order = {
    ...{ grantKey: PHANTOM, requestHash: 'aa', plate: PLATE, plateColour: 1, freeMinutes: 240, maxUses: 1 },
    ...{ notBefore: time.now(), notAfter: addMs(time.now(), 3_600_000), stackRule: 'max' as const },
  }
  const command = { order, siteId: LOT_ID, submitDeadline: addMs(time.now(), 30_000), bridgeEpoch: 0 }
  const stayId = gate.enter(PLATE)
  gate.carryOut((ledger, now) => decideGrant(ledger, { ...command, hashMatches: true, macMatches: true }, now))
  const find = (over: object = {}) => {
    const about = { exemptionId: PHANTOM, freeMinutes: 240, heldAt: time.now() }
    hub.publish(LOT, [{ type: 'lot.phantomFound', v: 1, at: time.now(), ...about, ...over } as Event])
  }
  const stateAtGate = () => queryExemption(gate.ledger, PHANTOM, time.now()).state
  const outcome = () => hub.lot.phantoms.get(PHANTOM)?.outcome
  return { ...world, find, stateAtGate, outcome, stayId }
}

test('[GT55] what nobody granted is taken back at the gate as any order is, and told to the lot once', async () => {
  const { time, hub, find, startBridge, stateAtGate, outcome } = openForged()
  startBridge()
  await time.pass(1_000)
  find()
  await time.pass(1_000)
  expect([stateAtGate(), outcome()]).toEqual(['Revoked', 'Revoked'])
  await time.pass(60_000)
  expect(hub.told.filter(({ type }) => type === 'lot.recordPhantom')).toHaveLength(1)
})

test('[GT55] one that waits for a person is left alone until he has spoken', async () => {
  const { time, hub, find, startBridge, stateAtGate, outcome } = openForged()
  startBridge()
  await time.pass(1_000)
  find({ waits: true })
  await time.pass(60_000)
  expect(stateAtGate()).toBe('Active')
  hub.publish(LOT, [{ type: 'lot.phantomReleased', v: 1, at: time.now(), exemptionId: PHANTOM, staffId: 'operator' }])
  await time.pass(1_000)
  expect([stateAtGate(), outcome()]).toEqual(['Revoked', 'Revoked'])
})

test('[GT55] a bridge that comes after it was found, or whose answer was lost, takes it back all the same', async () => {
  const { time, gate, find, startBridge, stateAtGate, outcome } = openForged()
  const stop = startBridge()
  await time.pass(1_000)
  gate.link(false)
  find()
  await time.pass(5_000)
  stop()
  gate.link(true)
  expect(stateAtGate()).toBe('Active')
  startBridge()
  gate.fates.push('answerLost')
  await time.pass(30_000)
  expect([stateAtGate(), outcome()]).toEqual(['Revoked', 'AlreadyRevoked'])
})

test('[GT55] what was used first is told as used, and what the gate has no more leaves its mark', async () => {
  const used = openForged()
  used.gate.leave(PLATE)
  used.find()
  used.startBridge()
  await used.time.pass(2_000)
  expect(used.outcome()).toBe('AlreadyConsumed')
  const gone = openForged()
  gone.gate.loseLedger()
  gone.find()
  gone.startBridge()
  await gone.time.pass(2_000)
  expect([gone.outcome(), gone.stateAtGate()]).toEqual(['NotFound', 'Revoked'])
})

test('[GT55] a gate that takes nothing back is told to the operator; an order is taken for nothing else', () => {
  expect(phantomTell({ type: 'exemption.freeze', exemptionId: PHANTOM })).toEqual({
    ...{ type: 'lot.recordPhantom', exemptionId: PHANTOM, outcome: 'Impossible' },
  })
  const row = { exemptionId: PHANTOM, freeMinutes: 1, heldAt: 'then', at: 'now' }
  expect(phantomsIn({})).toEqual([])
  expect(phantomsIn({ phantoms: { a: row, b: { ...row, waits: true }, c: { ...row, outcome: 'Revoked' } } })).toEqual([
    PHANTOM,
  ])
  expect(phantomNews({ type: 'lot.phantomFound', at: 'now' })).toBeUndefined()
  expect(phantomNews({ type: 'lot.linkRestored', at: 'now' })).toBeUndefined()
  expect(phantomNews({ type: 'lot.phantomEnded', at: 'now', exemptionId: PHANTOM })).toEqual({
    exemptionId: PHANTOM,
    isWanted: false,
  })
})
