import { describe, expect, test } from 'vitest'
import { ReasonCode } from '../../../../../parking-bridge/simulated-gate/src/ledger.ts'
import { gateReasonOf, reasonNameOf } from '../../../../../parking-bridge/src/lot/gate-reasons.ts'
import { recordsOf } from '../../../../../parking-bridge/src/lot/methods/gate-records.ts'

const KEY = '0a6ff7a2-0000-5000-8000-000000000001'
const at = '2026-11-23T03:01:30.000Z'
const fact = (sequenceNumber: number, type: string, fields: object = {}) =>
  JSON.stringify({
    sequenceNumber,
    at,
    type,
    stayId: 's1',
    laneId: 'Lane_1',
    plateRaw: '鲁F·12345',
    plate: '鲁F12345',
    confidence: 98,
    ...fields,
  })
const money = { feeBeforeFen: 600, feeWaivedFen: 400, feeAfterFen: 200 }
const enteredAt = '2026-11-23T00:00:00.000Z'

test('[G20] a stay that is given a name again was let off nothing by what the one before was', () => {
  const honoured = fact(5, 'ExemptionHonoured', { grantKey: KEY, minutesApplied: 120, ...money })
  const exited = (seq: number) => fact(seq, 'VehicleExited', { enteredAt, exitedAt: at, paidFen: 200 })
  const entered = fact(7, 'VehicleEntered', { enteredAt: at, carClass: 'casual' })
  expect(recordsOf([honoured, exited(6), entered, exited(8)], 0, 5)).toMatchObject([
    { kind: 'honoured' },
    { kind: 'exited', ...money },
    { kind: 'entered' },
    { kind: 'exited', feeBeforeFen: 200, feeWaivedFen: 0, feeAfterFen: 200 },
  ])
})

describe('[GT12] a fact of the gate in the words of the house', () => {
  test.each([
    [
      fact(1, 'VehicleEntered', { enteredAt, carClass: 'casual' }),
      {
        kind: 'entered',
        gateSeq: 1,
        stayId: 's1',
        plate: '鲁F·12345',
        carClass: 'casual',
        laneId: 'Lane_1',
        enteredAt,
        confidence: 98,
      },
    ],
    [
      fact(1, 'VehicleEntered', { enteredAt, carClass: 'vip', plateRaw: undefined, plate: undefined }),
      { kind: 'entered', gateSeq: 1, stayId: 's1', carClass: 'vip', laneId: 'Lane_1', enteredAt, confidence: 98 },
    ],
    [fact(2, 'FeeDue', { dueFen: 200 }), { kind: 'feeDue', gateSeq: 2, stayId: 's1', dueFen: 200, dueAt: at }],
    [
      fact(3, 'FeePaid', { paidFen: 200, paidAt: at }),
      { kind: 'paid', gateSeq: 3, stayId: 's1', paidFen: 200, paidAt: at },
    ],
    [
      fact(4, 'PlateCorrected', { plateBefore: '鲁F12346' }),
      { kind: 'plateCorrected', gateSeq: 4, stayId: 's1', plate: '鲁F·12345', correctedAt: at },
    ],
    [
      fact(5, 'ExemptionHonoured', { grantKey: KEY, minutesApplied: 120, ...money }),
      { kind: 'honoured', gateSeq: 5, stayId: 's1', exemptionId: KEY, minutesApplied: 120, ...money, exitedAt: at },
    ],
    [
      fact(6, 'ExemptionDenied', { grantKey: KEY, reasonCode: 'Superseded' }),
      { kind: 'denied', gateSeq: 6, stayId: 's1', exemptionId: KEY, reason: 'Superseded', deniedAt: at },
    ],
  ])('%#', (text, record) => {
    expect(recordsOf([text], 0, 1)).toEqual([record])
  })
})

const exit = fact(7, 'VehicleExited', { enteredAt, exitedAt: at, paidFen: 200 })

test('[GT12] an exit without an exemption cost what was paid; minutes are whole', () => {
  const fees = { feeBeforeFen: 200, feeWaivedFen: 0, feeAfterFen: 200 }
  expect(recordsOf([exit], 6, 7)).toEqual([
    expect.objectContaining({ kind: 'exited', gateSeq: 7, minutes: 181, ...fees }),
  ])
})

test('[GT12] an exit with an exemption takes its fees from the fact before it, also when that one was told earlier', () => {
  const honoured = fact(5, 'ExemptionHonoured', { grantKey: KEY, minutesApplied: 120, ...money })
  const other = fact(6, 'ExemptionHonoured', {
    grantKey: KEY,
    minutesApplied: 1,
    ...money,
    feeWaivedFen: 1,
    stayId: 's2',
  })
  const records = recordsOf([honoured, other, exit], 6, 5)
  expect(records).toEqual([expect.objectContaining({ kind: 'exited', gateSeq: 7, ...money })])
})

test('[RB38] given a barrier opened by hand, when the gate tells so, then the exit says it, what was due and what was paid', () => {
  const opened = { enteredAt, exitedAt: at, paidFen: 100, dueFen: 300, release: 'manual', gateTxnId: 'T-9' }
  const leaving = { release: 'manual', paidFen: 100, gateTxnId: 'T-9' }
  expect(recordsOf([fact(7, 'VehicleExited', opened)], 6, 7)).toEqual([
    expect.objectContaining({ kind: 'exited', feeBeforeFen: 400, feeWaivedFen: 0, feeAfterFen: 400, ...leaving }),
  ])
  // Told otherwise it is as if not told.
  const strange = { enteredAt, exitedAt: at, paidFen: 200, dueFen: '300', release: 'kicked', gateTxnId: 7 }
  const [exited] = recordsOf([fact(7, 'VehicleExited', strange)], 6, 7)
  expect(exited).toMatchObject({ kind: 'exited', feeBeforeFen: 200, feeAfterFen: 200, paidFen: 200 })
  for (const field of ['release', 'gateTxnId']) expect(exited).not.toHaveProperty(field)
})

test.each<[string, string, string | undefined]>([
  ['not JSON', '{', undefined],
  ['JSON that is no object', '"鲁F12345"', undefined],
  ['a kind nobody knows', fact(2, 'BarrierRaised'), 'BarrierRaised'],
  ['a kind that is no name', fact(2, '鲁F12345'), undefined],
  ['money that is not whole fen', fact(2, 'FeePaid', { paidFen: 0.5, paidAt: at }), 'FeePaid'],
  ['a time that is none', fact(2, 'VehicleEntered', { enteredAt: 'yesterday', carClass: 'casual' }), 'VehicleEntered'],
  ['no number of its own', fact(Number.NaN, 'FeePaid', { paidFen: 1, paidAt: at }), 'FeePaid'],
])(
  '[GT12] %s becomes a foreign record with its number, without a value, and reading goes on',
  (_name, text, rawType) => {
    const due = (seq: number) => fact(seq, 'FeeDue', { dueFen: 200 })
    const records = recordsOf([due(1), text, due(3)], 0, 1)
    expect(records.map(({ kind, gateSeq }) => [kind, gateSeq])).toEqual([
      ...[
        ['feeDue', 1],
        ['foreign', 2],
        ['feeDue', 3],
      ],
    ])
    expect(records[1]).toEqual({ kind: 'foreign', gateSeq: 2, ...(rawType === undefined ? {} : { rawType }) })
  },
)

test('[GT12] where not one text tells its number, they count from the first that was asked for', () => {
  expect(recordsOf(['{', '[', '}'], 41, 41).map(({ gateSeq }) => gateSeq)).toEqual([42, 43])
})

test('[GT14] every reason the gate knows has a word of ours, and one it adds later is INVALID', () => {
  const words = Object.fromEntries(Object.entries(ReasonCode).map(([name, code]) => [name, gateReasonOf(code)]))
  expect(words).toEqual({
    None: 'INVALID',
    DeadlinePassed: 'DEADLINE_PASSED',
    AlreadyLeft: 'ALREADY_LEFT',
    AlreadyPaid: 'ALREADY_PAID',
    ClassExcluded: 'CLASS_EXCLUDED',
    Expired: 'EXPIRED',
    BadMac: 'BAD_MAC',
    FencedEpoch: 'FENCED_EPOCH',
    StoreFull: 'STORE_FULL',
    BadHash: 'INVALID',
    Revoked: 'INVALID',
    KindUnsupported: 'INVALID',
    StackRuleUnsupported: 'STACK_REJECTED',
    StackRefused: 'STACK_REJECTED',
    WrongSite: 'INVALID',
    Superseded: 'STACK_REJECTED',
    NotYetValid: 'INVALID',
  })
  expect(gateReasonOf(999)).toBe('INVALID')
  for (const [name, code] of Object.entries(ReasonCode)) expect(reasonNameOf(code)).toBe(name)
})

test.each([undefined, null, 101, -1, 0.97, '98'])('[GT54] a confidence of %s is as if not told', confidence => {
  const text = fact(1, 'VehicleEntered', { enteredAt, carClass: 'casual', confidence })
  expect(recordsOf([text], 0, 1)).toEqual([
    { kind: 'entered', gateSeq: 1, stayId: 's1', plate: '鲁F·12345', carClass: 'casual', laneId: 'Lane_1', enteredAt },
  ])
})

test.each([0, 100])('[GT54] a confidence of %i goes home with the entry', confidence => {
  const text = fact(1, 'VehicleEntered', { enteredAt, carClass: 'casual', confidence })
  expect(recordsOf([text], 0, 1)).toMatchObject([{ kind: 'entered', confidence }])
})
