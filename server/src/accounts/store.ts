import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '@pingting/contract'
import { addMinutes, type Instant } from '@pingting/contract'
import { type Connection, Schema } from 'mongoose'

export type StaffActor = Extract<Actor, { kind: 'staff' }>

interface SessionRow {
  _id: string
  actor: StaffActor
  expiresAt: Instant
}

/** A working day and a little: a clerk logs in once. The row holds a hash, so that reading the store opens nothing. */
const SESSION_MINUTES = 12 * 60

export interface Sessions {
  open(actor: StaffActor, now: Instant): Promise<string>
  find(credential: string, now: Instant): Promise<StaffActor | undefined>
  end(credential: string): Promise<void>
}

const schema = new Schema<SessionRow>(
  { _id: String, actor: Schema.Types.Mixed, expiresAt: String },
  { versionKey: false, autoCreate: false, autoIndex: false, collection: 'sessions' },
)

const keyOf = (credential: string): string => createHash('sha256').update(credential).digest('hex')

export function openSessions(connection: Connection): Sessions {
  const rows = connection.model<SessionRow>('Session', schema)
  /** Sessions seen by this process; the store is asked once each. */
  const known = new Map<string, SessionRow>()
  return {
    async open(actor, now) {
      const credential = `s1.${randomBytes(32).toString('base64url')}`
      const row = { _id: keyOf(credential), actor, expiresAt: addMinutes(now, SESSION_MINUTES) }
      await rows.insertMany([row], { lean: true, rawResult: true })
      known.set(row._id, row)
      await rows.deleteMany({ expiresAt: { $lt: now } })
      return credential
    },
    async find(credential, now) {
      const key = keyOf(credential)
      const row = known.get(key) ?? (await rows.findOne({ _id: key }).lean<SessionRow>())
      if (row === null || row.expiresAt < now) {
        known.delete(key)
        return undefined
      }
      known.set(key, row)
      return row.actor
    },
    async end(credential) {
      known.delete(keyOf(credential))
      await rows.deleteOne({ _id: keyOf(credential) })
    },
  }
}
