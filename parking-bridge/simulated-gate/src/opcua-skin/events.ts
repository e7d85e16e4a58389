import { DataType, type UAObject, type UAObjectType, Variant, type VariantOptions } from 'node-opcua'
import { type GateEvent, ReasonCode } from '../ledger.ts'
import { int64Fen, uint64 } from './int64.ts'

export type EventTypes = Record<GateEvent['type'], UAObjectType>

/** OPC UA severities, 1 to 1000: somebody will ask why an exemption was not honoured. */
const ORDINARY = 100
const SEVERITY: Partial<Record<GateEvent['type'], number>> = { ExemptionDenied: 500 }

/** Raises what the ledger wrote down. A client that misses one sees the gap in SequenceNumber and asks GetEventsSince. */
export function raise(
  gate: UAObject,
  types: EventTypes,
  event: GateEvent,
  site: { siteId: string; controllerEpoch: string },
): void {
  const fields: Record<string, VariantOptions> = {
    time: time(event.at),
    message: { dataType: DataType.LocalizedText, value: { text: event.type } },
    severity: { dataType: DataType.UInt16, value: SEVERITY[event.type] ?? ORDINARY },
    sequenceNumber: uint64(event.sequenceNumber),
    epoch: { dataType: DataType.Guid, value: site.controllerEpoch },
    siteId: text(site.siteId),
    laneId: text(event.laneId),
    plateRaw: text(event.plateRaw),
    plateNorm: text(event.plate),
    confidence: { dataType: DataType.Byte, value: event.confidence },
    sessionId: text(event.stayId),
    ...fieldsOf(event),
  }
  gate.raiseEvent(
    types[event.type],
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, new Variant(value)])),
  )
}

/** The keys of raiseEvent are the browse names with a small first letter. */
function fieldsOf(event: GateEvent): Record<string, VariantOptions> {
  switch (event.type) {
    case 'VehicleEntered':
      return { entryTime: time(event.enteredAt), carClass: text(event.carClass) }
    case 'VehicleExited':
      return { entryTime: time(event.enteredAt), exitTime: time(event.exitedAt), feePaidTotal: int64Fen(event.paidFen) }
    case 'PlateCorrected':
      return { plateBefore: text(event.plateBefore) }
    case 'FeeDue':
      return { feeDue: int64Fen(event.dueFen) }
    case 'FeePaid':
      return { feePaid: int64Fen(event.paidFen) }
    case 'ExemptionHonoured':
      return {
        grantKey: text(event.grantKey),
        minutesApplied: { dataType: DataType.UInt32, value: event.minutesApplied },
        feeBefore: int64Fen(event.feeBeforeFen),
        feeWaived: int64Fen(event.feeWaivedFen),
        feeAfter: int64Fen(event.feeAfterFen),
      }
    case 'ExemptionDenied':
      return {
        grantKey: text(event.grantKey),
        reasonCode: { dataType: DataType.UInt32, value: ReasonCode[event.reasonCode] },
      }
  }
}

const text = (value: string | undefined): VariantOptions => ({ dataType: DataType.String, value: value ?? '' })
const time = (at: string): VariantOptions => ({ dataType: DataType.DateTime, value: new Date(at) })
