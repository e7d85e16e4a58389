import { expect, test } from 'vitest'
import { Bridge } from '../../../parking-bridge/src/bridge.ts'
import type { Capabilities } from '../../../parking-bridge/src/lot/port.ts'
import { GateDouble, LOT_ID, LotDouble } from './gate-double.ts'
import { HubDouble, HubPort } from './hub-double.ts'
import { VirtualTime } from './virtual-time.ts'

const say = () => undefined
const log = { debug: say, info: say, warn: say, error: say }

/** A controller that carries the same order out twice, and a bridge that may die and come again. */
function opened(can: Partial<Capabilities> = {}) {
  const time = new VirtualTime()
  const gate = new GateDouble(time)
  const hub = new HubDouble(time)
  const start = () => {
    const lot = new LotDouble(gate)
    lot.capabilities = { ...lot.capabilities, idempotent: false, query: false, ...can }
    const bridge = new Bridge({ lot, hub: new HubPort(hub), lotId: LOT_ID, bridgeId: 'b', time, log })
    void bridge.run()
    return bridge
  }
  const rewarded = (plate = '鲁F12345') => hub.grant(plate, gate.enter(plate), 60)
  const told = () => hub.told.map(({ type }) => type).filter(type => type.startsWith('exemption.'))
  return { time, gate, hub, start, rewarded, told, rowOf: (id: string) => hub.hall.exemptions.get(id)! }
}

test('[GT34] where an order twice would count twice it is marked before it leaves', async () => {
  const { time, gate, start, rewarded, told, rowOf } = opened()
  start()
  await time.pass(100)
  const id = rewarded()
  await time.pass(1_000)
  expect(told()).toEqual(['exemption.send', 'exemption.confirm'])
  expect(gate.ran).toHaveLength(1)
  expect(rowOf(id)).toMatchObject({ status: 'confirmed', sent: true })
})

test('[GT34] where the same order has one effect there is no mark', async () => {
  const { time, start, rewarded, told } = opened({ idempotent: true })
  start()
  await time.pass(100)
  rewarded()
  await time.pass(1_000)
  expect(told()).toEqual(['exemption.confirm'])
})

test('[GT34] what had not left when a bridge died is sent by the next, and what had is left to a person', async () => {
  const { time, gate, hub, start, rewarded, told, rowOf } = opened()
  const first = start()
  await time.pass(100)
  // given one whose answer never came, and one granted while the gate was away
  gate.fates.push('answerLost')
  const doubted = rewarded()
  await time.pass(1_000)
  gate.link(false)
  const waiting = rewarded('鲁F54321')
  await time.pass(1_000)
  expect(gate.ran).toHaveLength(1)
  // when another bridge comes
  first.stop()
  start()
  await time.pass(1_000)
  gate.link(true)
  await time.pass(120_000)
  // then the one that waited is delivered, and the other rests as doubtful
  expect(rowOf(waiting)).toMatchObject({ status: 'confirmed' })
  expect(rowOf(doubted)).toMatchObject({ status: 'granted', unknown: true })
  expect(gate.ran.map(({ key }) => key)).toEqual([doubted, waiting])

  // and a person who has looked at the gate ends the doubt, either way, with no second effect of the one that was held
  hub.publish('hall:hall-1', [settled(doubted, true)])
  await time.pass(120_000)
  expect(rowOf(doubted)).toMatchObject({ status: 'confirmed', unknown: false })
  expect(gate.ran).toHaveLength(2)
  expect(told().filter(type => type === 'exemption.send')).toHaveLength(2)

  function settled(exemptionId: string, held: boolean) {
    return { type: 'exemption.settled', v: 1, at: time.now(), exemptionId, held, reason: 'x', staffId: 'o1' } as const
  }
})

test('[GT35] what the gate does not hold is sent again, with its old key', async () => {
  const { time, gate, hub, start, rewarded, rowOf } = opened()
  start()
  await time.pass(100)
  gate.fates.push('requestLost')
  const id = rewarded()
  await time.pass(6_000)
  expect(rowOf(id)).toMatchObject({ unknown: true })
  const about = { exemptionId: id, held: false, reason: 'x', staffId: 'o1' }
  hub.publish('hall:hall-1', [{ type: 'exemption.settled', v: 1, at: time.now(), ...about }])
  await time.pass(5_000)
  expect(rowOf(id)).toMatchObject({ status: 'confirmed' })
  expect(gate.ran.map(({ key }) => key)).toEqual([id])
})
