import readXlsxFile from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { workbookOf } from '../../../../server/src/settlements/papers/workbook.ts'
import { columns } from './plates-sheet.ts'

test('[RB15] a workbook holds the sheet: titles, texts as they are, numbers, yuan to the fen', async () => {
  const rows = [
    { plate: '鲁F12345', tally: 2, due: 1234 },
    { plate: '=1+1', tally: -3, due: -5 },
    { plate: '00012345678901234567890', tally: 0, due: 99_999_999_999 },
    { plate: '', tally: 1, due: 0 },
  ]
  const [sheet] = await readXlsxFile(await workbookOf('2026-11-23', columns, rows))
  expect(sheet).toEqual({
    sheet: '2026-11-23',
    data: [
      ['车牌 plate', '次数 tally', '金额（元） yuan'],
      ['鲁F12345', 2, 12.34],
      ['=1+1', -3, -0.05],
      ['00012345678901234567890', 0, 999_999_999.99],
      [null, 1, 0],
    ],
  })
})

test('[RB15] a day without a line has its titles', async () => {
  const [sheet] = await readXlsxFile(await workbookOf('2026-11-23', columns, []))
  expect(sheet?.data).toEqual([columns.map(({ title }) => title)])
})
