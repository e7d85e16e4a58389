import { type GateRecord, type Instant, instantOf, MINUTE_MS, msBetween, parsePlate } from '@pingting/contract'

/** A result of a camera that reads plates (OPC 30010, OcrScanResult), as a server sent it: any of it may be missing. */
export interface ScanTold {
  /** ScanData, where it is a text. */
  text: unknown
  /** A vendor's own words, among them the colour. */
  codeType: unknown
  /** In ms of Unix time. */
  at: unknown
  quality: unknown
  /** With the namespace by its URI. */
  imageId: string | undefined
}

/** What a camera saw, in the words of the contract. */
export interface Scan {
  /** Normalised where it is a plate of ours, else as it was read. */
  plate: string
  at: Instant
  /** Percent. */
  confidence?: number
  plateColour?: number
  imageId?: string
}

type Entered = Extract<GateRecord, { kind: 'entered' }>

/** A scan belongs to an entry of the same plate within this, by the clock of the gate. */
const SAME_PASSAGE_MS = MINUTE_MS
/** As the contract takes it: one line of plain signs. */
const IMAGE_ID = /^[\x21\x23-\x5b\x5d-\x7e]{1,96}$/
const PERCENT_MAX = 100
/** By the numbers of the contract; 黄 and 绿 stand before what a vendor writes beside them. */
const COLOURS: readonly [RegExp, number][] = [
  [/blue|蓝/i, 1],
  [/yellow|黄/i, 2],
  [/white|白/i, 3],
  [/black|黑/i, 4],
  [/green|绿/i, 5],
]

/** @returns undefined for a result without a text or a time, of which nothing can be said to be the same car's. */
export function scanOf({ text, codeType, at, quality, imageId }: ScanTold): Scan | undefined {
  if (typeof text !== 'string' || text === '' || typeof at !== 'number' || !(at > 0)) return undefined
  const colours = COLOURS.filter(([pattern]) => typeof codeType === 'string' && pattern.test(codeType))
  const isPercent = Number.isInteger(quality) && Number(quality) <= PERCENT_MAX
  return {
    ...{ plate: keyOf(text), at: instantOf(at) },
    ...(isPercent ? { confidence: Number(quality) } : {}),
    // Two colours in one word are none.
    ...(colours.length === 1 ? { plateColour: colours[0]![1] } : {}),
    ...(imageId !== undefined && IMAGE_ID.test(imageId) ? { imageId } : {}),
  }
}

const keyOf = (plate: string): string => parsePlate(plate)?.normalised ?? plate

/** The scan of an entry: that of its plate nearest to it in time, of equally near ones the later. */
export function scanFor({ plate, enteredAt }: Entered, scans: readonly Scan[]): Scan | undefined {
  if (plate === undefined) return undefined
  const key = keyOf(plate)
  const apart = (scan: Scan): number => Math.abs(msBetween(scan.at, enteredAt))
  return scans
    .filter(scan => scan.plate === key && apart(scan) <= SAME_PASSAGE_MS)
    .reduce<Scan | undefined>(
      (best, scan) => (best === undefined || apart(scan) <= apart(best) ? scan : best),
      undefined,
    )
}

/**
 * An entry with what the camera told beside it. A fact of the gate is not changed by it: how sure the camera was counts
 * where the gate does not tell it itself, and a car that the gate has no plate of gets none, since by that plate the gate
 * would not know it.
 */
export function withScan(record: GateRecord, scans: readonly Scan[]): GateRecord {
  if (record.kind !== 'entered') return record
  const scan = scanFor(record, scans)
  if (scan === undefined) return record
  const { confidence, plateColour, imageId } = scan
  const told = Object.entries({ confidence, plateColour, imageId }).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(told), ...record } as GateRecord
}
