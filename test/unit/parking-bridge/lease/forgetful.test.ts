import { expect, test } from 'vitest'
import { openWorld } from '../world.ts'

const tallyOf = (all: readonly { epoch: string }[], epoch: string) => all.filter(ran => ran.epoch === epoch).length

test('[PF29, GT18] killed when the hub had heard of the new ledger and before its orders were sent again: the next bridge sends them', async () => {
  // given a controller that forgets keys, and what it has confirmed
  const { time, gate, hub, startBridge, rewarded, rowOf } = openWorld()
  gate.forgets = true
  const end = startBridge()
  const ids = ['鲁F11111', '鲁F22222', '鲁F33333'].map(plate => rewarded(plate))
  await time.pass(100)

  // when it loses its ledger, and the bridge dies between that word and the orders
  hub.signsMs = 60_000
  gate.loseLedger()
  await time.pass(1_000)
  expect([hub.lot.gateEpoch, tallyOf(gate.ran, 'epoch-2')]).toEqual(['epoch-2', 0])
  end()
  hub.signsMs = 1
  startBridge()
  await time.pass(1_000)

  // then each is carried out once in the new ledger, and nobody has to look at it
  expect(ids.map(id => gate.ran.filter(({ epoch, key }) => epoch === 'epoch-2' && key === id).length)).toEqual([
    1, 1, 1,
  ])
  expect(ids.map(rowOf)).toMatchObject(ids.map(() => ({ status: 'confirmed', frozen: false, gateEpoch: 'epoch-2' })))
})

test('[PF29] killed when half of them were sent and their answers lost: each is carried out once all the same', async () => {
  const { time, gate, hub, startBridge, rewarded, rowOf } = openWorld()
  gate.forgets = true
  const end = startBridge()
  const ids = Array.from({ length: 12 }, (_, n) => rewarded(`鲁F${20_000 + n}`))
  await time.pass(1_000)
  gate.fates.push(...Array.from({ length: 6 }, () => 'answerLost' as const))
  gate.loseLedger()
  await time.pass(8)
  end()
  gate.fates.length = 0
  expect(tallyOf(gate.ran, 'epoch-2')).toBeGreaterThan(0)
  startBridge()
  await time.pass(10_000)
  expect(tallyOf(gate.ran, 'epoch-2')).toBe(ids.length)
  expect(ids.map(rowOf)).toMatchObject(ids.map(() => ({ status: 'confirmed', frozen: false, gateEpoch: 'epoch-2' })))
  expect(hub.lot.gateEpoch).toBe('epoch-2')
})

test('[PF28, PF29, EX28] what a person found there is of no ledger: not known any more, it is looked at again and not sent', async () => {
  // given an order that the first ledger confirmed, and of which a person said that the second holds it
  const { time, gate, hub, startBridge, rewarded, rowOf } = openWorld()
  gate.forgets = true
  const end = startBridge()
  const id = rewarded('鲁F44444')
  await time.pass(100)
  end()
  await time.pass(1)
  gate.loseLedger()
  hub.publish('hall:hall-1', [{ type: 'exemption.frozen', v: 1, at: time.now(), exemptionId: id }])
  startBridge()
  await time.pass(100)
  const settled = { exemptionId: id, held: true, reason: 'looked', staffId: 'operator' }
  hub.publish('hall:hall-1', [{ type: 'exemption.settled', v: 1, at: time.now(), ...settled }])
  await time.pass(100)
  expect(rowOf(id)).toMatchObject({ status: 'confirmed', frozen: false, gateEpoch: '' })

  // when books or a next bridge ask about it
  hub.publish('hall:hall-1', [{ type: 'exemption.doubted', v: 1, at: time.now(), exemptionId: id }])
  await time.pass(1_000)
  expect(rowOf(id)).toMatchObject({ frozen: true })
  expect(tallyOf(gate.ran, 'epoch-2')).toBe(0)
})
