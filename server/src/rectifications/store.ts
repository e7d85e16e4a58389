import { type Connection, type Model, Schema } from 'mongoose'

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

/** A stored event: what is personal is sealed. */
type StoredEvent = Record<string, unknown> & { type: string; at: string }

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

/** Setting is repeatable, so a commit may be projected twice. */
function changeOf(stream: string, event: StoredEvent): { id: string; set: Record<string, unknown> } | undefined {
  if (event.type !== 'rectification.opened') return undefined
  const { caseId, ticketId, counterId, serviceCode, level, caseClass, at } = event
  const hallId = stream.slice('hall:'.length)
  const set = { hallId, ticketId, counterId, serviceCode, level, caseClass, openedAt: at }
  return { id: String(caseId), set }
}

/** Whoever keeps rows behind the journal asks what an event changes and writes it down, in the order of the stream. */
export interface CaseStore {
  rows: Model<CaseRecord>
  changeOf: typeof changeOf
  /** Newest first. */
  ofHall(hallId: string): Promise<CaseRecord[]>
}

const ROWS_MAX = 500

export function openCaseStore(connection: Connection): CaseStore {
  const rows = connection.model<CaseRecord>('Case', schema)
  return {
    ...{ rows, changeOf },
    ofHall: hallId => rows.find({ hallId }).sort({ openedAt: -1 }).limit(ROWS_MAX).lean<CaseRecord[]>(),
  }
}
