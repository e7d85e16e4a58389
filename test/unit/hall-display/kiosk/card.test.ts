import { expect, test } from 'vitest'
import { afterKey, NOTHING } from '../../../../hall-display/src/kiosk/card/typed.ts'

const NUMBER = '11010519491231002X'

/** @returns what was read, each key `apartMs` after the last. */
function typed(keys: readonly string[], apartMs: number): string[] {
  const reads: string[] = []
  let so = NOTHING
  keys.forEach((key, index) => {
    const after = afterKey(so, key, 5_000 + index * apartMs)
    so = after.typed
    if (after.read !== undefined) reads.push(after.read)
  })
  return reads
}

test('[FA109] what a reader types is read at its Enter, its X in either case', () => {
  expect(typed([...NUMBER, 'Enter'], 8)).toEqual([NUMBER])
  expect(typed([...NUMBER.slice(0, 17), 'Shift', 'X', 'Enter', ...NUMBER.toLowerCase(), 'Enter'], 8)).toEqual([
    NUMBER,
    NUMBER,
  ])
})

test('[FA109] what a hand types is no card, and neither is an Enter by itself or after a few signs', () => {
  expect(typed([...NUMBER, 'Enter'], 101)).toEqual([])
  expect(typed(['Enter', ...'123456789', 'Enter'], 8)).toEqual([])
})

test('[FA109] a card read half is told, so that it is said that it was not read right', () => {
  expect(typed([...NUMBER.slice(0, 12), 'Enter'], 8)).toEqual([NUMBER.slice(0, 12)])
  // Any other key begins anew.
  expect(typed([...NUMBER.slice(0, 9), 'Tab', ...NUMBER.slice(9), 'Enter'], 8)).toEqual([])
})
