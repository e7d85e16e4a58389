import { mkdirSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { listen } from './address.ts'
import { commandsOf } from './commands.ts'
import { Database } from './database.ts'
import type { Doc } from './subset/json.ts'
import { Refusal } from './subset/refusal.ts'
import { framing, type Request, readRequest, writeReply } from './wire.ts'

/** What the thread tells the one who opened the door, once. */
export type Opened = { url: string } | { isLocked: true }

const sqliteBusy = 5
const port = parentPort!
const { dataDir } = workerData as { dataDir: string }
const database = openDatabase()
if (database) await serve(database)
else port.postMessage({ isLocked: true } satisfies Opened)

/** Nothing when another process has the data folder. */
function openDatabase(): Database | undefined {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  try {
    return new Database(join(dataDir, 'documents.sqlite'))
  } catch (error) {
    if ((error as { errcode?: number }).errcode === sqliteBusy) return undefined
    throw error
  }
}

async function serve(database: Database): Promise<void> {
  const run = commandsOf(database)
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    converse(socket, run)
  })
  const url = await listen(server, dataDir)
  port.once('message', () => {
    server.close()
    for (const socket of sockets) socket.destroy()
    database.close()
  })
  port.postMessage({ url } satisfies Opened)
}

/** A peer that does not speak the protocol is told nothing and cut off, with a word in the log. */
function converse(socket: Socket, run: (command: Doc) => Doc): void {
  const cut = framing()
  socket.on('error', () => socket.destroy())
  socket.on('data', chunk => {
    try {
      for (const message of cut(chunk)) {
        const request = readRequest(message)
        socket.write(writeReply(request, answer(request, run)))
      }
    } catch (error) {
      console.error(`embedded-mongo: connection closed: ${(error as Error).message}`)
      socket.destroy()
    }
  })
}

function answer(request: Request, run: (command: Doc) => Doc): Doc {
  try {
    return run(request.command)
  } catch (error) {
    if (error instanceof Refusal) {
      return { ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName, ...error.details }
    }
    // A failure, as of the disk. The caller must not take it for a refusal, nor for success.
    console.error('embedded-mongo:', error)
    return { ok: 0, errmsg: (error as Error).message, code: 1, codeName: 'InternalError' }
  }
}
