import { type Connection, Schema } from 'mongoose'
import type { PushWish } from './wish.ts'

/** Where the phone of one ticket is reached. No part of the journal: it says nothing of what happened in a hall. */
export interface PushRow extends PushWish {
  /** Hall and ticket. */
  _id: string
  hallId: string
  ticketId: string
  /** How many stood before it when it was last looked at; absent before. */
  ahead?: number
  /** By the wall's clock, in ms; what is older is forgotten when the next one is kept. */
  endsAtMs: number
}

const schema = new Schema<PushRow>(
  {
    ...{ _id: String, hallId: String, ticketId: String, endpoint: String, language: String, ahead: Number },
    keys: { p256dh: String, auth: String, _id: false },
    endsAtMs: Number,
  },
  { versionKey: false, autoCreate: false, autoIndex: false, collection: 'push_subscriptions' },
)
schema.index({ hallId: 1 })

export const rowId = (hallId: string, ticketId: string): string => `${hallId}/${ticketId}`

export interface PushStore {
  prepare(): Promise<void>
  /** One phone a ticket: the last one. */
  keep(row: PushRow, nowMs: number): Promise<void>
  find(id: string): Promise<PushRow | undefined>
  ofHall(hallId: string): Promise<PushRow[]>
  /** @param row as it was read: one that was put in its place since stays as it is */
  seen(row: PushRow, ahead: number): Promise<void>
  forget(row: Pick<PushRow, '_id' | 'endpoint'>): Promise<void>
}

export function openPushStore(connection: Connection): PushStore {
  const rows = connection.model<PushRow>('PushSubscription', schema)
  return {
    async prepare() {
      await rows.createCollection()
      await rows.createIndexes()
    },
    async keep(row, nowMs) {
      await rows.replaceOne({ _id: row._id }, row, { upsert: true })
      await rows.deleteMany({ endsAtMs: { $lt: nowMs } })
    },
    find: async id => (await rows.findById(id).lean<PushRow>()) ?? undefined,
    ofHall: hallId => rows.find({ hallId }).lean<PushRow[]>(),
    seen: async ({ _id, endpoint }, ahead) => void (await rows.updateOne({ _id, endpoint }, { $set: { ahead } })),
    forget: async ({ _id, endpoint }) => void (await rows.deleteOne({ _id, endpoint })),
  }
}
