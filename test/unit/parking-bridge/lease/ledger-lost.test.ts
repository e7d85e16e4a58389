import { expect, test } from 'vitest'
import { Bridge } from '../../../../parking-bridge/src/bridge.ts'
import * as lots from '../../../../server/src/lots/state.ts'
import { GateDouble, LOT_ID, LotDouble } from '../gate-double.ts'
import { HubDouble, HubPort } from '../hub-double.ts'
import { VirtualTime } from '../virtual-time.ts'

const PLATE = '鲁F12345'
const silent = () => undefined
const log = { debug: silent, info: silent, warn: silent, error: silent }

function openWorld() {
  const time = new VirtualTime()
  const gate = new GateDouble(time)
  const hub = new HubDouble(time)
  const own = { lot: new LotDouble(gate), hub: new HubPort(hub), log }
  void new Bridge({ ...own, lotId: LOT_ID, bridgeId: 'b', time }).run()
  return { time, gate, hub }
}

test('[GT33] nothing is sent to a new ledger before the hub knows what the bridge had in hand of the old one', async () => {
  const { time, gate, hub } = openWorld()
  await time.pass(100)
  const id = hub.grant(PLATE, gate.enter(PLATE), 60)
  const other = hub.grant('鲁F54321', gate.enter('鲁F54321'), 60)
  await time.pass(100)
  hub.commandMs = 2_000
  gate.leave(PLATE)
  await time.pass(100)
  gate.loseLedger()
  await time.pass(1_000)
  expect(gate.ran.map(({ epoch }) => epoch)).toEqual(['epoch-1', 'epoch-1'])
  await time.pass(20_000)
  expect(hub.hall.exemptions.get(id)).toMatchObject({ status: 'honoured' })
  expect(gate.ran.slice(2)).toEqual([{ epoch: 'epoch-2', key: other }])
})

test('[GT33] what was signed before the gate lost its ledger is signed anew', async () => {
  const { time, gate, hub } = openWorld()
  await time.pass(100)
  hub.signsMs = 1_000
  const id = hub.grant(PLATE, gate.enter(PLATE), 60)
  await time.pass(500)
  gate.loseLedger()
  await time.pass(600)
  expect(gate.ran).toEqual([])
  await time.pass(10_000)
  expect(gate.ran).toEqual([{ epoch: 'epoch-2', key: id }])
})

test('[LT15] a bridge whose place is of another epoch than the hub’s begins with the first fact', async () => {
  const { time, gate, hub } = openWorld()
  gate.enter(PLATE)
  await time.pass(100)
  lots.evolve(hub.lot, { type: 'lot.gateReset', v: 1, at: time.now(), gateEpoch: 'epoch-0' })
  gate.enter('鲁F54321')
  await time.pass(100)
  expect(hub.lot).toMatchObject({ gateEpoch: 'epoch-1', gateSeq: 2 })
})
