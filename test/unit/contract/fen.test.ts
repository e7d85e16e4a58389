import { type Fen, FenAmount, fen, fenOfYuan, subFen, sumFen, yuanText } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const RUNS = { verbose: true, numRuns: 1_000 }
const amounts = fc.maxSafeInteger()

describe('money', () => {
  test('[RB9] is whole fen: a share, a float, nothing and too much are bugs', () => {
    for (const wrong of [0.5, 12.34, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      expect(() => fen(wrong), String(wrong)).toThrow(RangeError)
    expect(fen(-200)).toBe(-200)
    expect(Object.is(fen(-0), 0)).toBe(true)
    expect(FenAmount.safeParse(0.5).success).toBe(false)
    expect(FenAmount.parse(200)).toBe(fen(200))
  })

  test('[RB9] is added and subtracted without leaving whole fen', () => {
    expect(sumFen([])).toBe(0)
    expect(sumFen([fen(10), fen(20), fen(-5)])).toBe(25)
    expect(subFen(fen(10), fen(30))).toBe(-20)
    expect(() => sumFen([fen(Number.MAX_SAFE_INTEGER), fen(1)])).toThrow(RangeError)
    expect(() => subFen(fen(Number.MIN_SAFE_INTEGER), fen(1))).toThrow(RangeError)
  })

  test('[RB13] written in yuan and read again it is the same, to the last fen', () => {
    expect([0, 5, 50, 1234, -5, -1234].map(one => yuanText(fen(one)))).toEqual([
      ...['0.00', '0.05', '0.50', '12.34', '-0.05', '-12.34'],
    ])
    fc.assert(
      fc.property(amounts, amount => {
        expect(fenOfYuan(yuanText(fen(amount)))).toBe(fen(amount))
      }),
      RUNS,
    )
  })

  test.each([
    ['12', 1200],
    ['12.3', 1230],
    ['12.30', 1230],
    ['12.3000', 1230],
    ['0.29', 29],
    ['4.35', 435],
    ['1,234.50', 123450],
    ['-1.05', -105],
    ['-0.00', 0],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('[RB13] %s yuan are %i fen', (text, amount) => {
    expect(Object.is(fenOfYuan(text), amount)).toBe(true)
  })

  test.each([
    ...['', ' ', '1.005', '1.', '.5', '1e2', '0x10', '12,34', '1,23.4', '¥1', '1.2.3', '--1', '+1', '１２', 'NaN'],
    ...['90071992547409.92', '9'.repeat(400)],
  ])('[RB13] "%s" is no amount, and none is guessed', text => {
    expect(fenOfYuan(text)).toBe(undefined)
  })
})

test('[RB9] the compiler takes no number for money that did not come as whole fen', () => {
  // `npm run check` fails where a line under an expectation would be taken.
  const [due, paid] = [fen(400), fen(200)]
  const amounts: Fen[] = [
    // @ts-expect-error a number of unknown origin
    12.34,
    // @ts-expect-error a share
    due / 2,
    // @ts-expect-error a sum that nobody checked
    due + paid,
    // @ts-expect-error a difference that nobody checked
    due - paid,
    // @ts-expect-error a rate
    due * 0.06,
    // @ts-expect-error a text
    due.toFixed(2),
    // @ts-expect-error a float read from a text
    Number.parseFloat('12.34'),
    // @ts-expect-error rounding hides what was lost
    Math.round(due / 2),
    sumFen([due, paid]),
    subFen(due, paid),
  ]
  expect(amounts.slice(-2)).toEqual([600, 200])
})
