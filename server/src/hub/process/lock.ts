import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DataDirInUse } from '@pingting/embedded-mongo'

const SQLITE_BUSY = 5

/**
 * Holds the data folder for this hub alone. The lock is SQLite's on an empty file, since Node has none of its own: the
 * operating system frees it when the process ends, by `kill -9` too.
 * @throws DataDirInUse when another hub holds it.
 */
export function lockDataDir(dataDir: string): { release(): void } {
  const file = new DatabaseSync(join(dataDir, 'hub.lock'), { timeout: 0 })
  try {
    file.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    file.close()
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) throw new DataDirInUse(dataDir)
    throw error
  }
  return { release: () => file.close() }
}
