import {
  type BadCell,
  type BusinessDay,
  businessDayOf,
  type CellKind,
  type Fen,
  type FileMapping,
  type Instant,
  LotName,
  sumFen,
  Uuid,
} from '@pingting/contract'
import { type Info, parse } from 'csv-parse/sync'
import { fenIn, instantIn, minutesIn } from './cells.ts'

/** An exit as the lot's daily file tells it. The plate is as the file has it; who takes the row makes its index. */
export interface FileRow {
  line: number
  /** The exemption used at it; absent for a car that had none. */
  key?: string
  transactionId: string
  stayId: string
  laneId: string
  plate?: string
  enteredAt?: Instant
  exitedAt: Instant
  minutes: number
  feeBeforeFen: Fen
  feeWaivedFen: Fen
  feeAfterFen: Fen
}

/** The rows of a file, or why not one of them is taken: never some. */
export type Taken = { rows: FileRow[]; totalFen: Fen } | { bad: BadCell[]; badTally: number }

/** Several times what the largest lot sees in a day, and still read within a second. */
export const FILE_ROWS_MAX = 20_000
/** In characters. A quote that never ends would make the rest of a file one row. */
const ROW_LENGTH_MAX = 10_000
/** Told of a file with thousands of bad lines; a person reads the first few. */
export const BAD_TOLD_MAX = 100
const PLATE_LENGTH_MAX = 32

type Column = keyof FileMapping['columns']
interface Line {
  line: number
  cells: string[]
}

export function takeFile(bytes: Uint8Array, mapping: FileMapping): Taken {
  const text = textOf(bytes, mapping.encoding)
  if (typeof text !== 'string') return refused([text])
  const table = tableOf(text)
  if (table.bad.length > 0) return refused(table.bad)
  const [titles, ...lines] = table.lines
  if (titles === undefined) return refused([{ line: 1, why: 'empty' }])
  const missing = misnamed(titles, mapping)
  if (missing.length > 0) return refused(missing)
  if (lines.length > FILE_ROWS_MAX) return refused([{ line: lines[FILE_ROWS_MAX]!.line, why: 'tooMany' }])
  const read = lines.map(line => rowOf(line, titles.cells, mapping))
  const bad = read.flatMap(one => ('bad' in one ? one.bad : []))
  if (bad.length > 0) return refused(bad)
  const rows = read as FileRow[]
  return { rows, totalFen: sumFen(rows.map(({ feeWaivedFen }) => feeWaivedFen)) }
}

/** A file of a day tells exits of that day: one of another is in the wrong place, and would be looked for in vain. */
export function inDay(taken: Taken, day: BusinessDay, { columns }: FileMapping): Taken {
  if ('bad' in taken) return taken
  const others = taken.rows.filter(({ exitedAt }) => businessDayOf(exitedAt) !== day)
  if (others.length === 0) return taken
  return refused(others.map(({ line }) => ({ line, column: columns.exitedAt, why: 'day' })))
}

const refused = (bad: BadCell[]): Taken => ({ bad: bad.slice(0, BAD_TOLD_MAX), badTally: bad.length })

const LF = 0x0a

/** A line at a time where the whole is no text: in both encodings no character has a line feed among its bytes. */
function textOf(bytes: Uint8Array, encoding: FileMapping['encoding']): string | BadCell {
  const whole = decoded(bytes, encoding)
  if (whole !== undefined) return whole
  let line = 1
  for (let from = 0; ; line += 1) {
    const end = bytes.indexOf(LF, from)
    if (end === -1 || decoded(bytes.subarray(from, end), encoding) === undefined) return { line, why: 'encoding' }
    from = end + 1
  }
}

function decoded(bytes: Uint8Array, encoding: FileMapping['encoding']): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The cells of each line that has any, without the space around them: sheets put a tab before a long number. */
function tableOf(text: string): { lines: Line[]; bad: BadCell[] } {
  const bad: BadCell[] = []
  // With `info` each record comes with its place, which the library's types do not say.
  const records = parse(text, {
    ...{ info: true, relax_column_count: true, skip_empty_lines: true, trim: true },
    ...{ max_record_size: ROW_LENGTH_MAX, to: 1 + FILE_ROWS_MAX + 1, skip_records_with_error: true },
    on_skip: error => void bad.push({ line: Number(error!['lines']), why: 'quotes' }),
  }) as unknown as { info: Info; record: string[] }[]
  return {
    bad,
    lines: records.map(({ info, record }) => ({ line: info.lines, cells: record.map(cell => cell.trim()) })),
  }
}

const misnamed = ({ cells }: Line, { columns }: FileMapping): BadCell[] =>
  (Object.values(columns) as string[]).flatMap((column): BadCell[] => {
    const tally = cells.filter(title => title === column).length
    if (tally === 1) return []
    return [{ line: 1, column, why: tally === 0 ? 'noColumn' : 'twoColumns' }]
  })

/** A row, or all that is wrong with it. */
function rowOf({ line, cells }: Line, titles: readonly string[], mapping: FileMapping): FileRow | { bad: BadCell[] } {
  if (cells.length !== titles.length) return { bad: [{ line, why: 'cells' }] }
  const bad: BadCell[] = []
  const cell = <T>(column: Column, why: CellKind, read: (text: string) => T | undefined): T => {
    const value = read(textIn(column))
    if (value === undefined) bad.push({ line, column: mapping.columns[column]!, why })
    return value as T
  }
  const textIn = (column: Column): string => {
    const title = mapping.columns[column]
    return title === undefined ? '' : cells[titles.indexOf(title)]!
  }
  const money = (column: Column): Fen => cell(column, 'money', text => feeIn(text, mapping))
  const time = (column: Column): Instant => cell(column, 'time', text => instantIn(text, mapping.time))
  const name = (column: Column): string => cell(column, 'name', text => LotName.safeParse(text).data)
  const row: FileRow = {
    line,
    ...(textIn('key') === '' ? {} : { key: cell('key', 'key', text => Uuid.safeParse(text.toLowerCase()).data) }),
    ...{ transactionId: name('transactionId'), stayId: name('stayId'), laneId: name('laneId') },
    ...(textIn('plate') === '' ? {} : { plate: cell('plate', 'plate', plateIn) }),
    ...(textIn('enteredAt') === '' ? {} : { enteredAt: time('enteredAt') }),
    ...{ exitedAt: time('exitedAt'), minutes: cell('minutes', 'minutes', text => minutesIn(text, mapping.duration)) },
    ...{ feeBeforeFen: money('feeBeforeFen'), feeWaivedFen: money('feeWaivedFen'), feeAfterFen: money('feeAfterFen') },
  }
  return bad.length === 0 ? row : { bad }
}

/** A car park takes a fee and gives none back at an exit. */
function feeIn(text: string, { money }: FileMapping): Fen | undefined {
  const amount = fenIn(text, money)
  return amount === undefined || amount < 0 ? undefined : amount
}

const plateIn = (text: string): string | undefined => (text.length <= PLATE_LENGTH_MAX ? text : undefined)
