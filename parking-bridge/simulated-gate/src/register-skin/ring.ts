import { crc32 } from 'node:zlib'
import { type CarClass, type GateEvent, ReasonCode } from '../ledger.ts'
import { keyBytes } from './sums.ts'

const SLOT_BYTES = 128
const SUM_AT = 124
const PLATE_BYTES = 32
const KINDS = {
  ...{ VehicleEntered: 1, FeeDue: 2, FeePaid: 3, PlateCorrected: 4, VehicleExited: 5 },
  ...{ ExemptionHonoured: 6, ExemptionDenied: 7 },
} as const
/** Of what a person did; an ordinary exit says nothing. */
const RELEASES = { manual: 3, tailgate: 4 } as const
const CAR_CLASSES: readonly CarClass[] = ['casual', 'monthCard', 'staff', 'vip']
/** What a car was let off is told in a fact so close before its exit. */
const NEAR = 16

/** The latest facts, each in the slot of its number. */
export class Ring {
  readonly slots: Buffer[]

  constructor(size: number) {
    this.slots = Array.from({ length: size }, () => Buffer.alloc(SLOT_BYTES))
  }

  /** Puts one of consecutive facts into its slot. */
  put(events: readonly GateEvent[], index: number): void {
    const event = events[index]!
    this.slots[event.sequenceNumber % this.slots.length] = slotOf(event, events.slice(Math.max(0, index - NEAR), index))
  }
}

function slotOf(event: GateEvent, before: readonly GateEvent[]): Buffer {
  const bytes = Buffer.alloc(SLOT_BYTES)
  bytes.writeUInt32BE(event.sequenceNumber, 0)
  bytes.writeUInt16BE(KINDS[event.type], 4)
  bytes.writeUInt16BE(Number(event.laneId?.split('_')[1] ?? 0), 6)
  writeMs(bytes, event.at, 8)
  keyBytes(event.stayId).copy(bytes, 16)
  plateOf(event).copy(bytes, 32)
  writeRest(bytes, event, before)
  bytes.writeUInt32BE(crc32(bytes.subarray(0, SUM_AT)), SUM_AT)
  return bytes
}

/** As the camera read it; a reading that is too long for the register gives way to the plate it was taken for. */
function plateOf({ plateRaw, plate }: GateEvent): Buffer {
  const raw = Buffer.from(plateRaw ?? plate ?? '')
  return raw.length <= PLATE_BYTES ? raw : Buffer.from(plate ?? '')
}

function writeRest(bytes: Buffer, event: GateEvent, before: readonly GateEvent[]): void {
  switch (event.type) {
    case 'VehicleEntered':
      writeMs(bytes, event.enteredAt, 8)
      bytes.writeUInt16BE(CAR_CLASSES.indexOf(event.carClass), 104)
      return
    case 'FeeDue':
      bytes.writeInt32BE(event.dueFen, 88)
      return
    case 'FeePaid':
      writeMs(bytes, event.paidAt, 8)
      bytes.writeInt32BE(event.paidFen, 88)
      return
    case 'VehicleExited': {
      writeMs(bytes, event.exitedAt, 8)
      writeMs(bytes, event.enteredAt, 80)
      const waiver = before.findLast(each => each.type === 'ExemptionHonoured' && each.stayId === event.stayId)
      const { release, paidFen, dueFen = 0 } = event
      const feeFen = paidFen + dueFen
      if (waiver?.type === 'ExemptionHonoured') writeFees(bytes, waiver)
      else writeFees(bytes, { feeBeforeFen: feeFen, feeWaivedFen: 0, feeAfterFen: feeFen })
      if (release === undefined) return
      bytes.writeUInt16BE(RELEASES[release], 108)
      bytes.writeInt32BE(paidFen, 112)
      return
    }
    case 'ExemptionHonoured':
      keyBytes(event.grantKey).copy(bytes, 64)
      writeFees(bytes, event)
      bytes.writeUInt32BE(event.minutesApplied, 100)
      return
    case 'ExemptionDenied':
      keyBytes(event.grantKey).copy(bytes, 64)
      bytes.writeUInt16BE(ReasonCode[event.reasonCode], 106)
      return
    case 'PlateCorrected':
      return
  }
}

const writeMs = (bytes: Buffer, at: string, offset: number): void =>
  void bytes.writeBigInt64BE(BigInt(Date.parse(at)), offset)

function writeFees(bytes: Buffer, fees: { feeBeforeFen: number; feeWaivedFen: number; feeAfterFen: number }): void {
  bytes.writeInt32BE(fees.feeBeforeFen, 88)
  bytes.writeInt32BE(fees.feeWaivedFen, 92)
  bytes.writeInt32BE(fees.feeAfterFen, 96)
}
