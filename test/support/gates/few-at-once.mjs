import { OPCUAServer } from 'node-opcua'

/** Loaded before a gate, to make it one that takes few nodes in one request. */
const { start } = OPCUAServer.prototype
OPCUAServer.prototype.start = function (...words) {
  const { operationLimits } = this.engine.serverCapabilities
  Object.assign(operationLimits, { maxNodesPerRead: 2, maxNodesPerWrite: 4 })
  operationLimits.maxNodesPerTranslateBrowsePathsToNodeIds = 3
  return start.apply(this, words)
}
