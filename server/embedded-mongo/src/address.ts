import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, realpathSync, rmdirSync, rmSync } from 'node:fs'
import type { Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Operating systems cut or refuse longer paths of sockets. */
const socketPathBytesMax = 100
const database = 'pingting'

/**
 * Listens where only this user gets in, and returns the address. The path follows from the data folder: clients find
 * it again after a restart, and what lies there is stale, since the caller holds the folder's lock.
 */
export async function listen(server: Server, dataDir: string): Promise<string> {
  if (process.platform === 'win32') {
    await listening(server, { host: '127.0.0.1', port: 0 })
    return url(`127.0.0.1:${(server.address() as { port: number }).port}`)
  }
  const path = socketPath(dataDir)
  makeOwn(join(path, '..'))
  rmSync(path, { force: true })
  await listening(server, { path })
  chmodSync(path, 0o600)
  server.once('close', () => rmdirSync(join(path, '..')))
  return url(encodeURIComponent(path))
}

/** Where the door over a data folder listens while somebody holds it; on Windows only the holder knows. */
export function addressOf(dataDir: string): string | undefined {
  return process.platform === 'win32' ? undefined : url(encodeURIComponent(socketPath(dataDir)))
}

function url(host: string): string {
  return `mongodb://${host}/${database}?directConnection=true`
}

function listening(server: Server, options: { host: string; port: number } | { path: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options, () => resolve(void server.off('error', reject)))
  })
}

function socketPath(dataDir: string): string {
  const name = `pingting-${createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 12)}`
  const path = [tmpdir(), '/tmp'].map(folder => join(folder, name, 'mongo.sock')).find(fits)
  if (!path) throw new Error('no temporary folder has a path short enough for a socket')
  return path
}

/** Temporary folders are everybody's: another user may have been first. */
function makeOwn(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o077) !== 0) {
    throw new Error(`the folder ${folder} is not this user's own`)
  }
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= socketPathBytesMax
}
