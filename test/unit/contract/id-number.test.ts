import { flawOfIdNumber } from '@pingting/contract'
import { expect, test } from 'vitest'

const TODAY = '2026-11-23'
const SIGNS = [...'0123456789X']

test('[TK80] the number printed in GB 11643-1999 is right, its last sign a digit or X', () => {
  expect(flawOfIdNumber('11010519491231002X', TODAY)).toBeUndefined()
  expect(flawOfIdNumber('440524188001010014', TODAY)).toBe('birthDate')
  expect(flawOfIdNumber('110105194912310038', TODAY)).toBeUndefined()
})

test('[TK80] of eleven check signs one is right', () => {
  expect(SIGNS.filter(sign => flawOfIdNumber(`11010519491231002${sign}`, TODAY) === undefined)).toEqual(['X'])
})

test('[TK80] every single wrong digit, and every two neighbours that changed places, is found', () => {
  const right = '11010519491231002X'
  for (let place = 0; place < 17; place += 1) {
    for (const digit of '0123456789')
      if (digit !== right[place])
        expect(flawOfIdNumber(right.slice(0, place) + digit + right.slice(place + 1), TODAY)).toBeDefined()
    const [a, b] = [right[place]!, right[place + 1]!]
    if (a !== b) expect(flawOfIdNumber(right.slice(0, place) + b + a + right.slice(place + 2), TODAY)).toBeDefined()
  }
})

test.each([
  ['form', '11010519491231002x'],
  ['form', '1101051949123100'],
  ['form', '110105194912310020X'],
  ['birthDate', '110105194902300028'],
  ['birthDate', '110105202611240018'],
  ['birthDate', '110105189912310013'],
  ['birthDate', '110105194913010019'],
] as const)('[TK80] wrong by its %s: %s', (flaw, text) => {
  expect(flawOfIdNumber(text, TODAY)).toBe(flaw)
})
