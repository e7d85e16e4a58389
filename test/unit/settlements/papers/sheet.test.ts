import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sheetText } from '../../../../server/src/settlements/papers/sheet.ts'
import { columns, type Row } from './plates-sheet.ts'

const row = (plate: string, tally = 1, due = 1234): Row => ({ plate, tally, due })
const HEAD = '\uFEFF车牌 plate,次数 tally,金额（元） yuan\r\n'

test('[RB15] a sheet is UTF-8 with a BOM, a line each with CR and LF, yuan to the fen', () => {
  expect(sheetText(columns, [row('鲁F12345'), row('鲁F54321', 2, 5)])).toBe(
    `${HEAD}鲁F12345,1,12.34\r\n鲁F54321,2,0.05\r\n`,
  )
  expect(sheetText(columns, [])).toBe(HEAD)
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])(
  '[RB15] a text that begins as a formula is none any more: %j',
  plate => {
    expect(sheetText(columns, [row(plate)]).slice(HEAD.length)).toMatch(/^"?'/)
  },
)

test('[RB15] a negative number and negative money are numbers of ours, and stay so', () => {
  expect(sheetText(columns, [row('x', -3, -5)])).toBe(`${HEAD}x,-3,-0.05\r\n`)
})

test('[RB15] commas, quotes and line ends within a cell come back as they were', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter(one => !/^[=+\-@\t\r＝＋－＠\uFEFF]/u.test(one))
  fc.assert(
    fc.property(
      fc.array(fc.oneof(text, fc.constantFrom('a,b', 'a"b', '"', 'a\r\nb', '\n')), { minLength: 1 }),
      plates => {
        const read = parse(
          sheetText(
            columns,
            plates.map(plate => row(plate)),
          ),
          { bom: true, columns: false },
        )
        expect(read.slice(1).map(([plate]) => plate)).toEqual(plates)
      },
    ),
    { verbose: true, numRuns: 300 },
  )
})
