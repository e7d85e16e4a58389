import { crc32 } from 'node:zlib'
import { type GateRecord, GateRecord as GateRecordSchema, instantOf, MINUTE_MS } from '@pingting/contract'
import { reasonNameOf } from '../gate-reasons.ts'
import { bytesOf } from '../opcua/bytes.ts'
import { keyOf } from './layout.ts'

/** Where each value of a record stands in its 128 bytes; most significant byte first, times in ms since 1970 in UTC. */
const AT = {
  seq: 0,
  kind: 4,
  lane: 6,
  at: 8,
  stay: 16,
  plate: 32,
  key: 64,
  enteredAt: 80,
  fen: [88, 92, 96],
  minutes: 100,
  carClass: 104,
  reason: 106,
  release: 108,
  paid: 112,
  crc: 124,
} as const
export const SLOT_BYTES = 128

/** Why the barrier opened for an exit, from 1; 0 is not told. */
const RELEASES = ['paid', 'exemption', 'manual', 'tailgate', 'free']
const CAR_CLASSES = ['casual', 'monthCard', 'staff', 'vip']

/** A slot with its values; nothing of them is believed before the schema of the contract has seen it. */
interface Slot {
  seq: number
  kind: number
  bytes: Buffer
}

/** Consecutive slots of the ring. */
export interface Range {
  from: number
  to: number
}

/** The slots in what a ring holds: a list of them, or all of them in one piece. */
export function slotsOf(value: unknown): Uint8Array[] {
  if (!(value instanceof Uint8Array)) return (value as unknown[]).map(bytesOf)
  const count = Math.floor(value.length / SLOT_BYTES)
  return Array.from({ length: count }, (_, slot) => value.subarray(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES))
}

/**
 * Which slots hold the facts above `seq`, at most `max` of them. Fact n stands in slot n modulo the size of the ring.
 * @param head the number of the latest fact
 */
export function slotsAfter(seq: number, max: number, head: number, size: number): { first: number; ranges: Range[] } {
  const first = Math.max(seq + 1, oldestIn(head, size))
  const last = Math.min(head, first + max - 1)
  if (last < first) return { first, ranges: [] }
  const [from, to] = [first % size, last % size]
  const ranges =
    from <= to
      ? [{ from, to }]
      : [
          { from, to: size - 1 },
          { from: 0, to },
        ]
  return { first, ranges }
}

/** The number of the oldest fact that a full ring still has. */
export const oldestIn = (head: number, size: number): number => Math.max(1, head - size + 1)

/** Whether a slot is not what it should be, as one is that was read while it was written: worth a second look. */
export const isUnsettled = (slots: readonly Uint8Array[], first: number): boolean =>
  slots.some((bytes, index) => slotOf(bytes)?.seq !== first + index)

/**
 * The facts in their order, up to the first slot that holds a later one: the ring came round while it was read, and the
 * next look finds what is left. A slot that nobody can read, or without its fact, becomes a `foreign` record.
 */
export function recordsIn(slots: readonly Uint8Array[], first: number): GateRecord[] {
  const records: GateRecord[] = []
  for (const [index, bytes] of slots.entries()) {
    const gateSeq = first + index
    const slot = slotOf(bytes)
    if (slot !== undefined && slot.seq > gateSeq) break
    const record = slot?.seq === gateSeq ? GateRecordSchema.safeParse(recordOf(slot)).data : undefined
    records.push(record ?? { kind: 'foreign', gateSeq })
  }
  return records
}

/** @returns undefined for bytes whose sum is another. */
function slotOf(slot: Uint8Array): Slot | undefined {
  const bytes = Buffer.from(slot)
  if (bytes.length !== SLOT_BYTES || crc32(bytes.subarray(0, AT.crc)) !== bytes.readUInt32BE(AT.crc)) return undefined
  return { seq: bytes.readUInt32BE(AT.seq), kind: bytes.readUInt16BE(AT.kind), bytes }
}

function recordOf({ seq: gateSeq, kind, bytes }: Slot): unknown {
  const common = { gateSeq, stayId: keyOf(bytes.subarray(AT.stay, AT.plate)) }
  const text = bytes.toString('utf8', AT.plate, AT.key).replace(/\0+$/, '')
  const plate = text === '' ? {} : { plate: text }
  const laneId = `Lane_${bytes.readUInt16BE(AT.lane)}`
  const [at, enteredAt] = [timeAt(bytes, AT.at), timeAt(bytes, AT.enteredAt)]
  const exemptionId = keyOf(bytes.subarray(AT.key, AT.enteredAt))
  const minutes = bytes.readUInt32BE(AT.minutes)
  switch (kind) {
    case 1:
      return {
        ...{ kind: 'entered', ...common, ...plate, laneId, enteredAt: at },
        carClass: CAR_CLASSES[bytes.readUInt16BE(AT.carClass)],
      }
    case 2:
      return { kind: 'feeDue', ...common, dueFen: bytes.readInt32BE(AT.fen[0]), dueAt: at }
    case 3:
      return { kind: 'paid', ...common, paidFen: bytes.readInt32BE(AT.fen[0]), paidAt: at }
    case 4:
      return { kind: 'plateCorrected', ...common, ...plate, correctedAt: at }
    case 5:
      return {
        ...{ kind: 'exited', ...common, ...plate, laneId, exitedAt: at, ...moneyOf(bytes) },
        ...{ minutes: minutesBetween(enteredAt, at), ...leavingOf(bytes) },
      }
    case 6:
      return { kind: 'honoured', ...common, exemptionId, minutesApplied: minutes, ...moneyOf(bytes), exitedAt: at }
    case 7:
      return {
        ...{ kind: 'denied', ...common, exemptionId, deniedAt: at },
        reason: reasonNameOf(bytes.readUInt16BE(AT.reason)),
      }
    default:
      return undefined
  }
}

/** @returns undefined for a number of milliseconds that is no time. */
function timeAt(bytes: Buffer, offset: number): string | undefined {
  const ms = Number(bytes.readBigInt64BE(offset))
  return Math.abs(ms) > TIME_MS_MAX ? undefined : instantOf(ms)
}
/** As far from 1970 as a date can be. */
const TIME_MS_MAX = 8.64e15

/** Whole minutes, in the citizen's favour; a clock set back counts 0. */
const minutesBetween = (from: string | undefined, to: string | undefined): number =>
  Math.max(0, Math.floor((Date.parse(to ?? '') - Date.parse(from ?? '')) / MINUTE_MS) || 0)

/** Without a word that is known nothing of it is told: what was paid would be a 0 that nobody wrote. */
function leavingOf(bytes: Buffer) {
  const release = RELEASES[bytes.readUInt16BE(AT.release) - 1]
  return release === undefined ? {} : { release, paidFen: bytes.readInt32BE(AT.paid) }
}

const moneyOf = (bytes: Buffer) => ({
  feeBeforeFen: bytes.readInt32BE(AT.fen[0]),
  feeWaivedFen: bytes.readInt32BE(AT.fen[1]),
  feeAfterFen: bytes.readInt32BE(AT.fen[2]),
})
