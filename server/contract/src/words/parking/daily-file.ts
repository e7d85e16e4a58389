import type { Fen } from '../fen.ts'
import type { Instant } from '../time.ts'

/** Of a daily file of a lot: several times what the largest one writes. */
export const FILE_BYTES_MAX = 32 * 1024 * 1024

/** What cannot be taken: a line, from 1 on as an editor counts (of a row over several, the last), and the title of the column where it is one. */
export interface BadCell {
  line: number
  column?: string
  /**
   * `encoding`: bytes that are no text · `quotes`: no CSV, or a row without end · `empty`: no line at all · `noColumn`, `twoColumns`: the mapping
   * names a column that is not there, or is there twice · `cells`: more or fewer cells than titles · `tooMany`: more lines
   * than are taken · `day`: an exit of another day · else the cell is not what its column holds
   */
  why: 'encoding' | 'quotes' | 'empty' | 'noColumn' | 'twoColumns' | 'cells' | 'tooMany' | 'day' | CellKind
}
export type CellKind = 'key' | 'name' | 'plate' | 'time' | 'minutes' | 'money'

/** A daily file that was taken. */
export interface TakenFile {
  businessDay: string
  /** Of its bytes. */
  sha256: string
  rowTally: number
  totalFen: Fen
}

/** How a lot writes its daily file, where that is known, and what of a day was taken last. */
export interface FileOfDay {
  /** As in the first line of the file. */
  columns?: string[]
  encoding?: 'utf-8' | 'gb18030'
  taken?: TakenFile & { takenAt: Instant }
}
