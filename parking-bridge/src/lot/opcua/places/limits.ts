import { AttributeIds, type ClientSession, resolveNodeId, VariableIds } from 'node-opcua'

/**
 * How many browse paths a server translates in one request (OPC 10000-5 §6.3.11). One that says nothing, or 0, has no
 * limit of its own.
 */
export async function translatesAtOnce(session: ClientSession): Promise<number> {
  const nodeId = resolveNodeId(
    VariableIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerTranslateBrowsePathsToNodeIds,
  )
  const { statusCode, value } = await session.read({ nodeId, attributeId: AttributeIds.Value })
  const most = statusCode.isGood() ? Number(value.value) : 0
  return most > 0 ? most : Number.POSITIVE_INFINITY
}
