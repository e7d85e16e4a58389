import { AttributeIds, type ClientSession, type DataValue, type NumericRange, type VariantOptions } from 'node-opcua'
import { CallFailed, callFailed } from '../opcua/call-failed.ts'
import type { NodeId } from '../opcua/places/nodes.ts'

interface Wanted {
  nodeId: NodeId
  indexRange?: NumericRange
}

/** Reads values in one call. @throws CallFailed when one of them is not good. */
export async function readValues(session: ClientSession, wanted: readonly Wanted[]): Promise<unknown[]> {
  const asked = wanted.map(one => ({ ...one, attributeId: AttributeIds.Value }))
  const values: DataValue[] = await session.read(asked).catch(failing)
  for (const { statusCode } of values) if (!statusCode.isGood()) throw new CallFailed(statusCode.name, true)
  return values.map(({ value }) => value.value as unknown)
}

/** Writes values in one call, of which a server makes as many writes. @throws CallFailed when one of them is not good. */
export async function writeValues(
  session: ClientSession,
  values: readonly (readonly [nodeId: NodeId, value: VariantOptions])[],
): Promise<void> {
  const asked = values.map(([nodeId, value]) => ({ nodeId, attributeId: AttributeIds.Value, value: { value } }))
  const results = await session.write(asked).catch(failing)
  for (const statusCode of results) if (!statusCode.isGood()) throw new CallFailed(statusCode.name, true)
}

function failing(error: unknown): never {
  throw callFailed(error)
}

/** Sixteen bytes and the like, as a ByteString or as an array of bytes. */
export const bytesOf = (value: unknown): Uint8Array =>
  value instanceof Uint8Array ? value : Buffer.from(Array.isArray(value) ? (value as number[]) : [])

/** Whatever a controller counts its cold starts with. */
export const epochOf = (value: unknown): string => String(value).toLowerCase()
