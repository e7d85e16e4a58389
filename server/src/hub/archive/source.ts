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
 * Reads something beside a running hub, and every key that was there before or after: one that was made meanwhile is
 * among them, and so is one that was dropped after the commit was read that would say so.
 */
export async function withKeys<T>(source: Source, read: () => Promise<T>): Promise<{ found: T; keys: KeyRow[] }> {
  const keys = new Map<string, KeyRow>()
  const note = async (): Promise<void> => {
    for await (const row of source.keys()) keys.set(row._id, row)
  }
  await note()
  const found = await read()
  await note()
  return { found, keys: [...keys.values()].sort((one, other) => (one._id < other._id ? -1 : 1)) }
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
