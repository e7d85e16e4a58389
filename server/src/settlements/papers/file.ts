import {
  type SettlementRow as Row,
  SettlementHeader,
  SettlementRow,
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
 * A settlement as hall and lot sign it: UTF-8, LF, a JSON object a line; header, rows in the order of their keys, and a
 * trailer with the sum of everything before it. The same rows are the same bytes.
 * @throws RangeError when a key stands twice or out of order.
 */
export function settlementText(head: SettlementHead, rows: readonly Row[], sha256: Sum): string {
  const wrong = outOfOrder(rows)
  if (wrong !== undefined) throw new RangeError(`${rows[wrong]!.key} is not after the row before it`)
  const header = { ...{ kind: 'header', format: 1, timeZone: 'Asia/Shanghai' }, ...head, ...countsOf(rows) }
  const body = textOf([SettlementHeader.parse(header), ...rows.map(row => SettlementRow.parse(row))])
  return body + textOf([{ kind: 'trailer', sha256: sha256(body) }])
}

const textOf = (lines: readonly object[]): string => lines.map(line => `${JSON.stringify(line)}\n`).join('')

const countsOf = (rows: readonly Row[]) => ({
  rows: rows.length,
  totalFen: sumFen(rows.map(({ feeWaivedFen }) => feeWaivedFen)),
})

/** The first row that does not stand after the one before it. */
function outOfOrder(rows: readonly Row[]): number | undefined {
  const at = rows.findIndex((row, index) => index > 0 && row.key <= rows[index - 1]!.key)
  return at === -1 ? undefined : at
}

/** Where a chain of settlements does not hold, and why. Files count from 0, lines from 1. */
export interface ChainFault {
  file: number
  line: number
  /**
   * `form`: no line of a settlement, or not as this house writes it · `sum`: changed after it was summed up · `order`: a
   * key twice, or out of order · `counts`: rows or total are others · `link`: not written after the file before it ·
   * `lot`: of another lot · `version`: not the next one of its day
   */
  why: 'form' | 'sum' | 'order' | 'counts' | 'link' | 'lot' | 'version'
}

/**
 * All settlements of a lot, in the order in which they were drawn. The sum of the last one is held by nothing in the
 * chain: whoever signed it knows it.
 */
export function verifyChain(texts: readonly string[], sha256: Sum): ChainFault | undefined {
  const versions = new Map<string, number>()
  let prevSha256 = NO_FILE_BEFORE
  let lotId: string | undefined
  for (const [file, text] of texts.entries()) {
    const read = readSettlement(text, sha256)
    if ('why' in read) return { file, ...read }
    const { header, sum } = read
    const version = (versions.get(header.businessDay) ?? 0) + 1
    if (header.prevSha256 !== prevSha256) return { file, line: 1, why: 'link' }
    if (header.lotId !== (lotId ?? header.lotId)) return { file, line: 1, why: 'lot' }
    if (header.version !== version) return { file, line: 1, why: 'version' }
    versions.set(header.businessDay, version)
    prevSha256 = sum
    lotId = header.lotId
  }
  return undefined
}

type Fault = Omit<ChainFault, 'file'>

/** A settlement by itself: its form, its sum, its order and its counts. */
function readSettlement(text: string, sha256: Sum): { header: SettlementHeader; sum: string } | Fault {
  const lines = text.split('\n')
  // What follows the last LF.
  const after = lines.pop()
  const header = lineOf(SettlementHeader, lines[0])
  if (header === undefined) return { line: 1, why: 'form' }
  const rows = lines.slice(1, -1).map(line => lineOf(SettlementRow, line))
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
  return { header, sum: trailer.sha256 }
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
