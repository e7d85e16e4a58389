import { type Connection, Schema } from 'mongoose'

/** A case as managers list it. What the citizen wrote stays in the journal, sealed. */
interface CaseRecord {
  _id: string
  hallId: string
  ticketId: string
  counterId: string
  serviceCode: string
  level: number
  caseClass: string
  openedAt: string
}

interface ProjectedCommit {
  stream: string
  events: readonly (Record<string, unknown> & { type: string; at: string })[]
}

const schema = new Schema<CaseRecord>(
  {
    _id: String,
    hallId: String,
    ticketId: String,
    counterId: String,
    serviceCode: String,
    level: Number,
    caseClass: String,
    openedAt: String,
  },
  { versionKey: false, autoCreate: false, autoIndex: false, collection: 'cases' },
)
schema.index({ hallId: 1, openedAt: 1 })

export interface CaseStore {
  prepare(): Promise<void>
  project(commits: readonly ProjectedCommit[]): Promise<void>
  /** Newest first. */
  ofHall(hallId: string): Promise<CaseRecord[]>
}

const ROWS_MAX = 500

export function openCaseStore(connection: Connection): CaseStore {
  const rows = connection.model<CaseRecord>('Case', schema)
  return {
    async prepare() {
      await rows.createCollection()
      await rows.createIndexes()
    },
    async project(commits) {
      for (const { stream, events } of commits) {
        for (const event of events) {
          if (event.type !== 'rectification.opened') continue
          const { caseId, ticketId, counterId, serviceCode, level, caseClass, at } = event
          const row = {
            hallId: stream.slice('hall:'.length),
            ticketId,
            counterId,
            serviceCode,
            level,
            caseClass,
            openedAt: at,
          }
          await rows.updateOne({ _id: String(caseId) }, { $set: row }, { upsert: true })
        }
      }
    },
    ofHall: hallId => rows.find({ hallId }).sort({ openedAt: -1 }).limit(ROWS_MAX).lean<CaseRecord[]>(),
  }
}
