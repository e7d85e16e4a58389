import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDoor } from '@pingting/embedded-mongo'
import mongoose, { type Connection } from 'mongoose'
import { onTestFinished } from 'vitest'

/** A data folder that goes when the test ends. */
export function temporaryDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'pingting-test-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  return dataDir
}

/** A door and a mongoose connection to it, both closed when the test ends. */
export async function openedDoor(dataDir = temporaryDataDir()) {
  const door = await openDoor({ dataDir })
  const connection = await mongoose.createConnection(door.url).asPromise()
  let isOpen = true
  const close = async () => {
    if (!isOpen) return
    isOpen = false
    await connection.close()
    await door.close()
  }
  onTestFinished(close)
  return { door, connection, commits: commitsOf(connection), close, dataDir }
}

interface Commit {
  _id: string
  stream: string
  seq: number
  note?: string
  actor?: { role: string; rank?: number }
}

/** A model as the hub writes them. */
export function commitsOf(connection: Connection) {
  const options = { versionKey: false, autoCreate: false, autoIndex: false } as const
  const schema = new mongoose.Schema<Commit>(
    { _id: String, stream: String, seq: Number, note: String, actor: {} },
    options,
  )
  schema.index({ stream: 1, seq: 1 }, { unique: true })
  return connection.model('Commit', schema, 'commits')
}

export function commit(seq: number, more: Partial<Commit> = {}): Commit {
  return { _id: `c${seq}`, stream: 'hall:1', seq, ...more }
}
