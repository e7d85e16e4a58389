import { randomUUID } from 'node:crypto'
import { type Connection, type Model, Schema } from 'mongoose'
import { ConfigurationError } from '../process/config.ts'

interface EpochRow {
  _id: string
  value: string
}

/** Stands in the store from the first to the last write of a restore. */
const RESTORING = 'restoring'

const modelOf = (connection: Connection): Model<EpochRow> =>
  (connection.models['Epoch'] as Model<EpochRow> | undefined) ??
  connection.model<EpochRow>(
    'Epoch',
    new Schema<EpochRow>(
      { _id: String, value: String },
      { versionKey: false, autoCreate: false, autoIndex: false, collection: 'epoch' },
    ),
  )

export interface RestoreMark {
  /** Whether a restore was cut off here: then nothing in the store is anybody's but the restore's. */
  isSet(): Promise<boolean>
  set(backupId: string): Promise<void>
  clear(): Promise<void>
}

export function openRestoreMark(connection: Connection): RestoreMark {
  const rows = modelOf(connection)
  return {
    isSet: async () => (await rows.findOne({ _id: RESTORING }).lean()) !== null,
    async set(backupId) {
      await rows.updateOne({ _id: RESTORING }, { $set: { value: backupId } }, { upsert: true })
    },
    async clear() {
      await rows.deleteOne({ _id: RESTORING })
    },
  }
}

/**
 * Names the life of this journal. It changes only when the journal is lost or restored, and then no place a screen
 * remembers means anything any more.
 * @throws ConfigurationError where a restore was cut off
 */
export async function readEpoch(connection: Connection): Promise<string> {
  const rows = modelOf(connection)
  if (await openRestoreMark(connection).isSet())
    throw new ConfigurationError(
      '上次恢复没有完成，这里的数据不完整。请再运行一次 npm run restore。 / ' +
        'A restore was cut off here and the data is not whole. Run npm run restore again.',
    )
  await rows.updateOne({ _id: 'journal' }, { $setOnInsert: { value: randomUUID() } }, { upsert: true })
  const row = await rows.findOne({ _id: 'journal' }).lean<EpochRow>()
  if (row === null) throw new Error('the epoch was written and is not there')
  return row.value
}
