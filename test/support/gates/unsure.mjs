import { existsSync, readFileSync } from 'node:fs'
import { AttributeIds, OPCUAServer, StatusCodes } from 'node-opcua'

/**
 * Loaded before a gate, to make it one that doubts what it says: of each node and method that the file UNSURE_FILE names
 * the status is the one named there, with the value or the answer that it has. Methods run all the same.
 */
const told = () => {
  const file = process.env.UNSURE_FILE
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}
const statusOf = node => StatusCodes[told()[node.browseName.name]]

const doubtValue = node => {
  const { readAttribute } = node
  node.readAttribute = function (context, attributeId, ...how) {
    const value = readAttribute.call(this, context, attributeId, ...how)
    const status = attributeId === AttributeIds.Value ? statusOf(this) : undefined
    if (status === undefined) return value
    const doubted = value.clone()
    doubted.statusCode = status
    return doubted
  }
}
const doubtAnswer = node => {
  const run = node._asyncExecutionFunction
  node._asyncExecutionFunction = function (inputs, context, tell) {
    run.call(this, inputs, context, (error, answer) =>
      tell(error, { ...answer, statusCode: statusOf(node) ?? answer.statusCode }),
    )
  }
}

const { start } = OPCUAServer.prototype
OPCUAServer.prototype.start = function (...words) {
  const gate = this.engine.addressSpace.rootFolder.objects.getFolderElementByName('Gate1')
  const store = gate.getComponentByName('ExemptionStore')
  for (const parent of store === null ? [gate] : [gate, store])
    for (const node of parent.findReferencesExAsObject('Aggregates')) {
      if (node.nodeClass === 2) doubtValue(node)
      if (node._asyncExecutionFunction !== undefined) doubtAnswer(node)
    }
  return start.apply(this, words)
}
