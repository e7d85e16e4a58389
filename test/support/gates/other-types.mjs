import { coerceNodeId, OPCUAServer } from 'node-opcua'

/**
 * Loaded before a gate, to make it one whose vendor took other types: minutes that are shorter, an outcome without its
 * enumeration, which a bridge reads as well, and a revocation that describes itself to nobody.
 */
const { start } = OPCUAServer.prototype
OPCUAServer.prototype.start = function (...words) {
  const space = this.engine.addressSpace
  const store = space.rootFolder.objects.getFolderElementByName('Gate1').getComponentByName('ExemptionStore')
  const retype = (described, index, type) => {
    const told = described.readValue().value
    told.value[index].dataType = coerceNodeId(type)
    described.setValueFromSource(told)
  }
  const grant = store.getMethodByName('GrantExemption')
  retype(grant.inputArguments, 3, 'i=5')
  retype(grant.outputArguments, 1, 'i=7')
  const revoke = store.getMethodByName('RevokeExemption')
  for (const described of [revoke.inputArguments, revoke.outputArguments]) space.deleteNode(described)
  return start.apply(this, words)
}
