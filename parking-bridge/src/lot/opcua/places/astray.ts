import { BrowseDirection, type ClientSession, ObjectIds, ReferenceTypeIds, resolveNodeId } from 'node-opcua'
import { type BrowsePath, textOfPath } from './browse-path.ts'
import { type NodeId, translate } from './nodes.ts'

/** So many names tell a technician where he is; a server may have thousands. */
const NAMES_MAX = 20

/** What was looked for and is not there, with what is there instead. */
export interface Astray {
  /** Namespaces that are asked for and that the server has not, each once. */
  strangers: string[]
  /** All that it has, by index. */
  namespaces: string[]
  /** Whether the gate object is not found. */
  isLost: boolean
  /** Then, where its namespaces are there: how far its path leads, and what stands below that. */
  gate?: { path: string; below: string; children: string[]; isMore: boolean }
}

/** @param needed the paths that have to lead somewhere, the gate's own first */
export async function astrayOf(
  session: ClientSession,
  gate: BrowsePath,
  needed: readonly BrowsePath[],
  perRequest: number,
): Promise<Astray> {
  const namespaces = await session.readNamespaceArray()
  const asked = new Set([gate, ...needed].flat().map(({ namespaceUri }) => namespaceUri))
  const strangers = [...asked].filter(uri => !namespaces.includes(uri))
  if (gate.some(({ namespaceUri }) => strangers.includes(namespaceUri))) return { strangers, namespaces, isLost: true }
  const prefixes = gate.map((_, index) => gate.slice(0, index + 1))
  const located = await translate(session, prefixes, perRequest)
  if (located.has(textOfPath(gate))) return { strangers, namespaces, isLost: false }
  const last = prefixes.findLast(prefix => located.has(textOfPath(prefix))) ?? []
  const below = located.get(textOfPath(last)) ?? resolveNodeId(ObjectIds.ObjectsFolder)
  const missing = { path: textOfPath(gate), below: textOfPath(last), ...(await childrenOf(session, below, namespaces)) }
  return { strangers, namespaces, isLost: true, gate: missing }
}

/** As `GATE_OBJECT` would name them. */
async function childrenOf(session: ClientSession, nodeId: NodeId, namespaces: readonly string[]) {
  const { references, continuationPoint } = await session.browse({
    nodeId,
    browseDirection: BrowseDirection.Forward,
    referenceTypeId: ReferenceTypeIds.HierarchicalReferences,
    includeSubtypes: true,
    resultMask: 63,
  })
  const names = (references ?? []).map(({ browseName }) =>
    textOfPath([{ namespaceUri: namespaces[browseName.namespaceIndex] ?? '', name: browseName.name ?? '' }]),
  )
  const isMore = names.length > NAMES_MAX || (continuationPoint?.length ?? 0) > 0
  return { children: names.slice(0, NAMES_MAX), isMore }
}
