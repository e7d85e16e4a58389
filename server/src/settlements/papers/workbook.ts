import { yuanText } from '@pingting/contract'
import writeXlsxFile, { type CellObject } from 'write-excel-file/node'
import type { Cell, Column } from './sheet.ts'

const TITLE = { fontWeight: 'bold', backgroundColor: '#E8EEF7' } as const
/** In characters; titles stand in two languages. */
const WIDTH = 20

/**
 * The same sheet as an Excel workbook (.xlsx): titles stay on top, a text is a text whatever it begins with, money is a
 * number with two places. A cell knows no whole fen, so here alone, where nothing is reckoned any more, yuan are a float.
 * @returns the bytes of the file; tens of thousands of rows take seconds, as a stream that lets others go on.
 */
export const workbookOf = async <R>(
  title: string,
  columns: readonly Column<R>[],
  rows: readonly R[],
): Promise<Buffer> => {
  const head = columns.map(({ title: value }): CellObject => ({ value, ...TITLE }))
  const lines = rows.map(row => columns.map(({ cell }) => cellOf(cell(row))))
  const widths = columns.map(() => ({ width: WIDTH }))
  const sheet = { data: [head, ...lines], sheet: title, columns: widths, stickyRowsCount: 1 }
  return await writeXlsxFile([sheet]).toBuffer()
}

function cellOf(cell: Cell): CellObject | null {
  if (cell === '') return null
  if (typeof cell === 'string') return { value: cell, type: String }
  if (typeof cell === 'number') return { value: cell, type: Number, format: Number.isInteger(cell) ? '0' : '0.0000' }
  return { value: Number(yuanText(cell.yuan)), type: Number, format: '0.00' }
}
