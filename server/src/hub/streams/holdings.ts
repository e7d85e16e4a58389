import type { Commit, StreamName } from '@pingting/contract'
import type { Rules, States } from '../../domain.ts'
import type { StoredCommit } from '../journal/codec.ts'
import type { Journal } from '../journal/journal.ts'
import type { Snapshots } from '../journal/snapshots.ts'
import { Stream, type StreamPorts } from '../stream.ts'
import { Follower, type Place } from './follower.ts'
import type { Kind } from './kinds.ts'

type State = States[Kind]
type Held = Stream<State> | Follower<State>
/** What both an owner and a follower of a stream can be asked. */
export type Viewed<S> = Pick<Follower<S>, 'name' | 'peek' | 'read' | 'reached'>

export interface HoldingPorts extends Omit<StreamPorts, 'published'> {
  journal: Journal
  snapshots: Snapshots
  rulesOf(name: StreamName): Rules<State>
  /** Each durable commit in the order of its stream; `owned` where this hub wrote it, or stands for who did. */
  published(commit: Commit, stored: StoredCommit, owned: boolean): void
}

/** The streams this hub holds, each as its owner or as a follower. A stream changes sides where it stands. */
export class Holdings {
  readonly #ports: HoldingPorts
  readonly #held = new Map<StreamName, Held>()
  readonly #opening = new Map<StreamName, Promise<void>>()
  /** Streams change sides one at a time. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(ports: HoldingPorts) {
    this.#ports = ports
  }

  find(name: StreamName): Viewed<State> | undefined {
    return this.#held.get(name)
  }

  owned(name: StreamName): Stream<State> | undefined {
    const held = this.#held.get(name)
    return held instanceof Stream ? held : undefined
  }

  followed(name: StreamName): Follower<State> | undefined {
    const held = this.#held.get(name)
    return held instanceof Follower ? held : undefined
  }

  /** Each stream held, without a list of them. */
  each(): Iterable<Viewed<State>> {
    return this.#held.values()
  }

  all(): { name: StreamName; owned: boolean; seq: number; state: State }[] {
    return [...this.#held.values()].map(held => ({
      ...{ name: held.name, owned: held instanceof Stream },
      ...{ seq: held.seq, state: held.peek() },
    }))
  }

  /** Follows a stream, from snapshot and tail on. @throws when it cannot be read. */
  open(name: StreamName): Promise<void> {
    if (this.#held.has(name)) return Promise.resolve()
    const opening =
      this.#opening.get(name) ??
      this.#read(name).finally(() => {
        this.#opening.delete(name)
      })
    this.#opening.set(name, opening)
    return opening
  }

  /** Becomes the owner of what is followed here. @returns whether anything changed. */
  own(name: StreamName): Promise<boolean> {
    return this.#inTurn(async () => {
      const follower = this.followed(name)
      if (follower === undefined) return false
      const place = await follower.handOver()
      const stream = new Stream(name, this.#ports.rulesOf(name), {
        ...this.#ports,
        published: (commit, stored) => this.#ports.published(commit, stored, true),
      })
      // In one turn with the end of the following: nobody finds a stream that is neither.
      stream.adopt(place)
      this.#held.set(name, stream)
      return true
    })
  }

  /** Becomes a follower of what was owned here. @returns whether anything changed. */
  follow(name: StreamName): Promise<boolean> {
    return this.#inTurn(async () => {
      const stream = this.owned(name)
      if (stream === undefined) return false
      const follower = this.#follower(name, await stream.retire())
      this.#held.set(name, follower)
      await follower.catchUp()
      return true
    })
  }

  async #read(name: StreamName): Promise<void> {
    const follower = this.#follower(name)
    await follower.catchUp()
    this.#held.set(name, follower)
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }

  #follower(name: StreamName, from?: Place<State>): Follower<State> {
    const { journal, snapshots, published, rulesOf } = this.#ports
    const told = (commit: Commit, stored: StoredCommit): void => published(commit, stored, false)
    return new Follower(name, rulesOf(name), { journal, snapshots, published: told }, from)
  }
}
