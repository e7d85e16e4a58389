import type { BrowsePath } from '../opcua/browse-path.ts'

const MODEL_URI = 'urn:gov-hall:parking-gate:v1'
/** Names of `urn:gov-hall:parking-gate:v1`, with the one each stands under: the gate itself or its store. */
const PARENTS = {
  ControllerEpoch: 'gate',
  ControllerTime: 'gate',
  ProtocolVersion: 'gate',
  ExemptionStore: 'gate',
  LedgerSeq: 'ExemptionStore',
  GrantExemption: 'ExemptionStore',
  RevokeExemption: 'ExemptionStore',
  QueryExemption: 'ExemptionStore',
  GetEventsSince: 'ExemptionStore',
} as const

export type NodeName = keyof typeof PARENTS
export const NODE_NAMES = Object.keys(PARENTS) as NodeName[]

/**
 * What a gate may be without: its time is then that of its server, its number and its events are asked for instead of
 * listened to, its version is not checked.
 */
export const OPTIONAL: ReadonlySet<NodeName> = new Set<NodeName>(['ControllerTime', 'ProtocolVersion', 'LedgerSeq'])

const PROTOCOL_MAJOR = '1'
/** Whether a version of the model is one we know: the same major. */
export const speaksOurs = (version: string): boolean => version.split('.')[0] === PROTOCOL_MAJOR

/** Nodes that a vendor has elsewhere, or under another name. */
export type NodeMap = Partial<Record<NodeName, BrowsePath>>

/** Where each node is looked for: where the vendor says, else under its parent by the name of the model. */
export function pathsOf(gate: BrowsePath, mapped: NodeMap): Record<NodeName, BrowsePath> {
  const pathOf = (name: NodeName): BrowsePath => {
    const parent = PARENTS[name]
    return mapped[name] ?? [...(parent === 'gate' ? gate : pathOf(parent)), { namespaceUri: MODEL_URI, name }]
  }
  return Object.fromEntries(NODE_NAMES.map(name => [name, pathOf(name)])) as Record<NodeName, BrowsePath>
}
