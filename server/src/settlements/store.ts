import type { BusinessDay, Ending, FiledExit, Instant, SettlementLine } from '@pingting/contract'
import { type Connection, type Model, Schema } from 'mongoose'
import { type ActRow, type BreakRecord, endedAct, endingOf, endingsChange, type OpenWords } from './endings.ts'

/** A settlement as it was drawn, or the daily file of a lot: what the journal's commit holds, found by its day. */
interface PaperRecord {
  _id: string
  /** The commit at which the row stands. */
  seq: number
  lotId: string
  businessDay: string
  /** Of a settlement; 0 of a file. */
  version: number
  sha256: string
  prevSha256?: string
  cutOffAt?: string
  rows?: SettlementLine[]
  exits?: FiledExit[]
}

export interface DrawnSettlement {
  lotId: string
  businessDay: BusinessDay
  version: number
  sha256: string
  prevSha256: string
  cutOffAt: Instant
  rows: SettlementLine[]
}

const schema = new Schema<PaperRecord>(
  {
    ...{ _id: String, seq: Number, lotId: String, businessDay: String, version: Number, sha256: String },
    ...{ prevSha256: String, cutOffAt: String, rows: [Schema.Types.Mixed], exits: [Schema.Types.Mixed] },
  },
  { versionKey: false, autoCreate: false, autoIndex: false, collection: 'settlementPapers' },
)
schema.index({ lotId: 1, businessDay: 1 })

const idOf = (lotId: string, day: BusinessDay, version: number): string => `${lotId}|${day}|${version}`

function changeOf(stream: string, event: Record<string, unknown> & { type: string }) {
  const lotId = stream.slice('lot:'.length)
  const businessDay = String(event['businessDay'])
  if (event.type === 'settlement.fileTaken') {
    const { sha256, exits } = event
    return { id: idOf(lotId, businessDay, 0), set: { lotId, businessDay, version: 0, sha256, exits } }
  }
  if (event.type !== 'settlement.drawn') return undefined
  const { version, sha256, prevSha256, cutOffAt, rows } = event
  const set = { lotId, businessDay, version, sha256, prevSha256, cutOffAt, rows }
  return { id: idOf(lotId, businessDay, Number(version)), set }
}

export interface PaperStore {
  rows: Model<PaperRecord>
  changeOf: typeof changeOf
  drawn(lotId: string, day: BusinessDay, version: number): Promise<DrawnSettlement | undefined>
  /** The exits of the day's file; none where none was handed in. */
  filed(lotId: string, day: BusinessDay): Promise<FiledExit[]>
}

export function openPaperStore(connection: Connection): PaperStore {
  const rows = connection.model<PaperRecord>('SettlementPaper', schema)
  const find = (lotId: string, day: BusinessDay, version: number) =>
    rows.findOne({ _id: idOf(lotId, day, version) }).lean<PaperRecord>()
  return {
    ...{ rows, changeOf },
    async drawn(lotId, day, version) {
      const found = version > 0 ? await find(lotId, day, version) : null
      return found === null ? undefined : (found as unknown as DrawnSettlement)
    },
    filed: async (lotId, day) => (await find(lotId, day, 0))?.exits ?? [],
  }
}

type EndingRecord = { _id: string; seq: number } & Partial<BreakRecord & ActRow>
const endingSchema = new Schema<EndingRecord>(
  {
    ...{ _id: String, seq: Number, lotId: String, key: String, businessDay: String, matchClass: String },
    ...{ minutes: Number, amountFen: Number, openedAt: String },
    ...{ stayId: String, laneId: String, exitedAt: String, exemptionId: String },
    ...{ about: String, kind: String, byMinutes: Number, byFen: Number, words: Schema.Types.Mixed },
    ...{ proposedBy: String, approvedBy: String, approvedAt: String, endedBy: String, endedAt: String, how: String },
    ...{ reference: Schema.Types.Mixed, side: String, evidence: String, answer: Schema.Types.Mixed },
  },
  { versionKey: false, autoCreate: false, autoIndex: false, collection: 'breakEndings' },
)
endingSchema.index({ lotId: 1, businessDay: 1 })
endingSchema.index({ lotId: 1, about: 1 })

/** What is told at a time; a desk that ends more of a month reads the days one by one. */
export const ENDINGS_MAX = 1_000
const KEYS_AT_ONCE = 500

export interface EndingStore {
  rows: Model<EndingRecord>
  changeOf: typeof endingsChange
  /** Breaks of some business days, both included, that people have ended; the latest first, and how many there are. */
  ofDays(lotId: string, from: BusinessDay, to: BusinessDay): Promise<{ endings: Ending[]; tally: number }>
}

export function openEndingStore(connection: Connection, open: OpenWords): EndingStore {
  const rows = connection.model<EndingRecord>('BreakEnding', endingSchema)
  return {
    ...{ rows, changeOf: endingsChange },
    async ofDays(lotId, from, to) {
      const found = await rows.find({ lotId, businessDay: { $gte: from, $lte: to } }).lean<BreakRecord[]>()
      const breaks = new Map(found.map(one => [one.key, one]))
      const keys = [...breaks.keys()]
      const acts: ActRow[] = []
      for (let at = 0; at < keys.length; at += KEYS_AT_ONCE)
        acts.push(...(await rows.find({ lotId, about: { $in: keys.slice(at, at + KEYS_AT_ONCE) } }).lean<ActRow[]>()))
      const ended = acts
        .flatMap(act => endedAct(act) ?? [])
        .sort((one, other) => (one.endedAt < other.endedAt ? 1 : -1))
      const endings: Ending[] = []
      for (const act of ended.slice(0, ENDINGS_MAX)) endings.push(await endingOf(breaks.get(act.about)!, act, open))
      return { endings, tally: ended.length }
    },
  }
}
