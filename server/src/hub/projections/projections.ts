import type { StreamName } from '@pingting/contract'
import { type Connection, Schema } from 'mongoose'
import type { StoredCommit } from '../journal/codec.ts'
import { type Journal, START } from '../journal/journal.ts'
import { keepNewest } from '../journal/newest.ts'
import type { Logger } from '../process/log.ts'

/** A read model: rows made from commits, which can be dropped and made again. */
export interface ReadModel {
  prepare(): Promise<void>
  project(commits: readonly StoredCommit[]): Promise<void>
}

interface Checkpoint {
  _id: string
  seq: number
  hash: string
}

const QUEUE_MAX = 10_000
const BATCH_MAX = 500
const BREATH_MS = 200

/**
 * Keeps the read models behind the journal, in order, from a checkpoint. Never in a command's way: a model that fails
 * or falls behind is read up from the journal, and the command was long answered.
 */
export class Projections {
  readonly #journal: Journal
  readonly #models: readonly ReadModel[]
  readonly #checkpoints
  readonly #log: Logger
  readonly #queues = new Map<StreamName, StoredCommit[]>()
  readonly #behind = new Set<StreamName>()
  #working: Promise<void> | undefined

  constructor(connection: Connection, journal: Journal, models: readonly ReadModel[], log: Logger) {
    this.#journal = journal
    this.#models = models
    this.#log = log
    this.#checkpoints = connection.model<Checkpoint>(
      'Checkpoint',
      new Schema<Checkpoint>(
        { _id: String, seq: Number, hash: String },
        // Those in `checkpoints` belong to rows of an earlier make.
        { versionKey: false, autoCreate: false, autoIndex: false, collection: 'projected' },
      ),
    )
  }

  async prepare(): Promise<void> {
    for (const model of this.#models) await model.prepare()
  }

  /** A stream was opened: whatever its checkpoint lacks is projected. */
  catchUp(stream: StreamName): void {
    this.#behind.add(stream)
    this.#wake()
  }

  /** Another hub projects the stream from here on. */
  leave(stream: StreamName): void {
    this.#behind.delete(stream)
    this.#queues.delete(stream)
  }

  take(stored: StoredCommit): void {
    const queue = this.#queues.get(stored.stream) ?? []
    this.#queues.set(stored.stream, queue)
    if (queue.length >= QUEUE_MAX) {
      queue.length = 0
      this.#behind.add(stored.stream)
    }
    if (!this.#behind.has(stored.stream)) queue.push(stored)
    this.#wake()
  }

  /** Resolves when everything taken so far is projected. */
  async settled(): Promise<void> {
    while (this.#working !== undefined) await this.#working
  }

  #wake(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined
      if (this.#behind.size > 0 || [...this.#queues.values()].some(queue => queue.length > 0)) this.#wake()
    })
  }

  async #work(): Promise<void> {
    // A breath between rounds lets many commits share one round, and one checkpoint.
    await new Promise(resolve => setTimeout(resolve, BREATH_MS))
    for (const stream of [...this.#behind]) await this.#guard(stream, () => this.#readUp(stream))
    for (const [stream, queue] of this.#queues) {
      while (queue.length > 0 && !this.#behind.has(stream)) {
        await this.#guard(stream, () => this.#project(stream, queue.splice(0, BATCH_MAX)))
      }
    }
  }

  async #guard(stream: StreamName, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#log.warn({ stream, error }, 'a read model fell behind; it is read up from the journal')
      this.#queues.delete(stream)
      this.#behind.add(stream)
    }
  }

  /** What is taken from here on queues again: the cursor may pass it by, and projecting twice does no harm. */
  async #readUp(stream: StreamName): Promise<void> {
    this.#behind.delete(stream)
    const checkpoint = await this.#checkpoints.findOne({ _id: stream }).lean<Checkpoint>()
    const from = checkpoint === null ? START : { seq: checkpoint.seq, hash: checkpoint.hash, at: START.at }
    let batch: StoredCommit[] = []
    for await (const { stored } of this.#journal.after(stream, from)) {
      batch.push(stored)
      if (batch.length < BATCH_MAX) continue
      await this.#project(stream, batch)
      batch = []
    }
    await this.#project(stream, batch)
  }

  async #project(stream: StreamName, commits: readonly StoredCommit[]): Promise<void> {
    const last = commits.at(-1)
    if (last === undefined) return
    for (const model of this.#models) await model.project(commits)
    await keepNewest(this.#checkpoints, { _id: stream, seq: last.seq, hash: last.hash })
  }
}
