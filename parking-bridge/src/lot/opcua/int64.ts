import { DataType, type Variant, VariantArrayType, type VariantOptions } from 'node-opcua'

/** node-opcua carries 64-bit integers as [high, low] pairs of 32 bits; this is the only place that knows. */
const WORD = 0x1_0000_0000

/**
 * A UInt64 argument. Without Scalar the pair would be taken for an array of two.
 * @throws RangeError unless it is a whole number from 0 to 2^53 - 1.
 */
export function uint64(value: number): VariantOptions {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} does not travel as a UInt64`)
  return {
    dataType: DataType.UInt64,
    arrayType: VariantArrayType.Scalar,
    value: [Math.floor(value / WORD), value % WORD],
  }
}

/**
 * The number in a 64-bit variant, signed or not; a vendor's shorter integer is a number already.
 * @throws RangeError beyond what a JavaScript number holds exactly: a rounded sequence number would lose facts.
 */
export function numberOf(variant: Variant): number {
  if (Number.isSafeInteger(variant.value)) return variant.value as number
  const [high, low] = variant.value as [number, number]
  const signed = variant.dataType === DataType.Int64 && high >= WORD / 2 ? high - WORD : high
  const value = signed * WORD + low
  if (!Number.isSafeInteger(value)) throw new RangeError('a 64-bit integer of the gate is beyond 2^53')
  return value
}
