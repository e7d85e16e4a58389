import { expect, test } from 'vitest'
import { skewOf } from '../../../../parking-bridge/src/lot/skew.ts'

test.each([
  [0, 'fine'],
  [2_000, 'fine'],
  [-2_001, 'off'],
  [30_000, 'off'],
  [30_001, 'farOff'],
  [-86_400_000, 'farOff'],
])('[GT32] a gate whose clock is %i ms from ours is %s', (skewMs, expected) => {
  expect(skewOf(skewMs)).toBe(expected)
})
