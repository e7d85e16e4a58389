import { type ClientSession, makeBrowsePath, ObjectIds, resolveNodeId } from 'node-opcua'
import { isGood } from '../quality.ts'
import { type BrowsePath, relativePath, textOfPath } from './browse-path.ts'
import { type Names, type NodeMap, namesIn, pathsOf } from './node-map.ts'

export type NodeId = ReturnType<typeof resolveNodeId>

/** Where a gate stands in its server, and what of it stands elsewhere than the model has it. */
export interface GatePlace {
  gate: BrowsePath
  nodes: NodeMap
}

interface Located<Name extends string> {
  paths: Record<Name, BrowsePath>
  /** @throws when nothing is there: the caller tries again, since a server may come up with half an address space. */
  at(path: BrowsePath): NodeId
  /** @returns undefined for what a gate may be without and this one has not. @throws as `at`. */
  named(name: Name): NodeId | undefined
}

/**
 * Finds the nodes of a model by namespace URI and browse path; indexes are the server's own affair and may change when
 * it starts.
 * @param perRequest as many paths as the server translates at once
 * @param further paths that lead to something beside the named ones
 */
export async function locate<Name extends string>(
  session: ClientSession,
  names: Names<Name>,
  place: GatePlace,
  perRequest: number,
  further: (paths: Record<Name, BrowsePath>) => BrowsePath[] = () => [],
): Promise<Located<Name>> {
  const paths = pathsOf(names, place.gate, place.nodes)
  const wanted = [place.gate, ...namesIn(names).map(name => paths[name]), ...further(paths)]
  const found = await translate(session, wanted, perRequest)
  const at = (path: BrowsePath): NodeId => {
    const nodeId = found.get(textOfPath(path))
    if (nodeId === undefined) throw new Error(`the gate has no ${textOfPath(path)}`)
    return nodeId
  }
  const named = (name: Name): NodeId | undefined =>
    names.optional.has(name) ? found.get(textOfPath(paths[name])) : at(paths[name])
  return { paths, at, named }
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
      if (isGood(statusCode) && nodeId !== undefined) found.set(some[index]!.text, nodeId as NodeId)
    }
  }
  return found
}
