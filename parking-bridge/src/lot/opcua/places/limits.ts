import { AttributeIds, type ClientSession, resolveNodeId, VariableIds } from 'node-opcua'
import { isUsable } from '../quality.ts'

/**
 * How many nodes a server takes in one request (OPC 10000-5 §6.3.11). One that says nothing, or 0, has no limit of its
 * own.
 */
export const translatesAtOnce = (session: ClientSession): Promise<number> =>
  limitOf(session, VariableIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerTranslateBrowsePathsToNodeIds)
export const readsAtOnce = (session: ClientSession): Promise<number> =>
  limitOf(session, VariableIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead)
export const writesAtOnce = (session: ClientSession): Promise<number> =>
  limitOf(session, VariableIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerWrite)

async function limitOf(session: ClientSession, limit: VariableIds): Promise<number> {
  const { statusCode, value } = await session.read({ nodeId: resolveNodeId(limit), attributeId: AttributeIds.Value })
  const most = isUsable(statusCode) ? Number(value.value) : 0
  return most > 0 ? most : Number.POSITIVE_INFINITY
}
