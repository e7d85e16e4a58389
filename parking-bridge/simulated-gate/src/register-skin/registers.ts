import {
  type AddressSpace,
  DataType,
  type UAObject,
  type UAVariable,
  Variant,
  VariantArrayType,
  type VariantOptions,
} from 'node-opcua'

const MODEL_URI = 'urn:gov-hall:parking-registers:v1'

/** Written by the bridge. */
const REQUEST = {
  ...{ ReqOp: DataType.UInt16, ReqKey: DataType.ByteString, ReqPlate: DataType.String, ReqMinutes: DataType.UInt32 },
  ...{ ReqNotAfter: DataType.DateTime, ReqDeadline: DataType.DateTime, ReqCrc: DataType.UInt32 },
  ...{ ReqSeq: DataType.UInt32, TxnTail: DataType.UInt32 },
} as const
/** Likewise, where the controller proves orders. */
const SEAL = {
  ...{ ReqHash: DataType.ByteString, ReqMac: DataType.ByteString, ReqEpoch: DataType.UInt64 },
  ...{ ReqSite: DataType.String, ReqColour: DataType.Int32, ReqNotBefore: DataType.DateTime },
  ...{ ReqMaxUses: DataType.UInt16, ReqStackRule: DataType.UInt16, ReqRevokeKey: DataType.ByteString },
} as const
/** Written by the program of the controller. */
const ANSWER = {
  ...{ AckSeq: DataType.UInt32, AckKey: DataType.ByteString, AckOutcome: DataType.UInt16, AckState: DataType.UInt16 },
  ...{ AckMinutesUsed: DataType.UInt32, AckCrc: DataType.UInt32, TxnHead: DataType.UInt32 },
} as const
/** What stands there for the first bridge to come. */
const EMPTY: Partial<Record<DataType, unknown>> = {
  [DataType.ByteString]: Buffer.alloc(0),
  [DataType.String]: '',
  [DataType.DateTime]: new Date(0),
  [DataType.UInt64]: [0, 0],
}

type RequestName = keyof typeof REQUEST | keyof typeof SEAL
type AnswerName = keyof typeof ANSWER

/** Values that are computed when they are read. */
interface Shown {
  PlcEpoch: () => VariantOptions
  Heartbeat: () => VariantOptions
  ControllerTime: () => VariantOptions
  ProtocolVersion: () => VariantOptions
  KeyDepth: () => VariantOptions
  Txn: () => VariantOptions
}

/** The registers of the gate as variables of an OPC UA server. */
export class Registers {
  readonly #variables = new Map<string, UAVariable>()

  constructor(space: AddressSpace, isSealed: boolean, shown: Shown) {
    const gate = space.getOwnNamespace().addObject({ browseName: 'Gate1', organizedBy: space.rootFolder.objects })
    const writable = 'CurrentRead | CurrentWrite'
    for (const [name, type] of Object.entries({ ...REQUEST, ...(isSealed ? SEAL : {}) }))
      this.#add(space, gate, name, type, writable)
    for (const [name, type] of Object.entries(ANSWER)) this.#add(space, gate, name, type, 'CurrentRead')
    for (const [name, show] of Object.entries(shown) as [string, () => VariantOptions][]) {
      // A plain controller does the least it may.
      if (name === 'KeyDepth' && !isSealed) continue
      const { dataType, arrayType } = show()
      const valueRank = arrayType === VariantArrayType.Array ? 1 : -1
      this.#add(space, gate, name, dataType as DataType, 'CurrentRead', valueRank).bindVariable(
        { get: () => new Variant(show()) },
        true,
      )
    }
  }

  /** The value of a register; empty where there is none. */
  get(name: RequestName): unknown {
    return this.#variables.get(name)?.readValue().value.value
  }

  /** The same with its type, as the methods take it. */
  variant(name: RequestName): Variant {
    return this.#variables.get(name)?.readValue().value ?? new Variant({ dataType: DataType.Null })
  }

  set(name: AnswerName, value: unknown): void {
    this.#variables.get(name)!.setValueFromSource({ dataType: ANSWER[name], value })
  }

  #add(space: AddressSpace, gate: UAObject, name: string, dataType: DataType, accessLevel: string, valueRank = -1) {
    const variable = space.registerNamespace(MODEL_URI).addVariable({
      ...{ browseName: name, componentOf: gate, dataType, valueRank, accessLevel, userAccessLevel: accessLevel },
      minimumSamplingInterval: 0,
    })
    if (valueRank === -1)
      variable.setValueFromSource({ dataType, arrayType: VariantArrayType.Scalar, value: EMPTY[dataType] ?? 0 })
    this.#variables.set(name, variable)
    return variable
  }
}
