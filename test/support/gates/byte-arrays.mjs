import {
  AttributeIds,
  coerceNodeId,
  DataType,
  DataValue,
  OPCUAServer,
  StatusCodes,
  Variant,
  VariantArrayType,
} from 'node-opcua'

/**
 * Loaded before a gate, to make it one that has arrays of Byte where ours has ByteStrings, and takes nothing else there.
 * RING is `rangeless` for a server without IndexRange, or `bytes` for a ring in one piece.
 */
const BYTE = coerceNodeId('i=3')
const asArray = bytes =>
  new Variant({ dataType: DataType.Byte, arrayType: VariantArrayType.Array, value: Uint8Array.from(bytes ?? []) })
const isArray = ({ dataType, arrayType }) => dataType === DataType.Byte && arrayType === VariantArrayType.Array
const asString = ({ value }) => new Variant({ dataType: DataType.ByteString, value: Buffer.from(value) })
const saying = (dataType, value) => new DataValue({ value: { dataType, value } })

function retypeRegister(node) {
  const { readAttribute, writeAttribute } = node
  node.readAttribute = function (context, attributeId, ...how) {
    if (attributeId === AttributeIds.DataType) return saying(DataType.NodeId, BYTE)
    if (attributeId === AttributeIds.ValueRank) return saying(DataType.Int32, 1)
    const told = readAttribute.call(this, context, attributeId, ...how)
    return attributeId === AttributeIds.Value ? new DataValue({ value: asArray(told.value.value) }) : told
  }
  node.writeAttribute = function (context, asked, tell) {
    const { value } = asked.value
    if (!isArray(value)) return tell(null, StatusCodes.BadTypeMismatch)
    asked.value.value = asString(value)
    return writeAttribute.call(this, context, asked, tell)
  }
}

function retypeRing(node, kind) {
  const { readAttribute } = node
  node.readAttribute = function (context, attributeId, range, ...how) {
    if (attributeId !== AttributeIds.Value) return readAttribute.call(this, context, attributeId, range, ...how)
    if (range !== undefined && range !== null && !range.isEmpty())
      return new DataValue({ statusCode: StatusCodes.BadIndexRangeInvalid })
    const told = readAttribute.call(this, context, attributeId, range, ...how)
    return kind === 'bytes' ? new DataValue({ value: asArray(Buffer.concat(told.value.value)) }) : told
  }
}

function retypeMethod(method, inputs, outputs) {
  const retype = (described, places) => {
    if (places.length === 0) return
    const told = described.readValue().value
    for (const place of places) Object.assign(told.value[place], { dataType: BYTE, valueRank: 1 })
    described.setValueFromSource(told)
  }
  // The library holds what it is given against the declaration of the type.
  for (const one of [method, method.addressSpace.findNode(method.methodDeclarationId)]) {
    retype(one.inputArguments, inputs)
    retype(one.outputArguments, outputs)
  }
  const run = method._asyncExecutionFunction
  method._asyncExecutionFunction = function (given, context, tell) {
    if (!inputs.every(place => isArray(given[place]))) return tell(null, { statusCode: StatusCodes.BadTypeMismatch })
    const taken = given.map((value, place) => (inputs.includes(place) ? asString(value) : value))
    return run.call(this, taken, context, (error, answer) => {
      for (const place of outputs)
        if (answer?.outputArguments?.[place] !== undefined)
          answer.outputArguments[place] = asArray(answer.outputArguments[place].value)
      tell(error, answer)
    })
  }
}

const { start } = OPCUAServer.prototype
OPCUAServer.prototype.start = function (...words) {
  const gate = this.engine.addressSpace.rootFolder.objects.getFolderElementByName('Gate1')
  const store = gate.getComponentByName('ExemptionStore')
  if (store === null) {
    for (const name of ['ReqKey', 'ReqHash', 'ReqMac', 'ReqRevokeKey', 'AckKey'])
      retypeRegister(gate.getComponentByName(name))
    retypeRing(gate.getComponentByName('Txn'), process.env.RING)
  } else {
    retypeMethod(store.getMethodByName('GrantExemption'), [11, 13], [3])
    retypeMethod(store.getMethodByName('RevokeExemption'), [4], [])
    retypeMethod(store.getMethodByName('QueryExemption'), [], [5])
  }
  return start.apply(this, words)
}
