import { type FileHandle, mkdir, open, readFile, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Commit } from './ledger.ts'

/** Commits waiting for the disk. Beyond it the gate answers that it is busy, and nothing runs. */
const QUEUED_COMMITS_MAX = 5_000

/**
 * The ledger on disk: one JSON line per commit, appended, never changed. What arrives while a write is under way goes
 * out together in the next one, with one fdatasync for all of it.
 */
export class LedgerFile {
  #file: FileHandle
  #queued: { line: string; done: () => void; failed: (reason: unknown) => void }[] = []
  #writing = false
  #settled: Promise<void> = Promise.resolve()

  private constructor(file: FileHandle) {
    this.#file = file
  }

  /** @returns the file and every commit in it. A last line cut off by a crash was never acknowledged, and is dropped. */
  static async open(path: string): Promise<{ file: LedgerFile; commits: Commit[] }> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const text = await readFile(path, 'utf8').catch(absentIsEmpty)
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole))
    const commits = whole.split('\n').slice(0, -1).map(parseLine)
    const file = await open(path, 'a', 0o600)
    await syncFolder(dirname(path))
    return { file: new LedgerFile(file), commits }
  }

  get full(): boolean {
    return this.#queued.length >= QUEUED_COMMITS_MAX
  }

  /** Resolves when everything appended so far is on disk: before that, nobody may be told of it. */
  get settled(): Promise<void> {
    return this.#settled
  }

  /** Resolves when the commit is on disk. After a failure the process has to end: its memory is ahead of the disk. */
  append(commit: Commit): Promise<void> {
    this.#settled = new Promise((done, failed) =>
      this.#queued.push({ line: `${JSON.stringify(commit)}\n`, done, failed }),
    )
    if (!this.#writing) void this.#writeQueued()
    return this.#settled
  }

  async close(): Promise<void> {
    await this.#settled
    await this.#file.close()
  }

  async #writeQueued(): Promise<void> {
    this.#writing = true
    while (this.#queued.length > 0) {
      const batch = this.#queued
      this.#queued = []
      try {
        await this.#file.appendFile(batch.map(({ line }) => line).join(''))
        await this.#file.datasync()
        for (const { done } of batch) done()
      } catch (reason) {
        for (const { failed } of batch) failed(reason)
      }
    }
    this.#writing = false
  }
}

function parseLine(line: string, index: number): Commit {
  try {
    return JSON.parse(line) as Commit
  } catch {
    throw new Error(
      `line ${index + 1} of the ledger is damaged; restore it, or move the file away and begin a new epoch`,
    )
  }
}

function absentIsEmpty(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return ''
  throw error
}

/** A new file is only durable once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync()
  await folder.close()
}
