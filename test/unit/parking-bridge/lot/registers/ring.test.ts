import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { keyBytes } from '../../../../../parking-bridge/src/lot/registers/layout.ts'
import {
  isUnsettled,
  oldestIn,
  recordsIn,
  SLOT_BYTES,
  slotsAfter,
} from '../../../../../parking-bridge/src/lot/registers/ring.ts'

const STAY = '0a6ff7a2-0000-5000-8000-000000000001'
const KEY = '3f2504e0-4f89-51d3-9a0c-0305e82c3301'
const ENTERED = '2026-11-23T00:00:00.000Z'
const EXITED = '2026-11-23T03:01:30.000Z'
const MONEY = [600, 400, 200] as const
const fees = { feeBeforeFen: 600, feeWaivedFen: 400, feeAfterFen: 200 }

/** A record as a controller writes it, value by value. */
function slot(
  seq: number,
  kind: number,
  over: { at?: bigint; enteredAt?: bigint; carClass?: number; reason?: number; plate?: string } = {},
) {
  const bytes = Buffer.alloc(SLOT_BYTES)
  bytes.writeUInt32BE(seq, 0)
  bytes.writeUInt16BE(kind, 4)
  bytes.writeUInt16BE(2, 6)
  bytes.writeBigInt64BE(over.at ?? BigInt(Date.parse(EXITED)), 8)
  keyBytes(STAY).copy(bytes, 16)
  bytes.write(over.plate ?? '鲁F·12345', 32)
  keyBytes(KEY).copy(bytes, 64)
  bytes.writeBigInt64BE(over.enteredAt ?? BigInt(Date.parse(ENTERED)), 80)
  for (const [index, amountFen] of MONEY.entries()) bytes.writeInt32BE(amountFen, 88 + 4 * index)
  bytes.writeUInt32BE(120, 100)
  bytes.writeUInt16BE(over.carClass ?? 0, 104)
  bytes.writeUInt16BE(over.reason ?? 15, 106)
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 124)), 124)
  return bytes
}

describe('[PF8] a record of the ring in the words of the house', () => {
  const common = { gateSeq: 5, stayId: STAY }
  const plate = '鲁F·12345'
  test.each([
    [slot(5, 1), { kind: 'entered', ...common, plate, carClass: 'casual', laneId: 'Lane_2', enteredAt: EXITED }],
    [
      slot(5, 1, { plate: '', carClass: 3 }),
      { kind: 'entered', ...common, carClass: 'vip', laneId: 'Lane_2', enteredAt: EXITED },
    ],
    [slot(5, 2), { kind: 'feeDue', ...common, dueFen: 600, dueAt: EXITED }],
    [slot(5, 3), { kind: 'paid', ...common, paidFen: 600, paidAt: EXITED }],
    [slot(5, 4), { kind: 'plateCorrected', ...common, plate, correctedAt: EXITED }],
    [slot(5, 5), { kind: 'exited', ...common, plate, laneId: 'Lane_2', exitedAt: EXITED, minutes: 181, ...fees }],
    [slot(5, 6), { kind: 'honoured', ...common, exemptionId: KEY, minutesApplied: 120, ...fees, exitedAt: EXITED }],
    [slot(5, 7), { kind: 'denied', ...common, exemptionId: KEY, reason: 'Superseded', deniedAt: EXITED }],
    [slot(5, 7, { reason: 99 }), { kind: 'denied', ...common, exemptionId: KEY, reason: 'Reason99', deniedAt: EXITED }],
  ])('%#', (bytes, record) => {
    expect(recordsIn([bytes], 5)).toEqual([record])
    expect(isUnsettled([bytes], 5)).toBe(false)
  })
})

test('[PF25] an exit tells why the barrier opened and what was paid in all, where there is a word for it', () => {
  const exit = (release: number) => {
    const bytes = slot(5, 5)
    bytes.writeUInt16BE(release, 108)
    bytes.writeInt32BE(100, 112)
    bytes.writeUInt32BE(crc32(bytes.subarray(0, 124)), 124)
    return recordsIn([bytes], 5)[0]
  }
  const words = ['paid', 'exemption', 'manual', 'tailgate', 'free']
  for (const [index, release] of words.entries())
    expect(exit(index + 1)).toMatchObject({ kind: 'exited', release, paidFen: 100 })
  for (const unknown of [0, 6]) {
    expect(exit(unknown)).toMatchObject({ kind: 'exited' })
    expect(exit(unknown)).not.toHaveProperty('release')
    expect(exit(unknown)).not.toHaveProperty('paidFen')
  }
})

describe('[PF8] a record that cannot be read is a foreign one with its number, and stops none after it', () => {
  const torn = slot(5, 3)
  torn.writeInt32BE(1, 88)
  test.each<[string, Uint8Array]>([
    ['another sum', torn],
    ['another length', slot(5, 3).subarray(1)],
    ['an empty slot', Buffer.alloc(SLOT_BYTES)],
    ['an older fact', slot(4, 3)],
  ])('%s', (_what, bytes) => {
    expect(recordsIn([bytes, slot(6, 3)], 5).map(({ kind, gateSeq }) => [kind, gateSeq])).toEqual([
      ['foreign', 5],
      ['paid', 6],
    ])
    expect(isUnsettled([bytes], 5)).toBe(true)
  })

  test.each([
    ['a kind nobody knows', slot(5, 99)],
    ['a class of cars nobody knows', slot(5, 1, { carClass: 9 })],
    ['a time that is none', slot(5, 3, { at: 2n ** 62n })],
    ['a time beyond the calendar', slot(5, 3, { at: 300_000_000_000_000n })],
  ])('%s', (_what, bytes) => {
    expect(recordsIn([bytes], 5)).toEqual([{ kind: 'foreign', gateSeq: 5 }])
  })

  test('an exit whose times are no times cannot be read, and one before its entry took no time', () => {
    expect(recordsIn([slot(5, 5, { at: 2n ** 62n })], 5)).toEqual([{ kind: 'foreign', gateSeq: 5 }])
    expect(recordsIn([slot(5, 5, { at: 0n })], 5)).toMatchObject([{ kind: 'exited', minutes: 0 }])
    expect(recordsIn([slot(5, 5, { enteredAt: 2n ** 62n })], 5)).toMatchObject([{ kind: 'exited', minutes: 0 }])
  })
})

test('[PF8] where the ring came round while it was read, what is left is read the next time', () => {
  expect(recordsIn([slot(5, 3), slot(14, 3), slot(7, 3)], 5)).toMatchObject([{ gateSeq: 5 }])
  expect(isUnsettled([slot(14, 3)], 6)).toBe(true)
})

describe('[PF8] of a ring of eight', () => {
  test.each([
    ['nothing yet', [0, 24, 0], { first: 1, ranges: [] }],
    ['nothing new', [5, 24, 5], { first: 6, ranges: [] }],
    ['from the first', [0, 24, 5], { first: 1, ranges: [{ from: 1, to: 5 }] }],
    ['no more than asked for', [0, 2, 5], { first: 1, ranges: [{ from: 1, to: 2 }] }],
    [
      'around the end',
      [6, 24, 10],
      {
        first: 7,
        ranges: [
          { from: 7, to: 7 },
          { from: 0, to: 2 },
        ],
      },
    ],
    ['what is left of an overrun', [2, 2, 20], { first: 13, ranges: [{ from: 5, to: 6 }] }],
  ] as const)('%s', (_what, [seq, max, head], slots) => {
    expect(slotsAfter(seq, max, head, 8)).toEqual(slots)
  })

  test('the oldest is the first until it is full', () => {
    expect([0, 1, 8, 9, 20].map(head => oldestIn(head, 8))).toEqual([1, 1, 1, 2, 13])
  })
})
