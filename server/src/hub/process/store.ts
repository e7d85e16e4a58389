import { type Door, openDoor } from '@pingting/embedded-mongo'
import mongoose, { type Connection } from 'mongoose'

export interface Store {
  connection: Connection
  /** Answers when the store does. */
  ping(): Promise<void>
  close(): Promise<void>
}

const CONNECT_TIMEOUT_MS = 5_000
const ANSWER_TIMEOUT_MS = 15_000

/**
 * MongoDB where `MONGODB_URL` names one, else the embedded door over the data folder; the same mongoose code either way.
 * @param onFailure hears it when the embedded store dies; nothing is answered from then on
 * @throws DataDirInUse when another process holds the data folder.
 */
export async function openStore(
  url: string | undefined,
  dataDir: string,
  onFailure?: (error: Error) => void,
): Promise<Store> {
  const door: Door | undefined =
    url === undefined ? await openDoor({ dataDir, ...(onFailure && { onFailure }) }) : undefined
  const connection = mongoose.createConnection(door?.url ?? url!, {
    serverSelectionTimeoutMS: CONNECT_TIMEOUT_MS,
    socketTimeoutMS: ANSWER_TIMEOUT_MS,
    autoCreate: false,
    autoIndex: false,
    // A field without a value is left out; the house knows no null.
    ignoreUndefined: true,
    // An answer means that a majority has it on disk; the door has one member, and it always syncs.
    ...(door === undefined
      ? { writeConcern: { w: 'majority' as const, journal: true }, readConcern: { level: 'majority' as const } }
      : {}),
  })
  await connection.asPromise()
  return {
    connection,
    async ping() {
      await connection.db!.command({ ping: 1 })
    },
    async close() {
      await connection.close()
      await door?.close()
    },
  }
}
