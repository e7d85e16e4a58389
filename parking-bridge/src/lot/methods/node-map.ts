import type { Names } from '../opcua/places/node-map.ts'

type NodeName =
  | ('ControllerEpoch' | 'ControllerTime' | 'ProtocolVersion')
  | ('ExemptionStore' | 'LedgerSeq' | 'GrantExemption' | 'RevokeExemption' | 'QueryExemption' | 'GetEventsSince')

/**
 * `urn:gov-hall:parking-gate:v1`. A gate may be without a clock, which is then that of its server, without the number of
 * its ledger, which is then asked for instead of listened to, and without a version, which is then not checked.
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
  },
  optional: new Set<NodeName>(['ControllerTime', 'ProtocolVersion', 'LedgerSeq']),
}
