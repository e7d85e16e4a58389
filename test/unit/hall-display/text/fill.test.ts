import { expect, test } from 'vitest'
import { fill } from '../../../../hall-display/src/text/fill.ts'

test('[FA112] one is told as one, and none and many are not', () => {
  const told = (count: number | string) => fill('{count} {count|car waits|cars wait}', { count })
  expect([0, 1, 2, 21, '1'].map(told)).toEqual([
    '0 cars wait',
    '1 car waits',
    '2 cars wait',
    '21 cars wait',
    '1 car waits',
  ])
})

test('[FA112] what nobody filled stays to be seen', () => {
  expect(fill('{count} {who}', { count: 1 })).toBe('1 {who}')
})
