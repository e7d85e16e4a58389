import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { type Connection, Schema } from 'mongoose'

const IV_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM with a random IV; the name binds the text to its place. Of a key used often an object is ten times as fast. */
export function seal(key: Buffer | KeyObject, text: string, name: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name))
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

/** @throws when the text was changed, or belongs to another name. */
export function unseal(key: Buffer | KeyObject, sealed: string, name: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const iv = bytes.subarray(0, IV_BYTES)
  // A text too short for it would bring a tag of a few bytes, which can be guessed.
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(name))
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
  return decipher.update(bytes.subarray(IV_BYTES, bytes.length - TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
}

/** A key of its own for each purpose, made from the one outside the database. */
export const deriveKey = (secret: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))

interface KeyRow {
  _id: string
  wrapped: string
}

/**
 * One data key per stream and business day, wrapped by the key outside the database. Dropping a row erases that day's
 * personal data everywhere, in backups of the journal too, and leaves the hash chain whole.
 */
export interface Keys {
  /** Makes the key on first use; durable before it returns. */
  ensure(name: string): Promise<KeyObject>
  /** Loads every key there is, so that reading the journal needs few further questions. */
  loadAll(): Promise<void>
  /** Loads those of the names that are not known yet; one that is not there was dropped. */
  learn(names: readonly string[]): Promise<void>
  find(name: string): KeyObject | undefined
  drop(name: string): Promise<void>
  /** HMAC for looking personal values up without reading them. */
  index(value: string): string
  /** For what is not a stream's day, such as snapshots. */
  house: Buffer
}

export function openKeys(connection: Connection, wrappingKey: Buffer): Keys {
  const rows = connection.model<KeyRow>(
    'Key',
    new Schema<KeyRow>(
      { _id: String, wrapped: String },
      { versionKey: false, autoCreate: false, autoIndex: false, collection: 'keys' },
    ),
  )
  const derive = (purpose: string): Buffer => deriveKey(wrappingKey, purpose)
  // A key object once, not one for every value.
  const indexKey = createSecretKey(derive('pingting index'))
  const known = new Map<string, KeyObject>()
  /** A key is durable before anything is sealed with it, so one that is not there never comes back. */
  const dropped = new Set<string>()
  const take = (row: KeyRow): KeyObject => {
    const key = createSecretKey(Buffer.from(unseal(wrappingKey, row.wrapped, row._id), 'base64'))
    known.set(row._id, key)
    return key
  }
  return {
    house: derive('pingting house'),
    find: name => known.get(name),
    index: value => createHmac('sha256', indexKey).update(value).digest('base64').slice(0, 22),
    async loadAll() {
      for await (const row of rows.find({}).lean().cursor()) take(row)
    },
    async learn(names) {
      const unknown = names.filter(name => !known.has(name) && !dropped.has(name))
      if (unknown.length === 0) return
      for (const row of await rows.find({ _id: { $in: unknown } }).lean()) take(row)
      for (const name of unknown) if (!known.has(name)) dropped.add(name)
    },
    async ensure(name) {
      const key = known.get(name)
      if (key !== undefined) return key
      const wrapped = seal(wrappingKey, randomBytes(32).toString('base64'), name)
      // First come, first kept: a second process that made a key for the same day takes the stored one.
      await rows.updateOne({ _id: name }, { $setOnInsert: { wrapped } }, { upsert: true })
      const row = await rows.findOne({ _id: name }).lean()
      if (row === null) throw new Error(`data key ${name} was written and is not there`)
      return take(row)
    },
    async drop(name) {
      if (dropped.has(name)) return
      await rows.deleteOne({ _id: name })
      known.delete(name)
      dropped.add(name)
    },
  }
}
