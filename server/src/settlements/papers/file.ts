import {
  type Fen,
  type SettlementLine as Row,
  SettlementHeader,
  SettlementLine,
  SettlementTrailer,
  sumFen,
} from '@pingting/contract'

/** SHA-256 of a text in UTF-8, as 64 hex digits. */
export type Sum = (text: string) => string

/** What a settlement says of itself; rows and total are counted, not told. */
export type SettlementHead = Pick<SettlementHeader, 'lotId' | 'businessDay' | 'version' | 'cutOffAt' | 'prevSha256'>

/** Before the first file of a lot. */
export const NO_FILE_BEFORE = '0'.repeat(64)

/**
 * A settlement as hall and lot sign it: UTF-8, LF, a JSON object a line; header, uses in the order of their keys, what
 * was adjusted in the order in which it was booked, and a trailer with the sum of everything before it. The same rows are
 * the same bytes.
 * @throws RangeError when a row stands twice or out of order.
 */
export function settlementText(head: SettlementHead, rows: readonly Row[], sha256: Sum): string {
  const body = bodyOf(head, rows)
  return body + textOf([{ kind: 'trailer', sha256: sha256(body) }])
}

/** By which it is known: what its trailer says. */
export const settlementSum = (head: SettlementHead, rows: readonly Row[], sha256: Sum): string =>
  sha256(bodyOf(head, rows))

function bodyOf(head: SettlementHead, rows: readonly Row[]): string {
  const wrong = outOfOrder(rows)
  if (wrong !== undefined) throw new RangeError(`${nameOf(rows[wrong]!)} is not after the row before it`)
  const header = { ...{ kind: 'header', format: 1, timeZone: 'Asia/Shanghai' }, ...head, ...countsOf(rows) }
  return textOf([SettlementHeader.parse(header), ...rows.map(row => SettlementLine.parse(row))])
}

const textOf = (lines: readonly object[]): string => lines.map(line => `${JSON.stringify(line)}\n`).join('')

const countsOf = (rows: readonly Row[]) => ({
  rows: rows.length,
  totalFen: linesTotal(rows),
})

/** What a day's free parking comes to: what was waived, and what was adjusted of it either way. */
export const linesTotal = (rows: readonly Row[]): Fen =>
  sumFen(rows.map(row => (row.kind === 'use' ? row.feeWaivedFen : row.amountFen)))

/** In the order of these: uses, then adjustments. */
const nameOf = (row: Row): string => (row.kind === 'use' ? row.key : `${ADJUSTED} ${row.bookedAt} ${row.adjustmentId}`)
/** After every hex digit. */
const ADJUSTED = 'x'

/** The first row that does not stand after the one before it. */
function outOfOrder(rows: readonly Row[]): number | undefined {
  const at = rows.findIndex((row, index) => index > 0 && nameOf(row) <= nameOf(rows[index - 1]!))
  return at === -1 ? undefined : at
}

/** Where a chain of settlements does not hold, and why. Files count from 0, lines from 1. */
export interface ChainFault {
  file: number
  line: number
  /**
   * `form`: no line of a settlement, or not as this house writes it · `sum`: changed after it was summed up · `order`: a
   * key twice, or out of order · `counts`: rows or total are others · `link`: not written after the file before it ·
   * `lot`: of another lot · `version`: not the next one of its day · `edited`: an adjustment of an earlier version is
   * otherwise, on another day, or gone
   */
  why: 'form' | 'sum' | 'order' | 'counts' | 'link' | 'lot' | 'version' | 'edited'
}

/**
 * All settlements of a lot, in the order in which they were drawn. The sum of the last one is held by nothing in the
 * chain: whoever signed it knows it.
 */
export function verifyChain(texts: readonly string[], sha256: Sum): ChainFault | undefined {
  const versions = new Map<string, number>()
  const adjusted = new Map<string, { day: string; line: string }>()
  let prevSha256 = NO_FILE_BEFORE
  let lotId: string | undefined
  for (const [file, text] of texts.entries()) {
    const read = readSettlement(text, sha256)
    if ('why' in read) return { file, ...read }
    const { header, rows, sum } = read
    const version = (versions.get(header.businessDay) ?? 0) + 1
    if (header.prevSha256 !== prevSha256) return { file, line: 1, why: 'link' }
    if (header.lotId !== (lotId ?? header.lotId)) return { file, line: 1, why: 'lot' }
    if (header.version !== version) return { file, line: 1, why: 'version' }
    const edited = editedIn(header.businessDay, rows, adjusted)
    if (edited !== undefined) return { file, line: edited, why: 'edited' }
    versions.set(header.businessDay, version)
    prevSha256 = sum
    lotId = header.lotId
  }
  return undefined
}

/** Adjustments are new rows, never edits. @param adjusted of all versions before, to which those of this one are added */
function editedIn(
  day: string,
  rows: readonly Row[],
  adjusted: Map<string, { day: string; line: string }>,
): number | undefined {
  const lines = new Map(rows.flatMap((row, index) => (row.kind === 'adjustment' ? [[row.adjustmentId, index]] : [])))
  for (const [id, known] of adjusted) if (known.day === day && !lines.has(id)) return 1
  for (const [id, index] of lines) {
    const [line, known] = [JSON.stringify(rows[index]), adjusted.get(id)]
    if (known !== undefined && (known.day !== day || known.line !== line)) return index + 2
    adjusted.set(id, { day, line })
  }
  return undefined
}

type Fault = Omit<ChainFault, 'file'>

/** A settlement by itself: its form, its sum, its order and its counts. */
function readSettlement(text: string, sha256: Sum): { header: SettlementHeader; rows: Row[]; sum: string } | Fault {
  const lines = text.split('\n')
  // What follows the last LF.
  const after = lines.pop()
  const header = lineOf(SettlementHeader, lines[0])
  if (header === undefined) return { line: 1, why: 'form' }
  const rows = lines.slice(1, -1).map(line => lineOf(SettlementLine, line))
  const strange = rows.indexOf(undefined)
  if (strange !== -1) return { line: strange + 2, why: 'form' }
  const trailer = lines.length < 2 ? undefined : lineOf(SettlementTrailer, lines.at(-1))
  if (trailer === undefined) return { line: Math.max(2, lines.length), why: 'form' }
  if (after !== '') return { line: lines.length + 1, why: 'form' }
  if (sha256(`${lines.slice(0, -1).join('\n')}\n`) !== trailer.sha256) return { line: lines.length, why: 'sum' }
  const known = rows as Row[]
  const wrong = outOfOrder(known)
  if (wrong !== undefined) return { line: wrong + 2, why: 'order' }
  const { rows: rowTally, totalFen } = countsOf(known)
  if (rowTally !== header.rows || totalFen !== header.totalFen) return { line: 1, why: 'counts' }
  return { header, rows: known, sum: trailer.sha256 }
}

/** A line is read only if it is written exactly as this house writes it: one content has one sum. */
function lineOf<T>(schema: { safeParse(value: unknown): { data?: T | undefined } }, line = ''): T | undefined {
  const { data } = schema.safeParse(jsonOf(line))
  return data !== undefined && JSON.stringify(data) === line ? data : undefined
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
