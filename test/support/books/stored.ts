import { type Connection, Schema } from 'mongoose'
import type { Books } from '../../../server/src/settlements/matching/draw.ts'
import { rowTally } from './clean.ts'
import { DAY, LOT, type Rows } from './visits.ts'

/** Collections as the books of a hall will have them: one a voice, found by lot and day, told in the order of its keys. */
const VOICES = ['granted', 'held', 'used', 'exits', 'owed', 'gaps'] as const
type Voice = (typeof VOICES)[number]
type Row = { key?: string; lotId: string; businessDay: string }

const BATCH_ROWS = 1_000

function modelOf(connection: Connection, voice: Voice) {
  const schema = new Schema<Row>({ _id: String, key: String, lotId: String, businessDay: String } as never, {
    versionKey: false,
    autoCreate: false,
    autoIndex: false,
    collection: `books-${voice}`,
    strict: false,
  })
  schema.index({ lotId: 1, businessDay: 1, key: 1 })
  return connection.model(`Books ${voice}`, schema)
}

/** Rows of several visits in a store, whatever order they were written in. */
export async function openBooks(connection: Connection) {
  const models = VOICES.map(voice => [voice, modelOf(connection, voice)] as const)
  for (const [, model] of models) {
    await model.createCollection()
    await model.createIndexes()
  }
  let next = 0
  /** Rows handed out to the pass. */
  let readTally = 0

  async function* told(voice: Voice): AsyncGenerator<Row> {
    const [, model] = models.find(([name]) => name === voice)!
    const found = model.find({ lotId: LOT, businessDay: DAY }, { _id: 0 }).sort({ key: 1 }).lean<Row[]>()
    for await (const row of found.cursor({ batchSize: BATCH_ROWS })) {
      readTally += 1
      yield row
    }
  }

  return {
    async write(visits: readonly Rows[]): Promise<number> {
      for (const [voice, model] of models) {
        const rows = visits.flatMap(visit => visit[voice] as Row[]).map(row => ({ ...row, _id: `r${next++}` }))
        if (rows.length > 0) await model.insertMany(rows, { lean: true, rawResult: true })
      }
      return visits.reduce((sum, visit) => sum + rowTally(visit), 0)
    },
    read: (): number => readTally,
    books: (): Books => Object.fromEntries(VOICES.map(voice => [voice, told(voice)])) as unknown as Books,
  }
}
