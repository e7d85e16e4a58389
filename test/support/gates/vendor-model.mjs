import { OPCUAServer } from 'node-opcua'

/**
 * Loaded before a gate, to make it another vendor's: no clock, no version, no number to listen to and no events, the
 * method that grants under an object of a namespace of its own, the epoch under another name, three paths at a time.
 */
const { start } = OPCUAServer.prototype
OPCUAServer.prototype.start = function (...words) {
  const space = this.engine.addressSpace
  const { objects } = space.rootFolder
  const gate = objects.getFolderElementByName('Gate1')
  const store = gate.getComponentByName('ExemptionStore')
  for (const node of [gate.getChildByName('ControllerTime'), gate.getChildByName('ProtocolVersion')])
    space.deleteNode(node)
  space.deleteNode(store.getChildByName('LedgerSeq'))
  const own = space.registerNamespace('urn:vendor:doors')
  const doors = own.addObject({ browseName: 'Doors', organizedBy: objects })
  const epoch = gate.getChildByName('ControllerEpoch').readValue().value
  own.addVariable({ browseName: 'ColdStart/Id', componentOf: doors, dataType: 'Guid' }).setValueFromSource(epoch)
  space.deleteNode(gate.getChildByName('ControllerEpoch'))
  const grant = store.getMethodByName('GrantExemption')
  doors.addReference({ referenceType: 'HasComponent', nodeId: grant.nodeId })
  store.removeReference({ referenceType: 'HasComponent', nodeId: grant.nodeId })
  gate.setEventNotifier(0)
  this.engine.serverCapabilities.operationLimits.maxNodesPerTranslateBrowsePathsToNodeIds = 3
  return start.apply(this, words)
}
