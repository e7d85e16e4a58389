import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Commit, StreamName } from '@pingting/contract'
import type { Connection } from 'mongoose'
import { HALL_ID } from '../../../server/living-hall/seed.ts'
import { openJournal, START } from '../../../server/src/hub/journal/journal.ts'
import { type Keys, openKeys } from '../../../server/src/hub/journal/keys.ts'
import { openStore } from '../../../server/src/hub/process/store.ts'

export const HALL_STREAM = `hall:${HALL_ID}` as const

/** Opens the data folder of a hub that is gone, as it left it, with the hub's own store; or the store at an address. */
export async function withStore<T>(
  dataDir: string,
  work: (connection: Connection, keys: Keys) => Promise<T>,
  url?: string,
): Promise<T> {
  const store = await openStore(url, dataDir)
  try {
    const key = Buffer.from(readFileSync(join(dataDir, 'secrets', 'data.key'), 'utf8'), 'hex')
    const keys = openKeys(store.connection, key)
    await keys.loadAll()
    return await work(store.connection, keys)
  } finally {
    await store.close()
  }
}

/** A whole journal, in order. @throws where its chain does not hold. */
export const journalOf = (dataDir: string, stream: StreamName = HALL_STREAM, url?: string): Promise<Commit[]> =>
  withStore(
    dataDir,
    async (connection, keys) => {
      const commits: Commit[] = []
      for await (const { commit } of openJournal(connection, keys).after(stream, START)) commits.push(commit)
      return commits
    },
    url,
  )

/** The tickets that events of a type speak of, in the order of the journal. */
export const ticketsIn = (commits: readonly Commit[], type: string): string[] =>
  commits.flatMap(({ events }) =>
    events.flatMap(event => (event.type === type ? (event as { ticketId: string }).ticketId : [])),
  )
