import type { Names } from '../opcua/places/node-map.ts'

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
