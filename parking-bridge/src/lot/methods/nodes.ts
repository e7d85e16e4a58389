import { type ClientSession, makeBrowsePath, ObjectIds, resolveNodeId } from 'node-opcua'
import { type BrowsePath, relativePath, textOfPath } from '../opcua/browse-path.ts'
import { NODE_NAMES, type NodeMap, type NodeName, OPTIONAL, pathsOf } from './node-map.ts'

export const METHODS = ['GrantExemption', 'RevokeExemption', 'QueryExemption', 'GetEventsSince'] as const
export type MethodName = (typeof METHODS)[number]
type NodeId = ReturnType<typeof resolveNodeId>

/** Where a gate stands in its server, and what of it stands elsewhere than the model has it. */
export interface GatePlace {
  gate: BrowsePath
  nodes: NodeMap
}

export interface GateNodes {
  gate: NodeId
  /** A method is called on the object that has it. */
  methods: Record<MethodName, { objectId: NodeId; methodId: NodeId }>
  controllerEpoch: NodeId
  controllerTime?: NodeId
  protocolVersion?: NodeId
  ledgerSeq?: NodeId
}

/**
 * Finds the nodes by namespace URI and browse path; indexes are the server's own affair and may change when it starts.
 * @param perRequest as many paths as the server translates at once
 * @throws when one that is needed is missing, as after a restart with half an address space: the caller tries again.
 */
export async function resolveNodes(session: ClientSession, place: GatePlace, perRequest: number): Promise<GateNodes> {
  const paths = pathsOf(place.gate, place.nodes)
  const owners = METHODS.map(name => paths[name].slice(0, -1))
  const wanted = [place.gate, ...NODE_NAMES.map(name => paths[name]), ...owners]
  const found = await translate(session, wanted, perRequest)
  const nodeOf = (path: BrowsePath): NodeId => {
    const nodeId = found.get(textOfPath(path))
    if (nodeId === undefined) throw new Error(`the gate has no ${textOfPath(path)}`)
    return nodeId
  }
  const known = (name: NodeName): NodeId | undefined =>
    OPTIONAL.has(name) ? found.get(textOfPath(paths[name])) : nodeOf(paths[name])
  const methods = METHODS.map((name, index) => [
    name,
    { objectId: nodeOf(owners[index]!), methodId: nodeOf(paths[name]) },
  ])
  const optional = {
    controllerTime: known('ControllerTime'),
    protocolVersion: known('ProtocolVersion'),
    ledgerSeq: known('LedgerSeq'),
  }
  return {
    gate: nodeOf(place.gate),
    methods: Object.fromEntries(methods) as GateNodes['methods'],
    controllerEpoch: nodeOf(paths.ControllerEpoch),
    ...(Object.fromEntries(Object.entries(optional).filter(([, nodeId]) => nodeId !== undefined)) as object),
  }
}

/** @returns by their text those paths that lead to a node; the empty one leads to the Objects folder itself. */
export async function translate(
  session: ClientSession,
  paths: readonly BrowsePath[],
  perRequest: number,
): Promise<Map<string, NodeId>> {
  const namespaces = await session.readNamespaceArray()
  const found = new Map<string, NodeId>([['', resolveNodeId(ObjectIds.ObjectsFolder)]])
  const asked = [...new Map(paths.map(path => [textOfPath(path), relativePath(path, namespaces)]))].flatMap(
    ([text, way]) => ('path' in way && text !== '' ? [{ text, path: makeBrowsePath('ObjectsFolder', way.path) }] : []),
  )
  for (let from = 0; from < asked.length; from += perRequest) {
    const some = asked.slice(from, from + perRequest)
    const results = await session.translateBrowsePath(some.map(({ path }) => path))
    for (const [index, { statusCode, targets }] of results.entries()) {
      const nodeId = targets?.[0]?.targetId
      if (statusCode.isGood() && nodeId !== undefined) found.set(some[index]!.text, nodeId as NodeId)
    }
  }
  return found
}
