import type { HallFrame } from '@pingting/contract'
import { type Connection, Schema } from 'mongoose'

/** One document per hall and business day: the figures as they stood at a place of the journal. */
interface DayRecord {
  _id: string
  hallId: string
  businessDay: string
  seq: number
  figures: HallFrame
}

const schema = new Schema<DayRecord>(
  { _id: String, hallId: String, businessDay: String, seq: Number, figures: Schema.Types.Mixed },
  { versionKey: false, autoCreate: false, autoIndex: false, collection: 'days', minimize: false },
)

export interface DayStore {
  save(hallId: string, seq: number, figures: HallFrame): Promise<void>
  find(hallId: string, businessDay: string): Promise<DayRecord | undefined>
}

export function openDayStore(connection: Connection): DayStore {
  const rows = connection.model<DayRecord>('Day', schema)
  return {
    async save(hallId, seq, figures) {
      const { businessDay } = figures
      await rows.updateOne(
        { _id: `${hallId}|${businessDay}` },
        { $set: { hallId, businessDay, seq, figures } },
        { upsert: true },
      )
    },
    find: async (hallId, businessDay) =>
      (await rows.findOne({ _id: `${hallId}|${businessDay}` }).lean<DayRecord>()) ?? undefined,
  }
}
