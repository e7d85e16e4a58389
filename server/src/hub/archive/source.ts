import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { StreamName } from '@pingting/contract'
import { addressOf, DataDirInUse } from '@pingting/embedded-mongo'
import type { Connection } from 'mongoose'
import type { StoredCommit } from '../journal/codec.ts'
import { streamsIn } from '../journal/journal.ts'
import { openStore, type Store } from '../process/store.ts'
import { ArchiveError } from './files.ts'

/** A data key as the store holds it, wrapped. */
export interface KeyRow {
  _id: string
  wrapped: string
}

/** What an archive is made of, as it stands in a store or in a backup; nothing is decrypted. */
export interface Source {
  streams(): Promise<StreamName[]>
  commits(stream: StreamName): AsyncIterable<StoredCommit>
  keys(): AsyncIterable<KeyRow>
}

/** Reads a store beside whoever writes it: a journal only grows, so what was read stays true. */
export function sourceOf(connection: Connection): Source {
  const journal = connection.collection<StoredCommit & { _id: string }>('journal')
  return {
    streams: () => streamsIn(connection),
    commits: stream => journal.find({ stream }).sort({ seq: 1 }).batchSize(1000),
    keys: () => connection.collection<KeyRow>('keys').find({}).sort({ _id: 1 }),
  }
}

/**
 * Opens a store for reading. A data folder that a hub holds is read through that hub's own door, without stopping it.
 * @throws ArchiveError where there is no store, or on Windows while a hub holds it
 */
export async function openForReading(url: string | undefined, dataDir: string): Promise<Store> {
  if (url !== undefined) return openStore(url, dataDir)
  if (!existsSync(join(dataDir, 'documents.sqlite')))
    throw new ArchiveError(`${dataDir} 中没有数据。 / There is no store in ${dataDir}.`)
  try {
    return await openStore(undefined, dataDir)
  } catch (error) {
    const address = addressOf(dataDir)
    if (!(error instanceof DataDirInUse) || address === undefined) throw error
    return openStore(address, dataDir)
  }
}
