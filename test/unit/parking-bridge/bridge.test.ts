import { expect, test } from 'vitest'
import type { Fate, GateDouble } from './gate-double.ts'
import { openWorld } from './world.ts'

const MINUTE_MS = 60_000

/** What the gate is asked about orders from now on. */
function overheard(gate: GateDouble): string[] {
  const calls: string[] = []
  const call = gate.call.bind(gate)
  gate.call = (run, fates) => {
    if (fates === undefined) calls.push(String(run).includes('queryExemption') ? 'query' : 'order')
    return call(run, fates)
  }
  return calls
}

test.each<Fate>(['requestLost', 'answerLost', 'brokeAfter'])(
  '[G2] %s: told as a doubt, asked about, and carried out once with the same key',
  async fate => {
    const { time, gate, startBridge, rewarded, rowOf, toldOf } = openWorld()
    startBridge()
    await time.pass(100)
    gate.fates.push(fate)
    const id = rewarded('鲁F12345')
    await time.pass(6_000)
    expect(rowOf(id)).toMatchObject({ status: 'confirmed', unknown: false })
    expect(toldOf()).toEqual(['exemption.doubt', 'exemption.confirm'])
    expect(gate.ran).toEqual([{ epoch: 'epoch-1', key: id }])
  },
)

test('[G1] while the link is down nothing leaves; when it is back everything does', async () => {
  const { time, gate, startBridge, rewarded, rowOf } = openWorld()
  startBridge()
  gate.link(false)
  const id = rewarded('鲁F12345')
  await time.pass(5 * MINUTE_MS)
  expect([rowOf(id).status, gate.ran]).toEqual(['granted', []])
  gate.link(true)
  await time.pass(50)
  expect(rowOf(id).status).toBe('confirmed')
})

test.each([31_000, -31_000, 3_600_000, -3_600_000])(
  '[GT36] a gate whose clock is %i ms from ours gets no order and freezes none; once it is right the order goes at once',
  async aheadMs => {
    const { time, gate, startBridge, rewarded, rowOf } = openWorld()
    startBridge()
    await time.pass(100)
    gate.setClock(aheadMs)
    const id = rewarded('鲁F12345', 600)
    await time.pass(60 * MINUTE_MS)
    expect([rowOf(id).status, rowOf(id).frozen, gate.ran]).toEqual(['granted', false, []])
    gate.setClock(0)
    await time.pass(50)
    expect(rowOf(id).status).toBe('confirmed')
  },
)

test('[GT17] after a restart an order is asked about before it is sent', async () => {
  const { time, gate, hub, startBridge, rewarded, rowOf } = openWorld()
  const stop = startBridge()
  await time.pass(100)
  gate.fates.push('answerLost')
  const id = rewarded('鲁F12345')
  await time.pass(100)
  stop()
  const calls = overheard(gate)
  startBridge()
  await time.pass(100)
  expect(rowOf(id).status).toBe('confirmed')
  expect(calls).toEqual(['query'])
  expect(hub.lot.bridgeEpoch).toBe(2)
})

test('[GT18] another epoch: what was confirmed is sent again with its old key, and facts are read from the first', async () => {
  const { time, gate, hub, startBridge, rewarded } = openWorld()
  startBridge()
  const id = rewarded('鲁F12345')
  await time.pass(100)
  gate.link(false)
  gate.loseLedger()
  gate.link(true)
  gate.enter('鲁F54321')
  await time.pass(100)
  expect(gate.ran).toEqual([
    { epoch: 'epoch-1', key: id },
    { epoch: 'epoch-2', key: id },
  ])
  expect(hub.lot).toMatchObject({ gateEpoch: 'epoch-2', gateSeq: 1 })
})

test('[GT18, PF28] another epoch while the bridge was away: what was confirmed is sent again and not asked about, which would prove nothing', async () => {
  const { time, gate, hub, startBridge, rewarded } = openWorld()
  const stop = startBridge()
  const id = rewarded('鲁F12345')
  await time.pass(100)
  expect(hub.lot.gateEpoch).toBe('epoch-1')
  stop()
  gate.loseLedger()
  const calls = overheard(gate)
  startBridge()
  await time.pass(100)
  expect(calls).not.toContain('query')
  expect(gate.ran).toEqual([
    { epoch: 'epoch-1', key: id },
    { epoch: 'epoch-2', key: id },
  ])
})

test('[GT16] an older bridge ends as soon as the hub or the gate knows a newer one', async () => {
  const { time, ends, startBridge, hub } = openWorld()
  startBridge()
  await time.pass(100)
  hub.submit('lot:lot-1', { type: 'lot.lease', commandId: time.uuid(), bridgeId: 'newer' })
  await time.pass(100)
  expect(ends).toEqual(['fenced'])
})

test('[GT12] a gap is filled from the number the hub names', async () => {
  const { time, gate, hub, startBridge } = openWorld()
  startBridge()
  for (let n = 0; n < 250; n++) gate.enter(`鲁F${10_000 + n}`)
  await time.pass(200)
  expect(hub.lot.gateSeq).toBe(250)
  // The hub was restored from an older copy.
  hub.lot.gateSeq = 100
  for (const stay of [...hub.lot.stays.keys()].slice(100)) hub.lot.stays.delete(stay)
  gate.enter('鲁F99999')
  await time.pass(6_000)
  expect(hub.lot.gateSeq).toBe(251)
  expect(hub.lot.stays.size).toBe(251)
})

test('[GT12] a fact nobody can read is recorded with its number, warned of once, and stops no other', async () => {
  const { time, gate, hub, startBridge } = openWorld()
  const warnings: object[] = []
  startBridge((about, text) => text.includes('cannot be read') && warnings.push(about))
  gate.enter('鲁F12345')
  gate.ledger.events.push({ type: 'BarrierRaised', sequenceNumber: 2 } as never)
  gate.ledger.eventSeq = 2
  gate.enter('鲁F54321')
  await time.pass(12_000)
  expect([...hub.lot.foreign.values()]).toMatchObject([{ gateSeq: 2, rawType: 'BarrierRaised' }])
  expect([hub.lot.gateSeq, hub.lot.stays.size]).toEqual([3, 2])
  // The hub was restored from an older copy, so that it is read again: no news to whoever reads the log.
  hub.lot.gateSeq = 1
  gate.enter('鲁F99999')
  await time.pass(12_000)
  expect([hub.lot.gateSeq, hub.lot.foreign.size]).toEqual([4, 1])
  expect(warnings).toEqual([{ gateEpoch: 'epoch-1', gateSeq: 2, rawType: 'BarrierRaised' }])
})

test('[GT30] the bridge says every three seconds how the link is, and the last word is always the true one', async () => {
  const { time, gate, hub, startBridge } = openWorld()
  const stop = startBridge()
  await time.pass(10_000)
  const said = () => hub.told.flatMap(command => (command.type === 'lot.link' ? command.usable : []))
  expect(said().length).toBeGreaterThanOrEqual(4)
  expect(new Set(said())).toEqual(new Set([true]))
  gate.link(false)
  await time.pass(10)
  expect([said().at(-1), hub.lot.linkUsable]).toEqual([false, false])
  // The hub had taken the bridge for lost: it hears that it is not.
  gate.link(true)
  await time.pass(10)
  hub.submit('lot:lot-1', { type: 'lot.loseLink', commandId: time.uuid(), reason: 'bridgeAway' })
  await time.pass(3_100)
  expect(hub.lot.linkUsable).toBe(true)
  stop()
  const tally = said().length
  await time.pass(20_000)
  expect(said().length).toBe(tally)
})

test('[GT31] after a long outage 2,000 orders drain within a minute, each once, and one granted meanwhile need not wait', async () => {
  const { time, gate, startBridge, rewarded, rowOf } = openWorld()
  startBridge()
  await time.pass(100)
  gate.link(false)
  const ids = Array.from({ length: 2_000 }, (_, n) => rewarded(`鲁F${10_000 + n}`))
  await time.pass(100)
  gate.link(true)
  await time.pass(2_000)
  const open = () => ids.filter(id => rowOf(id).status === 'granted').length
  // 100 a second, and the hundred of the second that had begun.
  expect(2_000 - open()).toBeLessThanOrEqual(300)
  const live = rewarded('鲁F99999')
  await time.pass(50)
  expect(rowOf(live).status).toBe('confirmed')
  await time.pass(58_000)
  expect([open(), gate.ran.length, new Set(gate.ran.map(({ key }) => key)).size]).toEqual([0, 2_001, 2_001])
}, 60_000)

test('[LT20] the bridge says once that it has read the ledger to its end, and a restored lot waits for that', async () => {
  const { time, gate, hub, startBridge } = openWorld()
  for (const plate of ['鲁F11111', '鲁F22222', '鲁F33333']) gate.enter(plate)
  const backup = { backupId: '0a6ff7a2-0000-5000-8000-000000000000', backupAt: time.now() }
  hub.submit('lot:lot-1', { type: 'lot.restore', commandId: backup.backupId, ...backup })
  expect(hub.lot.restored).toEqual({ backupAt: backup.backupAt, ledgerRead: false })
  startBridge()
  await time.pass(MINUTE_MS)
  expect(hub.lot.restored?.ledgerRead).toBe(true)
  expect([hub.lot.gateSeq, hub.lot.stays.size]).toEqual([3, 3])
  expect(hub.reports.filter(records => records.length === 0)).toHaveLength(1)
})
