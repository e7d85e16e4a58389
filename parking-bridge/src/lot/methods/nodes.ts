import type { ClientSession } from 'node-opcua'
import { type GatePlace, locate, type NodeId } from '../opcua/places/nodes.ts'
import { METHODS_MODEL } from './node-map.ts'

/** How many values each method takes and gives. */
export const SHAPES = {
  GrantExemption: [14, 6],
  RevokeExemption: [5, 2],
  QueryExemption: [1, 7],
  GetEventsSince: [2, 4],
} as const
export type MethodName = keyof typeof SHAPES
const METHODS = Object.keys(SHAPES) as MethodName[]

export interface GateNodes {
  gate: NodeId
  /** A method is called on the object that has it. */
  methods: Record<MethodName, { objectId: NodeId; methodId: NodeId }>
  controllerEpoch: NodeId
  controllerTime?: NodeId
  protocolVersion?: NodeId
  ledgerSeq?: NodeId
}

/** @throws when one that is needed is missing: the caller tries again. */
export async function resolveNodes(session: ClientSession, place: GatePlace, perRequest: number): Promise<GateNodes> {
  const { paths, at, named } = await locate(session, METHODS_MODEL, place, perRequest, all =>
    METHODS.map(name => all[name].slice(0, -1)),
  )
  const methods = METHODS.map(name => [name, { objectId: at(paths[name].slice(0, -1)), methodId: at(paths[name]) }])
  const optional = {
    controllerTime: named('ControllerTime'),
    protocolVersion: named('ProtocolVersion'),
    ledgerSeq: named('LedgerSeq'),
  }
  return {
    gate: at(place.gate),
    methods: Object.fromEntries(methods) as GateNodes['methods'],
    controllerEpoch: at(paths.ControllerEpoch),
    ...(Object.fromEntries(Object.entries(optional).filter(([, nodeId]) => nodeId !== undefined)) as object),
  }
}
