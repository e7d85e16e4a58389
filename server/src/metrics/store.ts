import type { BusinessDay, HallFrame, PeriodSums } from '@pingting/contract'
import { type Connection, type Model, Schema } from 'mongoose'
import type { Marginals } from './marginals.ts'
import type { DaySums } from './trend.ts'
import type { DayBook, ExactLevels } from './view.ts'

/** One document per hall and business day: the figures as they stood at a place of the journal. */
interface DayRecord {
  _id: string
  hallId: string
  businessDay: string
  seq: number
  figures: HallFrame
}

/** Kept in the same row, and never shown with it but to managers: it tells how counters and single visitors rated. */
interface DayRow extends DayRecord {
  exact: ExactLevels
  sums: PeriodSums
  marginals: Marginals
}

const schema = new Schema<DayRow>(
  {
    _id: String,
    hallId: String,
    businessDay: String,
    seq: Number,
    figures: Schema.Types.Mixed,
    exact: Schema.Types.Mixed,
    sums: Schema.Types.Mixed,
    marginals: Schema.Types.Mixed,
  },
  // Rows of another make stand under another name (`days`, with every level in `figures`; `dayBooks`, without sums and
  // cells): these are made anew.
  { versionKey: false, autoCreate: false, autoIndex: false, collection: 'dayRecords', minimize: false },
)

export interface DayStore {
  rows: Model<DayRow>
  /** A day as it is written down; whoever writes it lets no older one replace it. */
  rowOf(hallId: string, seq: number, book: DayBook): DayRow
  /** Whether no day of this hall was ever written, or all were dropped. */
  isEmpty(hallId: string): Promise<boolean>
  find(hallId: string, businessDay: BusinessDay): Promise<DayRecord | undefined>
  /** The same with every level as it stands; for managers. */
  findExact(hallId: string, businessDay: BusinessDay): Promise<DayRecord | undefined>
  /** Of those of the days that were written. */
  marginals(hallId: string, days: readonly BusinessDay[]): Promise<Marginals[]>
  sums(hallId: string, days: readonly BusinessDay[]): Promise<DaySums[]>
}

const SHOWN = { hallId: 1, businessDay: 1, seq: 1, figures: 1 } as const

export function openDayStore(connection: Connection): DayStore {
  const rows = connection.model<DayRow>('Day', schema)
  const idOf = (hallId: string, day: BusinessDay): string => `${hallId}|${day}`
  const among = (hallId: string, days: readonly BusinessDay[], shown: object): Promise<DayRow[]> =>
    rows.find({ _id: { $in: days.map(day => idOf(hallId, day)) } }, shown).lean<DayRow[]>()
  return {
    rows,
    rowOf(hallId, seq, book) {
      const { businessDay } = book.figures
      return { _id: idOf(hallId, businessDay), hallId, businessDay, seq, ...book }
    },
    isEmpty: async hallId => (await rows.findOne({ hallId }, { seq: 1 }).lean()) === null,
    find: async (hallId, businessDay) =>
      (await rows.findOne({ _id: idOf(hallId, businessDay) }, SHOWN).lean<DayRecord>()) ?? undefined,
    async findExact(hallId, businessDay) {
      const found = await rows.findOne({ _id: idOf(hallId, businessDay) }, { ...SHOWN, exact: 1 }).lean<DayRow>()
      if (found === null) return undefined
      const { exact, figures, ...row } = found
      return { ...row, figures: { ...figures, ...exact } }
    },
    marginals: async (hallId, days) => (await among(hallId, days, { marginals: 1 })).map(row => row.marginals),
    async sums(hallId, days) {
      const found = await among(hallId, days, { businessDay: 1, sums: 1 })
      return found.map(({ businessDay, sums }) => ({ businessDay, ...sums }))
    },
  }
}
