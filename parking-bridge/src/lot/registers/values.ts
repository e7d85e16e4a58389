import {
  AttributeIds,
  type ClientSession,
  type DataValue,
  type NumericRange,
  type StatusCode,
  StatusCodes,
  type VariantOptions,
} from 'node-opcua'
import { CallFailed, callFailed } from '../opcua/call-failed.ts'
import type { NodeId } from '../opcua/places/nodes.ts'
import { isGood } from '../opcua/quality.ts'

interface Wanted {
  nodeId: NodeId
  indexRange?: NumericRange
}

/**
 * Reads values in their order, in one call where the server takes so many.
 * @param atOnce so many it takes
 * @throws CallFailed when one of them is not good
 */
export async function readValues(
  session: ClientSession,
  wanted: readonly Wanted[],
  atOnce = Number.POSITIVE_INFINITY,
): Promise<unknown[]> {
  const values: DataValue[] = []
  for (const some of partsOf(wanted, atOnce)) {
    const asked = some.map(one => ({ ...one, attributeId: AttributeIds.Value }))
    values.push(...(await session.read(asked).catch(failing)))
  }
  for (const { statusCode } of values) if (!isGood(statusCode)) throw new CallFailed(statusCode.name, true)
  return values.map(({ value }) => value.value as unknown)
}

/** Writes values likewise, of which a server makes as many writes. @throws CallFailed when one of them is not good. */
export async function writeValues(
  session: ClientSession,
  values: readonly (readonly [nodeId: NodeId, value: VariantOptions])[],
  atOnce = Number.POSITIVE_INFINITY,
): Promise<void> {
  for (const some of partsOf(values, atOnce)) {
    const asked = some.map(([nodeId, value]) => ({ nodeId, attributeId: AttributeIds.Value, value: { value } }))
    const results = await session.write(asked).catch(failing)
    for (const statusCode of results) if (!isTaken(statusCode)) throw new CallFailed(statusCode.name, true)
  }
}

/** A value that was clamped is another than ours. */
const isTaken = (status: StatusCode): boolean => isGood(status) && status.name !== StatusCodes.GoodClamped.name

function* partsOf<T>(all: readonly T[], atOnce: number): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += atOnce) yield all.slice(from, from + atOnce)
}

function failing(error: unknown): never {
  throw callFailed(error)
}
