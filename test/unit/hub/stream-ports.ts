import type { Actor, Command, Commit, Event, StreamName } from '@pingting/contract'
import type { Rules } from '../../../server/src/domain.ts'
import type { StoredCommit } from '../../../server/src/hub/journal/codec.ts'
import type { Draft, Head, Journal } from '../../../server/src/hub/journal/journal.ts'
import type { Snapshots } from '../../../server/src/hub/journal/snapshots.ts'
import { Stream, type StreamPorts } from '../../../server/src/hub/stream.ts'
import { type Fault, noFault } from '../../../server/src/hub/streams/fault.ts'
import { Follower } from '../../../server/src/hub/streams/follower.ts'

export const NAME: StreamName = 'hall:h1'
export const ACTOR = { kind: 'system', part: 'seed' } as const
export const CLERK: Actor = { kind: 'staff', staffId: 'c1', name: '', role: 'clerk', hallIds: ['h1'], lotIds: [] }

/** Tickets once called; calling one again changes nothing. */
const rules: Rules<string[]> = {
  stateVersion: 1,
  initial: () => [],
  evolve: (state, event) => void state.push((event as Event & { ticketId: string }).ticketId),
  decide: (state, command, { at }) => {
    const { ticketId } = command as Command & { ticketId: string }
    if (ticketId === 'refused until A' && !state.includes('A')) return { refused: 'ticket.unknown' }
    return state.includes(ticketId) ? [] : [{ type: 'ticket.expired', v: 1, at, ticketId }]
  },
  react: () => [],
}

/** One journal and one shelf of snapshots, shared by every owner of the stream. */
export class Shared {
  readonly commits: StoredCommit[] = []
  kept: { head: Head; state: unknown } | undefined

  readonly journal: Journal = {
    prepare: async () => undefined,
    streams: async () => [NAME],
    append: async (stream, drafts, head) => {
      if (head.seq !== this.commits.length) throw new Error('somebody else was first')
      const stored = drafts.map((draft, index) => storedOf(stream, draft, head.seq + index + 1))
      this.commits.push(...stored)
      return stored
    },
    find: async (_stream, ids) =>
      this.commits.filter(({ commandId }) => ids.includes(commandId)) as unknown as Commit[],
    isBehind: async (_stream, head) => this.commits.length > head.seq,
    after: (_stream, head) => this.#after(head),
  }

  readonly snapshots: Snapshots = {
    load: async () => this.kept && { head: this.kept.head, state: structuredClone(this.kept.state) },
    save: async (_stream, _version, head, state) => {
      this.kept = { head, state: structuredClone(state) }
    },
  }

  /** The next read fails. */
  fails = false
  #meanwhile: (() => Promise<unknown>) | undefined

  /** Does this when the next read has seen what there is, and is not done. */
  whileRead(work: () => Promise<unknown>): Promise<void> {
    return new Promise(done => {
      this.#meanwhile = async () => {
        await work()
        done()
      }
    })
  }

  async *#after(head: Head): ReturnType<Journal['after']> {
    const { fails } = this
    this.fails = false
    if (fails) throw new Error('the journal cannot be read')
    const meanwhile = this.#meanwhile
    this.#meanwhile = undefined
    for (const stored of this.commits.slice(head.seq)) yield { commit: stored as unknown as Commit, stored }
    await meanwhile?.()
  }

  follower(told: (seq: number) => void): { follower: Follower<string[]>; fail(): void } {
    const { journal, snapshots } = this
    const follower = new Follower(NAME, rules, { journal, snapshots, published: ({ seq }) => told(seq) })
    return {
      follower,
      fail: () => {
        this.fails = true
      },
    }
  }

  /** An owner, and the numbers of the commits it has told its screens. */
  async owner(fault: Fault = noFault): Promise<{ stream: Stream<string[]>; told: number[] }> {
    const told: number[] = []
    const ports = {
      ...{ journal: this.journal, snapshots: this.snapshots, indexOf: (text: string) => text, fault },
      log: { error: () => undefined, warn: () => undefined },
      clock: { now: () => '2026-11-23T01:00:00.000Z', turn: async () => undefined, pause: async () => undefined },
      published: ({ seq }: Commit) => void told.push(seq),
    } as unknown as StreamPorts
    const stream = new Stream(NAME, rules, ports)
    await stream.open()
    return { stream, told }
  }
}

const storedOf = (stream: StreamName, draft: Draft, seq: number): StoredCommit =>
  ({ ...draft, _id: `${stream}#${seq}`, stream, seq, v: 1, prevHash: '', hash: String(seq) }) as unknown as StoredCommit

export const expire = (ticketId: string, commandId = `id of ${ticketId}`): Command =>
  ({ type: 'ticket.expire', commandId, ticketId }) as unknown as Command
