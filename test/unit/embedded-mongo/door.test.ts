import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Worker } from 'node:worker_threads'
import { DataDirInUse, openDoor } from '@pingting/embedded-mongo'
import mongoose from 'mongoose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { commit, commitsOf, openedDoor, temporaryDataDir } from './opened.ts'

const main = fileURLToPath(new URL('../../../server/embedded-mongo/src/main.ts', import.meta.url))

async function processOfItsOwn(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [main, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await ended
  })
  const [line] = await once(createInterface(child.stdout!), 'line')
  return { child, url: JSON.parse(line).url }
}

function socketOf(url: string): string {
  return decodeURIComponent(new URL(url.replace('mongodb://', 'http://x/')).pathname.split('/')[1]!)
}

describe('the handshake', () => {
  test('mongoose connects, and sees a standalone without sessions', async () => {
    // given
    const { connection } = await openedDoor()
    // when
    const hello = await connection.db!.admin().command({ hello: 1 })
    const ping = await connection.db!.admin().ping()
    // then
    expect(ping).toMatchObject({ ok: 1 })
    expect(hello).toMatchObject({ isWritablePrimary: true, maxWireVersion: 21 })
    expect(hello).not.toHaveProperty('logicalSessionTimeoutMinutes')
    expect(connection.name).toBe('pingting')
  })

  test.skipIf(process.platform === 'win32')('the socket lies in a folder that only this user can enter', async () => {
    // given
    const { door, close } = await openedDoor()
    const folder = dirname(socketOf(door.url))
    // when
    const mode = statSync(folder).mode & 0o777
    await close()
    // then
    expect(mode).toBe(0o700)
    expect(existsSync(folder)).toBe(false)
  })
})

describe('one data folder, one door', () => {
  test('a second start is refused with a sentence in both languages', async () => {
    // given
    const { dataDir, commits } = await openedDoor()
    // when
    const second = openDoor({ dataDir })
    // then
    await expect(second).rejects.toBeInstanceOf(DataDirInUse)
    await expect(second).rejects.toThrow(/正由另一个进程使用[\s\S]*is in use by another process/)
    // and the first goes on
    await commits.insertMany([commit(1)])
  })

  test('another process is refused too', async () => {
    // given
    const dataDir = temporaryDataDir()
    await processOfItsOwn(dataDir)
    // when
    const second = openDoor({ dataDir })
    // then
    await expect(second).rejects.toBeInstanceOf(DataDirInUse)
  })

  test('after close the folder can be opened again, at the same address, with its documents and indexes', async () => {
    // given
    const first = await openedDoor()
    await first.commits.createIndexes()
    await first.commits.insertMany([commit(1), commit(2)])
    await first.close()
    // when
    const second = await openedDoor(first.dataDir)
    // then
    expect(second.door.url).toBe(first.door.url)
    expect(await second.commits.find().sort({ seq: 1 }).lean()).toEqual([commit(1), commit(2)])
    await expect(second.commits.insertMany([commit(2, { _id: 'other' })])).rejects.toMatchObject({ code: 11000 })
  })

  test('kill -9 frees the folder and keeps every document that was acknowledged', async () => {
    // given
    const dataDir = temporaryDataDir()
    const { child, url } = await processOfItsOwn(dataDir)
    const connection = await mongoose.createConnection(url, { serverSelectionTimeoutMS: 500 }).asPromise()
    onTestFinished(() => connection.close(true))
    const commits = commitsOf(connection)
    let acknowledged = 0
    const writing = (async () => {
      for (;;) {
        const batch = Array.from({ length: 16 }, (_, i) => commit(acknowledged + i))
        await commits.insertMany(batch, { lean: true, rawResult: true })
        acknowledged += batch.length
        if (acknowledged >= 800) child.kill('SIGKILL')
      }
    })()
    // when
    await expect(writing).rejects.toThrow()
    // then
    const { commits: kept } = await openedDoor(dataDir)
    const seqs = (await kept.find().sort({ seq: 1 }).lean()).map(doc => doc.seq)
    expect(acknowledged).toBeGreaterThanOrEqual(800)
    expect(seqs.length).toBeGreaterThanOrEqual(acknowledged)
    expect(seqs).toEqual(seqs.map((_, i) => i))
  })

  test('a file that is not a database is not opened', async () => {
    // given
    const dataDir = temporaryDataDir()
    writeFileSync(join(dataDir, 'documents.sqlite'), 'neither a database nor empty '.repeat(100))
    // when
    const opening = openDoor({ dataDir })
    // then
    await expect(opening).rejects.toThrow(/not a database/)
  })

  test('the death of the thread is reported, and frees the folder', async () => {
    // given
    const dataDir = temporaryDataDir()
    const started = new Promise<Worker>(resolve => void process.once('worker', resolve))
    const failure = new Promise<Error>(resolve => void openDoor({ dataDir, onFailure: resolve }))
    const worker = await started
    await once(worker, 'message')
    // when
    await worker.terminate()
    // then
    expect((await failure).message).toMatch(/thread ended with 1/)
    await openedDoor(dataDir)
  })
})
