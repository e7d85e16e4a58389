import { GateRecord, LotCommand } from '@pingting/contract'
import { expect, test } from 'vitest'
import { RECORDS_MAX } from '../../../parking-bridge/src/pull.ts'

const FRAME_BYTES_MAX = 16_000

/** Each kind of fact with the longest values the contract takes. */
const at = '2026-11-23T01:00:00.000Z'
const id = `z${'-'.repeat(63)}`
const big = Number.MAX_SAFE_INTEGER
const plate = '\u0001'.repeat(32)
const uuid = crypto.randomUUID()
const fact = { gateSeq: big, stayId: id }
const money = { feeBeforeFen: -big, feeWaivedFen: -big, feeAfterFen: -big }
const longest: GateRecord[] = [
  { kind: 'entered', ...fact, plate, carClass: 'monthCard', laneId: id, enteredAt: at },
  { kind: 'feeDue', ...fact, dueFen: -big, dueAt: at },
  { kind: 'paid', ...fact, paidFen: -big, paidAt: at },
  { kind: 'plateCorrected', ...fact, plate, correctedAt: at },
  { kind: 'exited', ...fact, plate, laneId: id, exitedAt: at, minutes: big, ...money },
  { kind: 'honoured', ...fact, exemptionId: uuid, minutesApplied: big, ...money, exitedAt: at },
  { kind: 'denied', ...fact, exemptionId: uuid, reason: '\u0001'.repeat(40), deniedAt: at },
  { kind: 'foreign', gateSeq: big, rawType: 'z'.repeat(40) },
]

test('[AC59] the fullest report of the longest facts fits into one message to the hub', () => {
  expect(longest.map(({ kind }) => kind)).toEqual(GateRecord.options.map(option => option.shape.kind.value))
  for (const record of longest) {
    const records = Array.from({ length: RECORDS_MAX }, () => record)
    const command = {
      ...{ type: 'lot.report', commandId: uuid, bridgeEpoch: big, records },
      ...{ gateEpoch: '\u0001'.repeat(64), follows: '\u0001'.repeat(64) },
    }
    expect(LotCommand.safeParse(command).success).toBe(true)
    const message = JSON.stringify(['command', { stream: `lot:${'z'.repeat(60)}`, command }])
    expect(Buffer.byteLength(message) + 16).toBeLessThan(FRAME_BYTES_MAX)
  }
})
