import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { StreamName } from '@pingting/contract'
import { type Connection, Schema } from 'mongoose'
import type { Head } from './journal.ts'
import { type Keys, seal, unseal } from './keys.ts'

/** A state written down, so that a start reads the tail of the journal and not all of it; it may be missing. Sealed: it holds plates. */
interface SnapshotRow {
  _id: string
  seq: number
  hash: string
  at: string
  stateVersion: number
  sealed: string
}

const pack = promisify(gzip)
const unpack = promisify(gunzip)

export interface Snapshots {
  /** The state at a head, or nothing where none is kept or it is of another version. */
  load(stream: StreamName, stateVersion: number): Promise<{ head: Head; state: unknown } | undefined>
  /** Reads the state at once, so that it may change while it is packed, sealed and written. */
  save(stream: StreamName, stateVersion: number, head: Head, state: unknown): Promise<void>
}

const schema = new Schema<SnapshotRow>(
  { _id: String, seq: Number, hash: String, at: String, stateVersion: Number, sealed: String },
  { versionKey: false, autoCreate: false, autoIndex: false, collection: 'snapshots' },
)

const isTagged = (value: unknown): value is { map: [unknown, unknown][] } =>
  typeof value === 'object' &&
  value !== null &&
  'map' in value &&
  Object.keys(value).length === 1 &&
  Array.isArray(value.map)

/** States hold maps, and JSON has none: a map is written as `{ map: entries }`. */
const toText = (state: unknown): string =>
  JSON.stringify(state, (_, value) => (value instanceof Map ? { map: [...value] } : value))

const fromText = (text: string): unknown =>
  JSON.parse(text, (_, value) => (isTagged(value) ? new Map(value.map) : value))

export function openSnapshots(connection: Connection, keys: Keys): Snapshots {
  const rows = connection.model<SnapshotRow>('Snapshot', schema)
  return {
    async load(stream, stateVersion) {
      const row = await rows.findOne({ _id: stream }).lean<SnapshotRow>()
      if (row === null || row.stateVersion !== stateVersion) return undefined
      return {
        head: { seq: row.seq, hash: row.hash, at: row.at },
        state: fromText((await unpack(Buffer.from(unseal(keys.house, row.sealed, stream), 'base64'))).toString('utf8')),
      }
    },
    async save(stream, stateVersion, head, state) {
      const text = toText(state)
      // A day of a hall is a few megabytes of text, and a tenth of that packed.
      const sealed = seal(keys.house, (await pack(text, { level: 1 })).toString('base64'), stream)
      await rows.updateOne({ _id: stream }, { $set: { ...head, stateVersion, sealed } }, { upsert: true })
    },
  }
}
