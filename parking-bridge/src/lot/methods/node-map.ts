import type { Argument, Names, Shape } from '../opcua/places/node-map.ts'

type NodeName =
  | ('ControllerEpoch' | 'ControllerTime' | 'ProtocolVersion')
  | ('ExemptionStore' | 'LedgerSeq' | 'GrantExemption' | 'RevokeExemption' | 'QueryExemption' | 'GetEventsSince')
  | ('GetLedgerSince' | 'DeviceHealth' | 'Alarms' | 'Cameras')

/**
 * `urn:gov-hall:parking-gate:v1`. A gate may be without a clock, which is then that of its server, without the number of
 * its ledger, which is then asked for instead of listened to, and without a version, which is then not checked. A ledger
 * that cannot be read is missed by the books only. `DeviceHealth` is of its base type (OPC 10000-100); `Alarms` and
 * `Cameras` are only for a gate that tells its alarms, or what its cameras read, at another node than itself.
 */
export const METHODS_MODEL: Names<NodeName> = {
  uri: 'urn:gov-hall:parking-gate:v1',
  parents: {
    ControllerEpoch: 'gate',
    ControllerTime: 'gate',
    ProtocolVersion: 'gate',
    ExemptionStore: 'gate',
    LedgerSeq: 'ExemptionStore',
    GrantExemption: 'ExemptionStore',
    RevokeExemption: 'ExemptionStore',
    QueryExemption: 'ExemptionStore',
    GetEventsSince: 'ExemptionStore',
    GetLedgerSince: 'ExemptionStore',
    DeviceHealth: 'gate',
    Alarms: 'gate',
    Cameras: 'gate',
  },
  elsewhere: { DeviceHealth: 'http://opcfoundation.org/UA/DI/' },
  optional: new Set<NodeName>([
    ...(['ControllerTime', 'ProtocolVersion', 'LedgerSeq', 'GetLedgerSince'] as const),
    ...(['DeviceHealth', 'Alarms', 'Cameras'] as const),
  ]),
  unmissed: new Set<NodeName>(['Alarms', 'Cameras']),
}

const argument =
  (type: string, also?: Argument['also']) =>
  (name: string): Argument => ({ name, type, ...(also === undefined ? {} : { also }) })

const SHORT = ['SByte', 'Byte', 'Int16', 'UInt16', 'Int32', 'UInt32']
/** As a bridge sends them, and as it reads them where nothing else will do. */
const text = argument('String')
const enumeration = argument('Int32')
const uint16 = argument('UInt16')
const uint32 = argument('UInt32')
const uint64 = argument('UInt64')
const time = argument('DateTime')
const bytes = argument('ByteString')
const truth = argument('Boolean')
/** As it reads them, of whatever length. */
const word = argument('Int32', SHORT)
const code = argument('UInt32', SHORT)
const number = argument('UInt64', [...SHORT, 'Int64'])
const epoch = argument('Guid', 'any')
const unread = (type: string, name: string): Argument => argument(type, 'any')(name)

const SINCE: Shape = {
  inputs: [uint64('FromSeq'), uint32('Max')],
  outputs: [
    { ...text('Records'), isList: true },
    ...[unread('UInt64', 'NextSeq'), number('OldestAvailableSeq'), epoch('ControllerEpoch')],
  ],
}

/** What each method takes and gives. */
export const SHAPES = {
  GrantExemption: {
    inputs: [
      ...[text('IdempotencyKey'), text('Plate'), enumeration('PlateColour'), uint32('Minutes'), enumeration('Kind')],
      ...[time('NotBefore'), time('NotAfter'), time('SubmitDeadline'), uint16('MaxUses'), enumeration('StackRule')],
      ...[text('SiteId'), bytes('RequestHash'), uint64('BridgeEpoch'), bytes('Mac')],
    ],
    outputs: [
      ...[unread('String', 'GrantId'), word('Outcome'), code('ReasonCode'), bytes('StoredHash')],
      ...[unread('DateTime', 'AcceptedAt'), number('LedgerSeq')],
    ],
  },
  RevokeExemption: {
    inputs: [text('IdempotencyKey'), text('GrantKey'), text('Reason'), uint64('BridgeEpoch'), bytes('Mac')],
    outputs: [word('Outcome'), number('LedgerSeq')],
  },
  QueryExemption: {
    inputs: [text('GrantKey')],
    outputs: [
      ...[truth('Found'), word('State'), unread('UInt32', 'MinutesUsed'), unread('Int64', 'AmountWaived')],
      ...[unread('DateTime', 'ExitTime'), bytes('StoredHash'), number('LedgerSeq')],
    ],
  },
  GetEventsSince: SINCE,
  GetLedgerSince: SINCE,
} satisfies Record<string, Shape>
