import type { Names } from '../opcua/places/node-map.ts'
import type { NodeId } from '../opcua/places/nodes.ts'

/** Written first, together. */
const BODY = ['ReqOp', 'ReqKey', 'ReqPlate', 'ReqMinutes', 'ReqNotAfter', 'ReqDeadline', 'ReqCrc'] as const
/** The rest of what the hub signs, and its signature: with all of it a controller can prove whose order it is. */
const SEAL = [
  ...(['ReqHash', 'ReqMac', 'ReqEpoch', 'ReqSite', 'ReqColour', 'ReqNotBefore'] as const),
  ...(['ReqMaxUses', 'ReqStackRule', 'ReqRevokeKey'] as const),
]
const STATE = ['PlcEpoch', 'Heartbeat'] as const
const HANDSHAKE = ['ReqSeq', 'AckSeq', 'AckKey', 'AckOutcome', 'AckState', 'AckCrc'] as const
const RING = ['TxnHead', 'TxnTail', 'Txn'] as const
const ABOUT = ['ControllerTime', 'ProtocolVersion', 'KeyDepth'] as const

export type BodyName = (typeof BODY)[number]
export type SealName = (typeof SEAL)[number]
type NeededName = BodyName | (typeof STATE)[number] | (typeof HANDSHAKE)[number] | (typeof RING)[number]
type OptionalName = SealName | (typeof ABOUT)[number]
type RegisterName = NeededName | OptionalName

const NAMES = [...STATE, ...BODY, ...HANDSHAKE, ...RING, ...SEAL, ...ABOUT]

/** `urn:gov-hall:parking-registers:v1`: every register stands under the gate itself. */
export const REGISTERS_MODEL: Names<RegisterName> = {
  uri: 'urn:gov-hall:parking-registers:v1',
  parents: Object.fromEntries(NAMES.map(name => [name, 'gate'])) as Record<RegisterName, 'gate'>,
  optional: new Set<RegisterName>([...SEAL, ...ABOUT]),
}

/** Those of what the bridge writes that are bytes. */
export const BYTES = ['ReqKey', 'ReqHash', 'ReqMac', 'ReqRevokeKey'] as const

/** What the bridge writes, with the types a register may have for it; bytes may stand in an array as well. */
export const WRITTEN: Readonly<Record<BodyName | SealName | 'ReqSeq' | 'TxnTail', readonly string[]>> = {
  ...{ ReqOp: ['UInt16'], ReqKey: ['ByteString', 'Byte'], ReqPlate: ['String'], ReqMinutes: ['UInt32'] },
  ...{ ReqNotAfter: ['DateTime'], ReqDeadline: ['DateTime'], ReqCrc: ['UInt32'], ReqSeq: ['UInt32'] },
  ...{ TxnTail: ['UInt32'], ReqHash: ['ByteString', 'Byte'], ReqMac: ['ByteString', 'Byte'], ReqEpoch: ['UInt64'] },
  ...{ ReqSite: ['String'], ReqColour: ['Int32'], ReqNotBefore: ['DateTime'], ReqMaxUses: ['UInt16'] },
  ...{ ReqStackRule: ['UInt16'], ReqRevokeKey: ['ByteString', 'Byte'] },
}

export type RegisterIds = Record<NeededName, NodeId> & Partial<Record<OptionalName, NodeId>>

/** What a link to a gate of registers knows of it. */
export interface RegisterNodes {
  ids: RegisterIds
  /** As many as the server takes in one call. */
  reads: number
  writes: number
  /** Registers that the bridge writes, and that are arrays of Byte instead of a ByteString. */
  byteArrays: ReadonlySet<string>
  /** Slots of the ring of facts. */
  ringSize: number
  /** The ring is one piece of bytes, slot after slot, of which no slot can be asked for by its number. */
  ringInBytes: boolean
  /** Keys that its table holds of those that have ended, where it says so. */
  keyDepth: number | undefined
  heart: { beat: string; beatAtMs: number }
}

/** Without all of these a controller cannot know an order of the hub from another. */
export const isSealed = (ids: RegisterIds): boolean => SEAL.every(name => ids[name] !== undefined)
