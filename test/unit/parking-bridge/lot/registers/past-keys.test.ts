import { expect, test } from 'vitest'
import { PastKeys } from '../../../../../parking-bridge/src/lot/registers/past-keys.ts'

const given = (...keys: string[]): PastKeys => {
  const past = new PastKeys()
  for (const key of keys) past.give(key)
  return past
}

test('[PF27] a key may be forgotten once as many others were given since as the table holds', () => {
  expect(given('a', 'b', 'c').mayBeForgotten('a', 3)).toBe(false)
  expect(given('a', 'b', 'c', 'd').mayBeForgotten('a', 3)).toBe(true)
  expect(given('a', 'b', 'c', 'd').mayBeForgotten('b', 3)).toBe(false)
})

test('[PF27] one that is given again counts from there', () => {
  expect(given('a', 'b', 'c', 'a', 'd').mayBeForgotten('a', 3)).toBe(false)
})

test('[PF27] one that this bridge never gave counts from the first time it was asked about, answered or not', () => {
  const past = given('b', 'c', 'd')
  past.ask('a')
  past.ask('a')
  expect(past.mayBeForgotten('a', 2)).toBe(false)
  past.give('e')
  expect(past.mayBeForgotten('a', 2)).toBe(false)
  past.give('f')
  expect(past.mayBeForgotten('a', 2)).toBe(true)
})
