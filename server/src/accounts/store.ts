import { createHash, randomBytes } from 'node:crypto'
import { type Actor, addMinutes, type Instant, later } from '@pingting/contract'
import { type Connection, Schema } from 'mongoose'
import type { Account } from './state.ts'

export type StaffActor = Extract<Actor, { kind: 'staff' }>

/** The key is a hash, so that reading the store opens nothing; there is no name, no role and no address in it. */
interface SessionRow {
  _id: string
  staffId: string
  passwordTally: number
  openedAt: Instant
  seenAt: Instant
}

/** Unused for so long, it ends; and after a working day in any case. */
export const IDLE_MINUTES = 30
export const LIFE_MINUTES = 12 * 60
/** So often at most a use is written down; another hub then takes it for that much older than it is. */
const WRITE_EVERY_MINUTES = 1
/** So long a row is believed without asking the store, where another hub may have ended it. */
const BELIEVED_MS = 5_000

export interface SessionPorts {
  /** The wall's time, also where the business clock runs faster: people sit before the screen in real time. */
  now(): Instant
  /** Milliseconds of a clock that never jumps. */
  ticks(): number
  accountOf(staffId: string): Account | undefined
}

export interface Sessions {
  /** @param account as it was when its password was checked: one changed since opens nothing. */
  open(account: Pick<Account, 'staffId' | 'passwordTally'>): Promise<string>
  /** Whose session it is, also when its owner must first choose a password. */
  look(credential: string): Promise<{ actor: StaffActor; mustChange: boolean } | undefined>
  /** Whether it can be looked at without asking the store; what cannot be a session is told from its form alone. */
  isAtHand(credential: string): boolean
  /** Who may act with it. What an account may is read from the account, so that a change holds at once. */
  find(credential: string): Promise<StaffActor | undefined>
  /** Its owner did something: the half hour begins anew. Takes an actor that `look` or `find` gave. */
  touch(actor: Actor): void
  end(credential: string): Promise<void>
}

const schema = new Schema<SessionRow>(
  { _id: String, staffId: String, passwordTally: Number, openedAt: String, seenAt: String },
  { versionKey: false, autoCreate: false, autoIndex: false, collection: 'sessions' },
)

/** 32 random bytes in base64url. */
const FORM = /^s1\.[\w-]{43}$/

const keyOf = (credential: string): string => createHash('sha256').update(credential).digest('hex')

export function openSessions(connection: Connection, { now, ticks, accountOf }: SessionPorts): Sessions {
  const rows = connection.model<SessionRow>('Session', schema)
  const known = new Map<string, { row: SessionRow; writtenAt: Instant; readAtMs: number }>()
  /** Which session an actor that was handed out came from. */
  const sessionOf = new WeakMap<Actor, string>()

  const holds = ({ openedAt, seenAt }: SessionRow): boolean =>
    openedAt >= addMinutes(now(), -LIFE_MINUTES) && seenAt >= addMinutes(now(), -IDLE_MINUTES)

  async function rowOf(key: string): Promise<SessionRow | undefined> {
    const held = known.get(key)
    if (held !== undefined && ticks() - held.readAtMs < BELIEVED_MS && holds(held.row)) return held.row
    const found = await rows.findOne({ _id: key }).lean<SessionRow>()
    if (found === null) {
      known.delete(key)
      return undefined
    }
    const seenAt = later(found.seenAt, held?.row.seenAt ?? '')
    known.set(key, { row: { ...found, seenAt }, writtenAt: found.seenAt, readAtMs: ticks() })
    return { ...found, seenAt }
  }

  async function look(credential: string) {
    if (!FORM.test(credential)) return undefined
    const key = keyOf(credential)
    const row = await rowOf(key)
    const account = row === undefined ? undefined : accountOf(row.staffId)
    if (row === undefined || account === undefined || !holds(row)) return undefined
    if (account.passwordTally !== row.passwordTally) return undefined
    const { staffId, name, role, hallIds, lotIds, mustChange } = account
    const actor: StaffActor = { kind: 'staff', staffId, name, role, hallIds: [...hallIds], lotIds: [...lotIds] }
    sessionOf.set(actor, key)
    return { actor, mustChange }
  }

  return {
    look,
    isAtHand(credential) {
      if (!FORM.test(credential)) return true
      const held = known.get(keyOf(credential))
      return held !== undefined && holds(held.row)
    },
    async find(credential) {
      const session = await look(credential)
      return session?.mustChange === false ? session.actor : undefined
    },
    async open({ staffId, passwordTally }) {
      const credential = `s1.${randomBytes(32).toString('base64url')}`
      const row = { _id: keyOf(credential), staffId, passwordTally, openedAt: now(), seenAt: now() }
      await rows.insertMany([row], { lean: true, rawResult: true })
      known.set(row._id, { row, writtenAt: row.seenAt, readAtMs: ticks() })
      for (const [key, { row }] of known) if (!holds(row)) known.delete(key)
      await rows.deleteMany({ openedAt: { $lt: addMinutes(now(), -LIFE_MINUTES) } })
      return credential
    },
    touch(actor) {
      const held = known.get(sessionOf.get(actor) ?? '')
      if (held === undefined) return
      held.row.seenAt = now()
      if (addMinutes(held.writtenAt, WRITE_EVERY_MINUTES) > held.row.seenAt) return
      const before = held.writtenAt
      held.writtenAt = held.row.seenAt
      rows.updateOne({ _id: held.row._id }, { $set: { seenAt: held.row.seenAt } }).catch(() => {
        held.writtenAt = before
      })
    },
    async end(credential) {
      known.delete(keyOf(credential))
      await rows.deleteOne({ _id: keyOf(credential) })
    },
  }
}
