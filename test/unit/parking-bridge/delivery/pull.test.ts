import { fen, GateRecord, LotCommand } from '@pingting/contract'
import { expect, test } from 'vitest'
import { Bridge } from '../../../../parking-bridge/src/bridge.ts'
import { RECORDS_MAX } from '../../../../parking-bridge/src/delivery/pull.ts'
import { GateDouble, LOT_ID, LotDouble } from '../gate-double.ts'
import { HubDouble, HubPort } from '../hub-double.ts'
import { VirtualTime } from '../virtual-time.ts'

const FRAME_BYTES_MAX = 16_000

/** Each kind of fact with the longest values the contract takes. */
const at = '2026-11-23T01:00:00.000Z'
const id = `z${'-'.repeat(63)}`
const big = Number.MAX_SAFE_INTEGER
const plate = '\u0001'.repeat(32)
const uuid = crypto.randomUUID()
const fact = { gateSeq: big, stayId: id }
const money = { feeBeforeFen: fen(-big), feeWaivedFen: fen(-big), feeAfterFen: fen(-big) }
const longest: GateRecord[] = [
  {
    ...{ kind: 'entered', ...fact, plate, carClass: 'monthCard', laneId: id, enteredAt: at, confidence: 100 },
    ...{ plateColour: 5, imageId: 'z'.repeat(96) },
  },
  { kind: 'feeDue', ...fact, dueFen: fen(-big), dueAt: at },
  { kind: 'paid', ...fact, paidFen: fen(-big), paidAt: at },
  { kind: 'plateCorrected', ...fact, plate, correctedAt: at },
  {
    ...{ kind: 'exited', ...fact, plate, laneId: id, exitedAt: at, minutes: big, ...money },
    ...{ release: 'exemption', gateTxnId: id, paidFen: fen(-big) },
  },
  { kind: 'released', ...fact, release: 'tailgate', releasedAt: at },
  { kind: 'honoured', ...fact, exemptionId: uuid, minutesApplied: big, ...money, exitedAt: at },
  { kind: 'denied', ...fact, exemptionId: uuid, reason: '\u0001'.repeat(40), deniedAt: at },
  { kind: 'foreign', gateSeq: big, rawType: 'z'.repeat(40) },
]

test('[AC59] the fullest report of the longest facts fits into one message to the hub', () => {
  expect(longest.map(({ kind }) => kind)).toEqual(GateRecord.options.map(option => option.shape.kind.value))
  for (const record of longest) {
    const records = Array.from({ length: RECORDS_MAX }, () => record)
    const command = {
      ...{ type: 'lot.report', commandId: uuid, bridgeEpoch: big, oldestSeq: big, records },
      ...{ gateEpoch: '\u0001'.repeat(64), follows: '\u0001'.repeat(64) },
    }
    expect(LotCommand.safeParse(command).success).toBe(true)
    const message = JSON.stringify(['command', { stream: `lot:${'z'.repeat(60)}`, command }])
    expect(Buffer.byteLength(message) + 16).toBeLessThan(FRAME_BYTES_MAX)
  }
})

const silent = () => undefined
const log = { debug: silent, info: silent, warn: silent, error: silent }

function openWorld() {
  const time = new VirtualTime()
  const gate = new GateDouble(time)
  const hub = new HubDouble(time)
  /** @returns how to end it. */
  const startBridge = (): (() => void) => {
    const bridge = new Bridge({
      ...{ lot: new LotDouble(gate), hub: new HubPort(hub), log, lotId: LOT_ID, bridgeId: 'b', time },
    })
    void bridge.run()
    return () => bridge.stop()
  }
  const enterCars = (tally: number): void => {
    for (let n = 0; n < tally; n++) gate.enter(`鲁F${10_000 + gate.ledger.stays.size}`)
  }
  const lost = () => [...hub.lot.foreign.values()].map(({ gateSeq, lostTo }) => [gateSeq, lostTo])
  return { time, gate, hub, startBridge, enterCars, lost }
}

test('[GT56] what the gate calls gone is fetched again from where the gap begins, and is no gap once it has it', async () => {
  const { time, gate, hub, startBridge, enterCars, lost } = openWorld()
  enterCars(100)
  const all = [...gate.ledger.events]
  gate.dropFacts(60)
  startBridge()
  await time.pass(9_000)
  expect([hub.lot.gateSeq, lost()]).toEqual([0, []])
  gate.ledger.events.splice(0, 60, ...all)
  await time.pass(6_000)
  expect([hub.lot.gateSeq, hub.lot.stays.size, lost()]).toEqual([100, 100, []])
})

test('[GT56] another gap later is believed no sooner than the first', async () => {
  const { time, gate, hub, startBridge, enterCars, lost } = openWorld()
  enterCars(10)
  gate.dropFacts(5)
  startBridge()
  await time.pass(11_000)
  expect(lost()).toEqual([[1, 5]])
  gate.link(false)
  enterCars(10)
  gate.dropFacts(5)
  gate.link(true)
  await time.pass(9_000)
  expect(hub.lot.gateSeq).toBe(10)
  await time.pass(3_000)
  expect([hub.lot.gateSeq, lost()]).toEqual([
    20,
    [
      [1, 5],
      [11, 15],
    ],
  ])
})

test('[G4, LT14] what the gate has dropped is told as lost, once, and reading goes on to the end', async () => {
  const { time, gate, hub, startBridge, enterCars, lost } = openWorld()
  enterCars(100)
  gate.dropFacts(60)
  const stop = startBridge()
  await time.pass(12_000)
  expect([hub.lot.gateSeq, hub.lot.stays.size, lost()]).toEqual([100, 60, [[1, 40]]])
  stop()
  // The hub was restored from a copy older than what the gate still has.
  hub.lot.gateSeq = 20
  hub.lot.restored = { backupAt: time.now(), ledgerRead: false }
  enterCars(1)
  startBridge()
  await time.pass(17_000)
  expect(hub.lot).toMatchObject({ gateSeq: 101, restored: { ledgerRead: true } })
  expect(lost()).toEqual([
    [1, 40],
    [21, 40],
  ])
})

test('[LT14] a hub that is further back than the bridge believes hears what is lost as soon as it has named its place', async () => {
  const { time, gate, hub, startBridge, enterCars, lost } = openWorld()
  enterCars(100)
  startBridge()
  await time.pass(2_000)
  gate.dropFacts(60)
  hub.lot.gateSeq = 20
  enterCars(1)
  await time.pass(17_000)
  expect([hub.lot.gateSeq, lost()]).toEqual([101, [[21, 40]]])
})

test('[LT14] where the gate has none left, all it ever numbered is told as lost', async () => {
  const { time, gate, hub, startBridge, enterCars, lost } = openWorld()
  enterCars(10)
  startBridge()
  await time.pass(1_000)
  gate.link(false)
  enterCars(10)
  gate.dropFacts(0)
  gate.link(true)
  await time.pass(17_000)
  expect([hub.lot.gateSeq, hub.lot.stays.size, lost()]).toEqual([20, 10, [[11, 20]]])
})
