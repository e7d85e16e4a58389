import type { Commit, Event, RecordedActor, StreamName } from '@pingting/contract'
import { type Connection, Schema } from 'mongoose'
import { faultOf, hashOf } from './chain.ts'
import { decode, encode, keysIn, keysNeeded, type StoredCommit } from './codec.ts'
import type { Keys } from './keys.ts'

/** Where a stream stands: the seq and hash of its last commit. */
export interface Head {
  seq: number
  hash: string
  at: string
}
export const START: Head = { seq: 0, hash: '0'.repeat(64), at: '1970-01-01T00:00:00.000Z' }

/** From where to read for who stands at one place, and holds a state of another; a place that is none yet does not count. */
export const earlierOf = (stood: Head, kept: Head): Head => (stood.seq > 0 && stood.seq < kept.seq ? stood : kept)

/** A commit that is decided and not yet written. */
export interface Draft {
  commandId: string
  bodyHash: string
  at: string
  actor: RecordedActor
  events: Event[]
}

/**
 * The append-only truth: one document per accepted command. `append` resolves when all of it is durable; when it
 * rejects, any prefix of it may be there, and the caller settles by `(stream, commandId)`, never by the error's text.
 */
export interface Journal {
  prepare(): Promise<void>
  /** Every stream with a commit. */
  streams(): Promise<StreamName[]>
  append(stream: StreamName, drafts: readonly Draft[], head: Head): Promise<StoredCommit[]>
  find(stream: StreamName, commandIds: readonly string[]): Promise<Commit[]>
  /** Whether somebody else has written after a head that one takes for the last. */
  isBehind(stream: StreamName, head: Pick<Head, 'seq'>): Promise<boolean>
  /** Commits after a head, in order, with the hash chain checked. @throws when the chain is broken. */
  after(stream: StreamName, head: Head): AsyncGenerator<{ commit: Commit; stored: StoredCommit }>
}

const schema = new Schema<StoredCommit>(
  {
    _id: String,
    stream: String,
    seq: Number,
    v: Number,
    commandId: String,
    bodyHash: String,
    at: String,
    actor: Schema.Types.Mixed,
    events: [Schema.Types.Mixed],
    prevHash: String,
    hash: String,
  },
  { versionKey: false, autoCreate: false, autoIndex: false, collection: 'journal', minimize: false },
)
schema.index({ stream: 1, seq: 1 }, { unique: true })
schema.index({ stream: 1, commandId: 1 }, { unique: true })

/** From name to name along the index, so that it costs as much as there are streams. */
export async function streamsIn(connection: Connection): Promise<StreamName[]> {
  const commits = connection.collection<StoredCommit & { _id: string }>('journal')
  const names: StreamName[] = []
  for (let last = ''; ; ) {
    const next = await commits
      .find({ stream: { $gt: last as StreamName } }, { projection: { stream: 1 } })
      .sort({ stream: 1 })
      .limit(1)
      .next()
    if (next === null) return names
    last = next.stream
    names.push(next.stream)
  }
}

export function openJournal(connection: Connection, keys: Keys): Journal {
  const commits = connection.model<StoredCommit>('Commit', schema)
  /** Another hub may have made the key since we last looked. */
  async function open(stored: StoredCommit): Promise<Commit> {
    await keys.learn(keysIn(stored.events))
    return { ...stored, events: stored.events.map(event => decode(event, keys)) }
  }

  function chain(stream: StreamName, drafts: readonly Draft[], head: Head): StoredCommit[] {
    let { seq, hash } = head
    return drafts.map(draft => {
      seq += 1
      const body = {
        _id: `${stream}#${seq}`,
        stream,
        seq,
        v: 1 as const,
        commandId: draft.commandId,
        bodyHash: draft.bodyHash,
        at: draft.at,
        actor: draft.actor,
        events: draft.events.map(event => encode(stream, event, keys)),
        prevHash: hash,
      }
      hash = hashOf(body)
      return { ...body, hash }
    })
  }

  return {
    async prepare() {
      await commits.createCollection()
      await commits.createIndexes()
    },
    streams: () => streamsIn(connection),
    async append(stream, drafts, head) {
      for (const name of keysNeeded(
        stream,
        drafts.flatMap(draft => draft.events),
      ))
        await keys.ensure(name)
      const stored = chain(stream, drafts, head)
      await commits.insertMany(stored, { ordered: true, lean: true, rawResult: true })
      return stored
    },
    async find(stream, commandIds) {
      const found = await commits.find({ stream, commandId: { $in: [...commandIds] } }).lean<StoredCommit[]>()
      return Promise.all(found.map(open))
    },
    async isBehind(stream, head) {
      return (await commits.findOne({ stream, seq: head.seq + 1 }, { _id: 1 }).lean()) !== null
    },
    async *after(stream, head) {
      let { seq, hash } = head
      const tail = commits
        .find({ stream, seq: { $gt: head.seq } })
        .sort({ seq: 1 })
        .lean<StoredCommit[]>()
        .cursor({ batchSize: 1000 })
      for await (const stored of tail as AsyncIterable<StoredCommit>) {
        if (faultOf(stored, stream, { seq, hash }) !== undefined) {
          throw new Error(`the journal of ${stream} is broken at seq ${stored.seq}: its hash chain does not hold`)
        }
        seq = stored.seq
        hash = stored.hash
        yield { commit: await open(stored), stored }
      }
    },
  }
}
