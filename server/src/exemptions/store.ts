import type { Fen } from '@pingting/contract'
import { type Connection, type Model, Schema } from 'mongoose'

/** An exemption as history keeps it. The plate stays sealed; its index finds it again until its day is erased. */
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
schema.index({ 'plate.index': 1 })

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

/** Of an erased day no plate is found any more: its index outlives the key of the day. `key` as the journal names it. */
function sweepOf(stream: string, { type, businessDay }: StoredEvent) {
  if (type !== 'hall.dayErased') return undefined
  const hallId = stream.slice('hall:'.length)
  return { where: { hallId, 'plate.key': `${stream}|${businessDay}` }, set: { 'plate.index': '' } }
}

/** Whoever keeps rows behind the journal asks what an event changes and writes it down, in the order of the stream. */
export interface ExemptionStore {
  rows: Model<ExemptionRecord>
  changeOf: typeof changeOf
  sweepOf: typeof sweepOf
  ofDay(hallId: string, businessDay: string): Promise<ExemptionRecord[]>
  /** Which of these were ever granted, by whichever hall. */
  known(exemptionIds: readonly string[]): Promise<string[]>
  /** The latest ones of a plate at a car park, by the index of its normalised text, whose plate is not erased. */
  ofPlate(lotId: string, plateIndex: string): Promise<ExemptionRecord[]>
}

const ROWS_MAX = 5_000
/** A plate's year at a car park is more than anybody looks through. */
const OF_PLATE_MAX = 20

/** @param isErased of a data key, by its name */
export function openExemptionStore(
  connection: Connection,
  isErased: (key: string) => Promise<boolean>,
): ExemptionStore {
  const rows = connection.model<ExemptionRecord>('Exemption', schema)
  return {
    ...{ rows, changeOf, sweepOf },
    ofDay: (hallId, businessDay) => rows.find({ hallId, businessDay }).limit(ROWS_MAX).lean<ExemptionRecord[]>(),
    async known(exemptionIds) {
      const found = await rows.find({ _id: { $in: [...exemptionIds] } }, { _id: 1 }).lean<{ _id: string }[]>()
      return found.map(({ _id }) => _id)
    },
    async ofPlate(lotId, plateIndex) {
      const found: ExemptionRecord[] = []
      const latestFirst = rows
        .find({ 'plate.index': plateIndex, lotId })
        .sort({ grantedAt: -1 })
        .lean<ExemptionRecord[]>()
      for await (const row of latestFirst.cursor()) {
        // Rows made anew from the journal have their index until they come to the erasure of their day.
        if (!(await isErased(row.plate.key))) found.push(row)
        if (found.length === OF_PLATE_MAX) break
      }
      return found
    },
  }
}
