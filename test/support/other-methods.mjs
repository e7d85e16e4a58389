import { OPCUAServer } from 'node-opcua'

// Loaded before a gate, to make it one of another version of the model: a revocation takes a value less.
const { start } = OPCUAServer.prototype
OPCUAServer.prototype.start = function (...words) {
  const gate = this.engine.addressSpace.rootFolder.objects.getFolderElementByName('Gate1')
  const inputs = gate.getComponentByName('ExemptionStore').getMethodByName('RevokeExemption').inputArguments
  const told = inputs.readValue().value
  told.value = told.value.slice(1)
  inputs.setValueFromSource(told)
  return start.apply(this, words)
}
