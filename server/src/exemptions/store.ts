import { type Connection, Schema } from 'mongoose'

/** An exemption as history keeps it. The plate stays sealed; its index finds it again. */
export interface ExemptionRecord {
  _id: string
  hallId: string
  lotId: string
  ticketId: string
  businessDay: string
  freeMinutes: number
  policyVersion: string
  status: string
  grantedAt: string
  confirmedAt?: string
  endedAt?: string
  reason?: string
  minutesApplied?: number
  feeBeforeFen?: number
  feeWaivedFen?: number
  feeAfterFen?: number
  plate: { key: string; sealed: string; index: string }
}

/** The part of a stored commit a projection reads. */
interface ProjectedCommit {
  stream: string
  events: readonly (Record<string, unknown> & { type: string; at: string })[]
}

const schema = new Schema<ExemptionRecord>(
  {
    _id: String,
    hallId: String,
    lotId: String,
    ticketId: String,
    businessDay: String,
    freeMinutes: Number,
    policyVersion: String,
    status: String,
    grantedAt: String,
    confirmedAt: String,
    endedAt: String,
    reason: String,
    minutesApplied: Number,
    feeBeforeFen: Number,
    feeWaivedFen: Number,
    feeAfterFen: Number,
    plate: Schema.Types.Mixed,
  },
  { versionKey: false, autoCreate: false, autoIndex: false, collection: 'exemptions' },
)
schema.index({ hallId: 1, businessDay: 1 })

const GRANT_FIELDS = ['lotId', 'ticketId', 'businessDay', 'freeMinutes', 'policyVersion', 'plate'] as const
const END_FIELDS = ['reason', 'minutesApplied', 'feeBeforeFen', 'feeWaivedFen', 'feeAfterFen'] as const
const ENDS: ReadonlySet<string> = new Set(['honoured', 'refused', 'revoked', 'expired', 'writtenOff'])

const pick = (event: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.filter(name => event[name] !== undefined).map(name => [name, event[name]]))

/** What one event changes in its row, or nothing. Setting is repeatable, so a commit may be projected twice. */
function changeOf(stream: string, event: ProjectedCommit['events'][number]): Record<string, unknown> | undefined {
  const [module, happened = ''] = event.type.split('.')
  if (module !== 'exemption') return undefined
  if (happened === 'granted') {
    return {
      ...pick(event, GRANT_FIELDS),
      hallId: stream.slice('hall:'.length),
      status: 'granted',
      grantedAt: event.at,
    }
  }
  if (happened === 'confirmed') return { status: 'confirmed', confirmedAt: event.at }
  return ENDS.has(happened) ? { ...pick(event, END_FIELDS), status: happened, endedAt: event.at } : undefined
}

export interface ExemptionStore {
  prepare(): Promise<void>
  /** Takes commits of one stream in order. */
  project(commits: readonly ProjectedCommit[]): Promise<void>
  ofDay(hallId: string, businessDay: string): Promise<ExemptionRecord[]>
}

const ROWS_MAX = 5_000

export function openExemptionStore(connection: Connection): ExemptionStore {
  const rows = connection.model<ExemptionRecord>('Exemption', schema)
  return {
    async prepare() {
      await rows.createCollection()
      await rows.createIndexes()
    },
    async project(commits) {
      for (const { stream, events } of commits) {
        for (const event of events) {
          const change = changeOf(stream, event)
          if (change !== undefined)
            await rows.updateOne({ _id: String(event['exemptionId']) }, { $set: change }, { upsert: true })
        }
      }
    },
    ofDay: (hallId, businessDay) => rows.find({ hallId, businessDay }).limit(ROWS_MAX).lean<ExemptionRecord[]>(),
  }
}
