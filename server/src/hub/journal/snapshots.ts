import { promisify } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { gunzip, gzip } from 'node:zlib'
import type { StreamName } from '@pingting/contract'
import { type Connection, Schema } from 'mongoose'
import type { Head } from './journal.ts'
import { type Keys, seal, unseal } from './keys.ts'
import { keepNewest } from './newest.ts'

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
  /** Reads the state at once, so that it may change while it is packed, sealed and written; one of a later head stays. */
  save(stream: StreamName, stateVersion: number, head: Head, state: unknown): Promise<void>
}

const schema = new Schema<SnapshotRow>(
  { _id: String, seq: Number, hash: String, at: String, stateVersion: Number, sealed: String },
  { versionKey: false, autoCreate: false, autoIndex: false, collection: 'snapshots' },
)

export function openSnapshots(connection: Connection, keys: Keys): Snapshots {
  const rows = connection.model<SnapshotRow>('Snapshot', schema)
  return {
    async load(stream, stateVersion) {
      const row = await rows.findOne({ _id: stream }).lean<SnapshotRow>()
      if (row === null || row.stateVersion !== stateVersion) return undefined
      const packed = Buffer.from(unseal(keys.house, row.sealed, stream), 'base64')
      try {
        return { head: { seq: row.seq, hash: row.hash, at: row.at }, state: deserialize(await unpack(packed)) }
      } catch {
        // Written by a newer Node, or in another way: the journal has it all.
        return undefined
      }
    },
    async save(stream, stateVersion, head, state) {
      // The engine's own form knows maps, and holds the hub up a third as long as JSON.
      const bytes = serialize(state)
      // A day of a hall is a few megabytes, and a tenth of that packed.
      const sealed = seal(keys.house, (await pack(bytes, { level: 1 })).toString('base64'), stream)
      await keepNewest(rows, { _id: stream, ...head, stateVersion, sealed })
    },
  }
}
