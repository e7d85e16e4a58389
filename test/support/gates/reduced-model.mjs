import { nodesets, OPCUAServer, ServerEngine, Subscription } from 'node-opcua'

/**
 * Loaded before a gate, to make it one that does the least it may: nothing optional and no events, the model under
 * another number of its namespace, five nodes read at a time, and nothing published more often than every 500 ms.
 */
Subscription.minimumPublishingInterval = 500
const { initialize } = ServerEngine.prototype
ServerEngine.prototype.initialize = function (options, ready) {
  const [standard, ...others] = options.nodeset_filename
  return initialize.call(this, { ...options, nodeset_filename: [standard, nodesets.gds, ...others] }, ready)
}
const { start } = OPCUAServer.prototype
OPCUAServer.prototype.start = function (...words) {
  const space = this.engine.addressSpace
  const gate = space.rootFolder.objects.getFolderElementByName('Gate1')
  for (const node of ['ControllerTime', 'ProtocolVersion', 'DeviceHealth'].map(name => gate.getChildByName(name)))
    space.deleteNode(node)
  space.deleteNode(gate.getComponentByName('ExemptionStore').getChildByName('LedgerSeq'))
  gate.setEventNotifier(0)
  this.engine.serverCapabilities.operationLimits.maxNodesPerRead = 5
  return start.apply(this, words)
}
