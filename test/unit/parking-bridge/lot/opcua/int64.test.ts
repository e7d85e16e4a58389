import fc from 'fast-check'
import { DataType, Variant } from 'node-opcua'
import { expect, test } from 'vitest'
import { numberOf, uint64 } from '../../../../../parking-bridge/src/lot/opcua/int64.ts'

test('[GT26] 64-bit integers come back as they were, also beyond 2^32', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), value => {
      expect(numberOf(new Variant(uint64(value)))).toBe(value)
    }),
    { examples: [[0], [2 ** 32 - 1], [2 ** 32], [2 ** 32 + 1], [2 ** 53 - 1]] },
  )
})

test.each([-1, 0.5, 2 ** 53, Number.NaN])('[GT26] %s does not travel', value => {
  expect(() => uint64(value)).toThrow(RangeError)
})

test('[GT26] a negative Int64 is read as such, and what a number cannot hold is an error', () => {
  const minusTwo = new Variant({ ...uint64(0), dataType: DataType.Int64, value: [0xffff_ffff, 0xffff_fffe] })
  expect(numberOf(minusTwo)).toBe(-2)
  expect(() => numberOf(new Variant({ ...uint64(0), value: [0x0020_0000, 0] }))).toThrow(RangeError)
})
