import { type Fen, yuanText } from '@pingting/contract'
import { stringify } from 'csv-stringify/sync'

/** A text, a number, or money, which a sheet shows in yuan. */
export type Cell = string | number | { yuan: Fen }

export interface Column<R> {
  title: string
  cell: (row: R) => Cell
}

/**
 * CSV (RFC 4180) for a spreadsheet: UTF-8 with a BOM, by which it knows the encoding, and CRLF. Plates and texts come
 * from outside: one that begins as a formula does gets a `'` before it. Numbers and money are ours and stay numbers.
 */
export const sheetText = <R>(columns: readonly Column<R>[], rows: readonly R[]): string =>
  stringify([columns.map(({ title }) => title), ...rows.map(row => columns.map(({ cell }) => cell(row)))], {
    ...{ bom: true, record_delimiter: 'windows', escape_formulas: true },
    cast: {
      number: amount => ({ value: String(amount), escape_formulas: false }),
      object: money => ({ value: yuanText((money as { yuan: Fen }).yuan), escape_formulas: false }),
    },
  })
