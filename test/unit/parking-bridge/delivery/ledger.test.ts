import { LedgerRecord, LotCommand } from '@pingting/contract'
import { expect, test } from 'vitest'
import { Bridge } from '../../../../parking-bridge/src/bridge.ts'
import { RECORDS_MAX } from '../../../../parking-bridge/src/delivery/pull.ts'
import { ledgerRecordsOf } from '../../../../parking-bridge/src/lot/methods/ledger-records.ts'
import { LOT_ID, LotDouble } from '../gate-double.ts'
import { HubPort } from '../hub-double.ts'
import { openWorld } from '../world.ts'

const AT = '2026-11-23T01:00:00.000Z'
const exemptionId = '0a6ff7a2-0000-5000-8000-000000000001'
const told = (...records: object[]) =>
  ledgerRecordsOf(
    records.map((record, index) => JSON.stringify({ ledgerSeq: index + 1, at: AT, grantKey: exemptionId, ...record })),
    1,
  )

test('[G14] a ledger says what was accepted and how it ended; what has not ended and what is of no concern is only passed', () => {
  const order = { plate: '鲁F12345', freeMinutes: 60, requestHash: 'a'.repeat(64) }
  const use = { type: 'ExemptionHonoured', minutesApplied: 30, feeWaivedFen: 200 }
  expect(
    told(
      ...[{ type: 'LedgerBegan' }, { type: 'ExemptionGranted', ...order }, { type: 'ExemptionBound' }],
      ...[{ ...use, usesLeft: 1 }, { ...use, usesLeft: 0 }, { type: 'ExemptionRevoked' }, { type: 'ExemptionLapsed' }],
      { type: 'BridgeEpochRaised' },
      use,
    ),
  ).toEqual([
    { kind: 'other', ledgerSeq: 1 },
    { kind: 'accepted', ledgerSeq: 2, exemptionId, ...order, acceptedAt: AT },
    ...[
      { kind: 'other', ledgerSeq: 3 },
      { kind: 'other', ledgerSeq: 4 },
    ],
    { kind: 'ended', ledgerSeq: 5, exemptionId, end: 'consumed', endedAt: AT, minutesUsed: 30, waivedFen: 200 },
    { kind: 'ended', ledgerSeq: 6, exemptionId, end: 'revoked', endedAt: AT },
    { kind: 'ended', ledgerSeq: 7, exemptionId, end: 'lapsed', endedAt: AT },
    { kind: 'other', ledgerSeq: 8 },
    // Where no uses are counted, one is all there is.
    { kind: 'ended', ledgerSeq: 9, exemptionId, end: 'consumed', endedAt: AT, minutesUsed: 30, waivedFen: 200 },
  ])
})

test('[G14] a gate that keeps neither plate nor our sum of an order says the rest of it', () => {
  const grant = { type: 'ExemptionGranted', freeMinutes: 60 }
  const bare = { kind: 'accepted', exemptionId, freeMinutes: 60, acceptedAt: AT }
  expect(told(grant, { ...grant, plate: '', requestHash: 'AB' })).toEqual([
    { ...bare, ledgerSeq: 1 },
    { ...bare, ledgerSeq: 2 },
  ])
})

test('[G14] a record that cannot be read keeps its number, and no value of it is taken', () => {
  const texts = ['no json', 'null', '{"type":"Audit","ledgerSeq":7}', '{"type":"ExemptionGranted","grantKey":"x"}']
  expect(ledgerRecordsOf(texts, 5)).toEqual([5, 6, 7, 8].map(ledgerSeq => ({ kind: 'unread', ledgerSeq })))
})

test('[AC59] the fullest telling of the longest records fits into one message to the hub', () => {
  const big = Number.MAX_SAFE_INTEGER
  const order = { plate: '\u0001'.repeat(32), freeMinutes: big, requestHash: 'a'.repeat(64), acceptedAt: AT }
  const use = { end: 'consumed', endedAt: AT, minutesUsed: big, waivedFen: -big }
  const longest = [
    { kind: 'accepted', ledgerSeq: big, exemptionId, ...order },
    { kind: 'ended', ledgerSeq: big, exemptionId, ...use },
  ]
  for (const record of longest) {
    expect(LedgerRecord.safeParse(record).success).toBe(true)
    const command = {
      ...{ type: 'lot.recordLedger', commandId: crypto.randomUUID(), bridgeEpoch: big, oldestSeq: big },
      ...{ gateEpoch: '\u0001'.repeat(64), follows: '\u0001'.repeat(64) },
      records: Array.from({ length: RECORDS_MAX }, () => record),
    }
    expect(LotCommand.safeParse(command).success).toBe(true)
    const message = JSON.stringify(['command', { stream: `lot:${'z'.repeat(60)}`, command }])
    expect(Buffer.byteLength(message) + 16).toBeLessThan(16_000)
  }
})

const tellings = (hub: ReturnType<typeof openWorld>['hub']) =>
  hub.told.flatMap(command => (command.type === 'lot.recordLedger' ? command.records : []))

test('[GT43] what the gate holds comes home by the numbers of its ledger, each record once, also through another bridge', async () => {
  const { time, gate, hub, startBridge, rewarded } = openWorld()
  const stop = startBridge()
  for (let n = 0; n < 30; n++) rewarded(`鲁F${10_000 + n}`)
  await time.pass(8_000)
  expect(hub.lot.ledger).toEqual({ gateEpoch: 'epoch-1', ledgerSeq: gate.ledger.ledgerSeq })
  stop()
  startBridge()
  gate.leave('鲁F10000')
  await time.pass(8_000)
  expect(hub.lot.ledger?.ledgerSeq).toBe(gate.ledger.ledgerSeq)
  expect(tellings(hub).map(({ ledgerSeq }) => ledgerSeq)).toEqual(
    Array.from({ length: gate.ledger.ledgerSeq }, (_, index) => index + 1),
  )
  expect(tellings(hub).filter(({ kind }) => kind === 'accepted')).toHaveLength(30)
  // Where there is no news nothing is said.
  for (const command of hub.told) if (command.type === 'lot.recordLedger') expect(command.records).not.toEqual([])
  const saidBefore = hub.told.filter(({ type }) => type === 'lot.recordLedger').length
  await time.pass(60_000)
  expect(hub.told.filter(({ type }) => type === 'lot.recordLedger')).toHaveLength(saidBefore)
})

test('[GT43, LT21] a gate that lost its ledger is read from its first record, and one that dropped some from its oldest', async () => {
  const { time, gate, hub, startBridge, rewarded } = openWorld()
  startBridge()
  rewarded('鲁F10000')
  await time.pass(2_000)
  gate.loseLedger()
  await time.pass(18_000)
  expect(hub.lot.ledger).toEqual({ gateEpoch: 'epoch-2', ledgerSeq: gate.ledger.ledgerSeq })
  gate.link(false)
  gate.loseLedger()
  for (let n = 0; n < 5; n++)
    gate.carryOut(ledger => ({ commit: { records: [passed(ledger.ledgerSeq)], events: [] }, answer: undefined }))
  gate.ledger.records.splice(0, 3)
  gate.link(true)
  await time.pass(18_000)
  expect(hub.lot.ledger).toEqual({ gateEpoch: 'epoch-3', ledgerSeq: gate.ledger.ledgerSeq })
})
const passed = (ledgerSeq: number) =>
  ({ type: 'BridgeEpochRaised', ledgerSeq: ledgerSeq + 1, at: AT, bridgeEpoch: 0 }) as const

test('[GT43] of a profile whose ledger cannot be read nothing is told, and its facts come home all the same', async () => {
  const { time, gate, hub, rewarded } = openWorld()
  const lot = new LotDouble(gate)
  lot.capabilities = { ...lot.capabilities, ledger: false }
  const silent = () => undefined
  const log = { debug: silent, info: silent, warn: silent, error: silent }
  void new Bridge({ lot, hub: new HubPort(hub), log, lotId: LOT_ID, bridgeId: 'b', time }).run()
  rewarded('鲁F10000')
  await time.pass(8_000)
  expect([tellings(hub), hub.lot.ledger, hub.lot.gateSeq]).toEqual([[], undefined, gate.ledger.eventSeq])
})
