import type { Variant } from 'node-opcua'
import { expect, test } from 'vitest'
import { int64Fen, numberOf, uint64 } from '../../../../parking-bridge/simulated-gate/src/opcua-skin/int64.ts'

const back = (value: unknown) => numberOf({ value } as Variant)

test.each([0, 1, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER])('[GT26] %d comes back as it went', value => {
  expect(back(uint64(value).value)).toBe(value)
  expect(back(int64Fen(value).value)).toBe(value)
})

test.each([-1, 0.5, Number.MAX_SAFE_INTEGER + 1, Number.NaN])('[GT26] %d does not travel', value => {
  expect(() => uint64(value)).toThrow(RangeError)
})

test('[GT26] a number beyond what this gate counts to is none', () => {
  expect(back([0x20_0000, 0])).toBeUndefined()
})
