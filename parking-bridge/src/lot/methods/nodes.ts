import type { ClientSession } from 'node-opcua'
import { byteArrayInputs } from '../opcua/bytes.ts'
import { type GatePlace, locate, type NodeId } from '../opcua/places/nodes.ts'
import { METHODS_MODEL, SHAPES } from './node-map.ts'

export type MethodName = keyof typeof SHAPES
const METHODS = (Object.keys(SHAPES) as MethodName[]).filter(name => !METHODS_MODEL.optional.has(name))

const TAKES_BYTES: ReadonlySet<string> = new Set<MethodName>(['GrantExemption', 'RevokeExemption'])

export interface Method {
  objectId: NodeId
  methodId: NodeId
  /** The places, from 0, of what it takes as arrays of Byte instead of a ByteString. */
  byteArrays?: ReadonlySet<number>
}

export interface GateNodes {
  gate: NodeId
  /** A method is called on the object that has it. */
  methods: Record<Exclude<MethodName, 'GetLedgerSince'>, Method>
  getLedgerSince?: Method
  controllerEpoch: NodeId
  controllerTime?: NodeId
  protocolVersion?: NodeId
  ledgerSeq?: NodeId
  deviceHealth?: NodeId
  alarms?: NodeId
  cameras?: NodeId
}

/** @throws when one that is needed is missing: the caller tries again. */
export async function resolveNodes(session: ClientSession, place: GatePlace, perRequest: number): Promise<GateNodes> {
  const { paths, at, named } = await locate(session, METHODS_MODEL, place, perRequest, all =>
    [...METHODS, 'GetLedgerSince' as const].map(name => all[name].slice(0, -1)),
  )
  const methods: [string, Method][] = []
  for (const name of METHODS) {
    const methodId = at(paths[name])
    const byteArrays = TAKES_BYTES.has(name) ? await byteArrayInputs(session, methodId) : new Set<number>()
    methods.push([name, { objectId: at(paths[name].slice(0, -1)), methodId, byteArrays }])
  }
  const ledger = named('GetLedgerSince')
  const optional = {
    getLedgerSince: ledger && { objectId: at(paths.GetLedgerSince.slice(0, -1)), methodId: ledger },
    controllerTime: named('ControllerTime'),
    protocolVersion: named('ProtocolVersion'),
    ledgerSeq: named('LedgerSeq'),
    deviceHealth: named('DeviceHealth'),
    alarms: named('Alarms'),
    cameras: named('Cameras'),
  }
  return {
    gate: at(place.gate),
    methods: Object.fromEntries(methods) as GateNodes['methods'],
    controllerEpoch: at(paths.ControllerEpoch),
    ...(Object.fromEntries(Object.entries(optional).filter(([, node]) => node !== undefined)) as object),
  }
}
