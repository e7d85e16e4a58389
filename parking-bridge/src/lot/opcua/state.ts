import { AttributeIds, type ClientSession, resolveNodeId, VariableIds, type Variant } from 'node-opcua'
import type { Log } from '../../ports.ts'
import { speaksOurs } from './places/node-map.ts'
import type { NodeId } from './places/nodes.ts'

/** Where a gate without a clock of its own has the time from. */
export const serverTime = (): NodeId => resolveNodeId(VariableIds.Server_ServerStatus_CurrentTime)

/** @throws when one of them cannot be read. */
export async function readState(session: ClientSession, nodeIds: readonly NodeId[]): Promise<Variant[]> {
  const values = await session.read(nodeIds.map(nodeId => ({ nodeId, attributeId: AttributeIds.Value })))
  for (const value of values)
    if (!value.statusCode.isGood()) throw new Error(`the gate's state is not readable (${value.statusCode.name})`)
  return values.map(({ value }) => value)
}

/** @throws when the gate speaks another version of its model. */
export async function checkProtocol(session: ClientSession, nodeId: NodeId | undefined, log: Log): Promise<void> {
  if (nodeId === undefined) {
    log.warn({}, 'the gate does not say which version of the model it speaks')
    return
  }
  const version = await session.read({ nodeId, attributeId: AttributeIds.Value })
  const protocol = String(version.value.value)
  if (!speaksOurs(protocol)) throw new Error(`the gate speaks protocol ${protocol}`)
}
