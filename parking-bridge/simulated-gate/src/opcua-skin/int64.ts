import { DataType, type Variant, VariantArrayType, type VariantOptions } from 'node-opcua'

/** Two to the 32: node-opcua carries 64-bit integers as [high, low] pairs of 32 bits. */
const WORD = 0x1_0000_0000

/** @throws when the number is not a whole one between 0 and 2^53 - 1. Without Scalar the pair would be taken for an array. */
export function uint64(value: number, dataType: DataType.UInt64 | DataType.Int64 = DataType.UInt64): VariantOptions {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} does not travel as a 64-bit integer`)
  return { dataType, arrayType: VariantArrayType.Scalar, value: [Math.floor(value / WORD), value % WORD] }
}

/** Money on the wire. */
export const int64Fen = (amountFen: number): VariantOptions => uint64(amountFen, DataType.Int64)

/** @returns undefined when the number is beyond what this gate counts to (2^53 - 1). */
export function numberOf(variant: Variant): number | undefined {
  const [high, low] = variant.value as [number, number]
  const value = high * WORD + low
  return Number.isSafeInteger(value) ? value : undefined
}
