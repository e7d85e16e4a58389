import { randomUUID } from 'node:crypto'
import { type Connection, Schema } from 'mongoose'

interface EpochRow {
  _id: string
  value: string
}

/**
 * Names the life of this journal. It changes only when the journal is lost or restored, and then no place a screen
 * remembers means anything any more.
 */
export async function readEpoch(connection: Connection): Promise<string> {
  const rows = connection.model<EpochRow>(
    'Epoch',
    new Schema<EpochRow>(
      { _id: String, value: String },
      { versionKey: false, autoCreate: false, autoIndex: false, collection: 'epoch' },
    ),
  )
  await rows.updateOne({ _id: 'journal' }, { $setOnInsert: { value: randomUUID() } }, { upsert: true })
  const row = await rows.findOne({ _id: 'journal' }).lean<EpochRow>()
  if (row === null) throw new Error('the epoch was written and is not there')
  return row.value
}
