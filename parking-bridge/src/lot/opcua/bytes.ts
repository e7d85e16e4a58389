import {
  AttributeIds,
  type ClientSession,
  DataType,
  type NodeIdLike,
  VariantArrayType,
  type VariantOptions,
} from 'node-opcua'

/*
 * A server has bytes as a ByteString or as an array of Byte, which are the same on the wire but for their type (OPC
 * 10000-3 §8.2). Both are read; what is written is what the server has, since some take no other.
 */

/** Sixteen bytes and the like, as a ByteString or as an array of bytes; nothing of what is neither. */
export const bytesOf = (value: unknown): Uint8Array =>
  value instanceof Uint8Array ? value : Buffer.from(Array.isArray(value) ? (value as number[]) : [])

/** A ByteString as an array of Byte; anything else as it is. */
export function asByteArray(value: VariantOptions): VariantOptions {
  if (value.dataType !== DataType.ByteString) return value
  return { dataType: DataType.Byte, arrayType: VariantArrayType.Array, value: Uint8Array.from(value.value as Buffer) }
}

const SCALAR = -1
/** Of OPC 10000-6: Byte, and no type made of it, which is an enumeration of somebody. */
const BYTE = 'ns=0;i=3'

const isByteArray = (dataType: unknown, valueRank: unknown): boolean =>
  String(dataType) === BYTE && Number(valueRank) !== SCALAR

/** Of some values, those that are arrays of Byte. */
export async function byteArraysAmong<Name extends string>(
  session: ClientSession,
  nodes: readonly (readonly [Name, NodeIdLike])[],
): Promise<Set<Name>> {
  const found = new Set<Name>()
  for (const [name, nodeId] of nodes) {
    const asked = [AttributeIds.DataType, AttributeIds.ValueRank].map(attributeId => ({ nodeId, attributeId }))
    const [type, rank] = await session.read(asked)
    if (isByteArray(type!.value.value, rank!.value.value)) found.add(name)
  }
  return found
}

/** Of what a method takes, the places, from 0, where it wants arrays of Byte; none where it does not describe itself. */
export async function byteArrayInputs(session: ClientSession, methodId: NodeIdLike): Promise<Set<number>> {
  const told = await session.getArgumentDefinition(methodId as never).catch(() => undefined)
  const places = (told?.inputArguments ?? []).map(({ dataType, valueRank }, place) =>
    isByteArray(dataType, valueRank) ? [place] : [],
  )
  return new Set(places.flat())
}
