import type { StreamName } from '@pingting/contract'
import type { Connection } from 'mongoose'
import type { StoredCommit } from '../../../../server/src/hub/journal/codec.ts'
import type { Part } from '../../engine/clockwork.ts'
import type { FaultKind } from '../../engine/faults.ts'
import { LOT, leaving, Planned, type Site } from '../site.ts'
import { Reach } from './reach.ts'
import { Answering, type Filter, Rows } from './rows.ts'

const WRITE_MS = 2
const READ_MS = 1
const TIMEOUT_MS = 2_000
const LATE_MAX_MS = 20_000

/** What may become of one write. */
const WRITE_FAULTS = ['c3', 'c5', 'writeRefused', 'writePrefix', 'replyLost', 'writeLate'] as const
type Fate = (typeof WRITE_FAULTS)[number] | 'written'

/**
 * The database under the journal, as far as mongoose shows it to the hub, with its failures: an error before, within or
 * after the write, a lost answer, a write that lands long after its caller gave up. Nothing is seen before it is on
 * disk, by majority writes and reads: what a store loses unsynced was never told, and is a write that failed. Its two
 * unique indexes are the fence between two owners of a stream.
 */
export class Store {
  readonly streams = new Map<StreamName, StoredCommit[]>()
  readonly reach = new Reach()
  readonly #writtenAtMs = new Map<string, number>()
  readonly #ids = new Map<string, StoredCommit>()
  readonly #keys = new Rows<{ _id: string }>()
  /** A plant takes them away. */
  fences = { seq: true, commandId: true }
  /** A plant makes a write look done before it is, or whatever became of it. */
  lies: 'early' | 'always' | undefined
  readonly #site: Site

  constructor(site: Site) {
    this.#site = site
  }

  /** On the clock on the wall of the world: the hub's own may be wrong. */
  writtenAtMs = (stream: StreamName, seq: number): number => this.#writtenAtMs.get(`${stream} ${seq}`)!
  commitsOf = (stream: StreamName): readonly StoredCommit[] => this.streams.get(stream) ?? []
  find = (stream: StreamName, commandId: string): StoredCommit | undefined => this.#ids.get(`${stream} ${commandId}`)

  /** The connection of one process; it ends with it. */
  connectionOf(part: Part): Connection {
    this.reach.begins(part, this.commitsOf(LOT))
    const models: Record<string, object> = { Commit: this.#journalOf(part), Key: this.#keys.of(part) }
    const model = (name: string): object => {
      const found = models[name]
      if (found === undefined) throw new Error(`the store double keeps no ${name}`)
      return found
    }
    return { model } as unknown as Connection
  }

  /** What a read takes, and how it may fail. */
  look(part: Part): Promise<void> {
    const { clock, faults } = this.#site
    return leaving(part, async () => {
      await clock.wait(part, READ_MS)
      if (faults.strikes('readFailed')) throw new Planned('a read failed')
    })
  }

  #journalOf(part: Part): object {
    const read = async (filter: Filter): Promise<StoredCommit[]> => {
      await this.look(part)
      return this.#read(filter)
    }
    return {
      createCollection: async () => undefined,
      createIndexes: async () => undefined,
      findOne: ({ stream, seq }: { stream: StreamName; seq: number }) => ({
        lean: async () => (await read({ stream, seq: { $gt: seq - 1 } }))[0] ?? null,
      }),
      find: (filter: Filter) => new Answering(() => read(filter)),
      insertMany: (docs: StoredCommit[]) => leaving(part, () => this.#written(part, docs)),
    }
  }

  #read({ stream, seq, commandId }: Filter): StoredCommit[] {
    if (commandId !== undefined) return commandId.$in.flatMap(id => this.find(stream, id) ?? [])
    return this.commitsOf(stream).filter(commit => commit.seq > (seq?.$gt ?? 0))
  }

  async #written(part: Part, docs: readonly StoredCommit[]): Promise<void> {
    const writing = this.#write(part, docs)
    if (this.lies === undefined) return writing
    const anyway = writing.catch(() => undefined)
    if (this.lies === 'always') await anyway
  }

  #write(part: Part, docs: readonly StoredCommit[]): Promise<void> {
    const { clock, faults, world, kill } = this.#site
    this.reach.hands(part, docs, this.commitsOf(LOT))
    const fate: Fate = WRITE_FAULTS.find(kind => faults.strikes(kind as FaultKind)) ?? 'written'
    return new Promise((resolve, reject) => {
      const fail = (delayMs: number) => clock.after(world, delayMs, () => reject(new Planned(fate)))
      clock.after(world, WRITE_MS, () => {
        if (fate === 'writeRefused') return fail(WRITE_MS)
        if (fate === 'writeLate') {
          clock.after(world, faults.random.between(0, LATE_MAX_MS), () => this.#insert(docs, docs.length))
          return fail(TIMEOUT_MS)
        }
        const partly = fate === 'writePrefix' || fate === 'c3'
        const whole = this.#insert(docs, partly ? Math.floor(faults.random.next() * docs.length) : docs.length)
        if (fate === 'c3' || fate === 'c5') return kill(part)
        if (!whole || partly) return fail(WRITE_MS)
        if (fate === 'replyLost') return fail(TIMEOUT_MS)
        clock.after(part, WRITE_MS, resolve)
      })
    })
  }

  /** Ordered: what stands before a violated index stays. */
  #insert(docs: readonly StoredCommit[], count: number): boolean {
    for (const doc of docs.slice(0, count)) {
      const list = this.streams.get(doc.stream) ?? []
      this.streams.set(doc.stream, list)
      if (this.fences.seq && doc.seq <= list.length) return false
      const id = `${doc.stream} ${doc.commandId}`
      if (this.fences.commandId && this.#ids.has(id)) return false
      list.push(doc)
      this.#ids.set(id, doc)
      this.#writtenAtMs.set(`${doc.stream} ${doc.seq}`, this.#site.clock.wallMs)
      const types = doc.events.map(event => event.type).join(' ')
      this.#site.trace.add(this.#site.clock.wallMs, `${doc.stream} ${doc.seq} ${doc.commandId} ${doc.at} ${types}`)
    }
    return true
  }
}
