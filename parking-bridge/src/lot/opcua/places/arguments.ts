import { BrowseDirection, type ClientSession, DataType, ReferenceTypeIds } from 'node-opcua'
import type { Argument, Shape } from './node-map.ts'
import type { NodeId } from './nodes.ts'

/** A method as its server describes it; absent is what it does not say. */
export interface ToldShape {
  inputs?: readonly ToldArgument[]
  outputs?: readonly ToldArgument[]
}
export interface ToldArgument {
  /** A built-in type; absent where any will do, or nobody can tell. */
  type?: string
  /** Absent where both will do. */
  isList?: boolean
}

/** A value that is of another type than the model has. */
export interface Misfit {
  method: string
  way: 'input' | 'output'
  /** From 1. */
  place: number
  name: string
  type: string
  should: string
  /** The bridge reads it all the same. */
  isRead: boolean
}

export function misfitsOf(method: string, model: Shape, told: ToldShape): Misfit[] {
  return (['input', 'output'] as const).flatMap(way =>
    model[`${way}s`].flatMap((argument, index) => {
      const has = told[`${way}s`]?.[index]
      if (has === undefined || fits(argument, seen(has))) return []
      const about = { name: argument.name, type: written(has, argument), should: written({}, argument) }
      return { method, way, place: index + 1, ...about, isRead: isRead(argument, has) }
    }),
  )
}

/** An array of bytes is a ByteString by another name, read and written as the one that it is. */
const seen = (has: ToldArgument): ToldArgument =>
  has.type === 'Byte' && has.isList === true ? { type: 'ByteString', isList: false } : has

const isList = (has: ToldArgument, model: Argument): boolean => has.isList ?? model.isList ?? false

const isAsMany = (argument: Argument, has: ToldArgument): boolean => isList(has, argument) === isList({}, argument)

const fits = (argument: Argument, has: ToldArgument): boolean =>
  isAsMany(argument, has) && (has.type ?? argument.type) === argument.type

const isRead = (argument: Argument, has: ToldArgument): boolean =>
  argument.also === 'any' ||
  (isAsMany(argument, has) && [argument.type, ...(argument.also ?? [])].includes(has.type ?? argument.type))

const written = (has: ToldArgument, model: Argument): string =>
  `${has.type ?? model.type}${isList(has, model) ? '[]' : ''}`

/** Reads how a method is described; types of the server's own by the built-in type they are made of. */
export async function shapeOf(session: ClientSession, methodId: NodeId): Promise<ToldShape> {
  const told = await session.getArgumentDefinition(methodId).catch(() => undefined)
  const bases = new Map<string, Promise<string | undefined>>()
  const toldOf = async ({ dataType, valueRank }: Described): Promise<ToldArgument> => {
    const key = dataType.toString()
    const base = bases.get(key) ?? baseOf(session, dataType)
    bases.set(key, base)
    const type = await base
    // Below -1 a value may be one or many.
    return { ...(type === undefined ? {} : { type }), ...(valueRank < SCALAR ? {} : { isList: valueRank > SCALAR }) }
  }
  const all = async (values: readonly Described[] = []) => {
    const described: ToldArgument[] = []
    for (const value of values) described.push(await toldOf(value))
    return described
  }
  const [inputs, outputs] = [await all(told?.inputArguments), await all(told?.outputArguments)]
  // The properties that describe it may be lacking: a method of the model has no empty side.
  return { ...(inputs.length === 0 ? {} : { inputs }), ...(outputs.length === 0 ? {} : { outputs }) }
}

interface Described {
  dataType: NodeId
  valueRank: number
}

const SCALAR = -1
/** By the numbers of OPC 10000-6; those that stand for any type, or for none, are left out. */
const ENUMERATION = 29
const UTC_TIME = 294
const BASE_DATA_TYPE = 24
const LAST_BUILT_IN = 25
/** A chain of subtypes is short; one that is a circle ends here. */
const STEPS_MAX = 10

async function baseOf(session: ClientSession, dataType: NodeId): Promise<string | undefined> {
  let at = dataType
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const known = at.namespace === 0 ? builtIn(Number(at.value)) : undefined
    if (known !== undefined) return known
    const above = await session.browse({
      nodeId: at,
      browseDirection: BrowseDirection.Inverse,
      referenceTypeId: ReferenceTypeIds.HasSubtype,
      includeSubtypes: true,
      resultMask: 0,
    })
    const [parent] = above.references ?? []
    if (parent === undefined) return undefined
    at = parent.nodeId
  }
  return undefined
}

function builtIn(id: number): string | undefined {
  if (id === ENUMERATION) return 'Int32'
  if (id === UTC_TIME) return 'DateTime'
  return id > 0 && id <= LAST_BUILT_IN && id !== BASE_DATA_TYPE ? DataType[id] : undefined
}
