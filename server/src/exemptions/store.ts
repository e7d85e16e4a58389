import type { Fen } from '@pingting/contract'
import { type Connection, type Model, Schema } from 'mongoose'

/** An exemption as history keeps it. The plate stays sealed; its index finds it again. */
export interface ExemptionRecord {
  _id: string
  /** The commit at which the row stands. */
  seq: number
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
  feeBeforeFen?: Fen
  feeWaivedFen?: Fen
  feeAfterFen?: Fen
  plate: { key: string; sealed: string; index: string }
}

/** A stored event: what is personal is sealed. */
type StoredEvent = Record<string, unknown> & { type: string; at: string }

/** What one event changes in one row. */
interface RowChange {
  id: string
  set: Record<string, unknown>
}

const schema = new Schema<ExemptionRecord>(
  {
    _id: String,
    seq: Number,
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
  // Rows of an earlier make stand in `exemptions`: they tell no seq and may have gone back, so these are made anew.
  { versionKey: false, autoCreate: false, autoIndex: false, collection: 'exemptionRows' },
)
schema.index({ hallId: 1, businessDay: 1 })

const GRANT_FIELDS = ['lotId', 'ticketId', 'businessDay', 'freeMinutes', 'policyVersion', 'plate'] as const
const END_FIELDS = ['reason', 'minutesApplied', 'feeBeforeFen', 'feeWaivedFen', 'feeAfterFen'] as const
const ENDS: ReadonlySet<string> = new Set(['honoured', 'refused', 'revoked', 'expired', 'writtenOff'])

const pick = (event: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.filter(name => event[name] !== undefined).map(name => [name, event[name]]))

function changeOf(stream: string, event: StoredEvent): RowChange | undefined {
  const [module, happened = ''] = event.type.split('.')
  if (module !== 'exemption') return undefined
  const set = setBy(happened, stream, event)
  return set === undefined ? undefined : { id: String(event['exemptionId']), set }
}

function setBy(happened: string, stream: string, event: StoredEvent): RowChange['set'] | undefined {
  if (happened === 'granted') {
    const hallId = stream.slice('hall:'.length)
    return { ...pick(event, GRANT_FIELDS), hallId, status: 'granted', grantedAt: event.at }
  }
  if (happened === 'confirmed') return { status: 'confirmed', confirmedAt: event.at }
  return ENDS.has(happened) ? { ...pick(event, END_FIELDS), status: happened, endedAt: event.at } : undefined
}

/** Whoever keeps rows behind the journal asks what an event changes and writes it down, in the order of the stream. */
export interface ExemptionStore {
  rows: Model<ExemptionRecord>
  changeOf: typeof changeOf
  ofDay(hallId: string, businessDay: string): Promise<ExemptionRecord[]>
}

const ROWS_MAX = 5_000

export function openExemptionStore(connection: Connection): ExemptionStore {
  const rows = connection.model<ExemptionRecord>('Exemption', schema)
  return {
    ...{ rows, changeOf },
    ofDay: (hallId, businessDay) => rows.find({ hallId, businessDay }).limit(ROWS_MAX).lean<ExemptionRecord[]>(),
  }
}
