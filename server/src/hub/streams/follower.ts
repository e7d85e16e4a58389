import type { Commit, StreamName } from '@pingting/contract'
import type { Rules } from '../../domain.ts'
import { faultOf } from '../journal/chain.ts'
import type { StoredCommit } from '../journal/codec.ts'
import { earlierOf, type Head, type Journal, START } from '../journal/journal.ts'
import type { Snapshots } from '../journal/snapshots.ts'
import { Recent } from '../pending.ts'

/** Where somebody stands in a stream: what its owner and its followers hand to each other. */
export interface Place<S> {
  state: S
  head: Head
  snapshotSeq: number
  recent: Recent
  /** The state may not be what the journal says: it is to be read from the snapshot on. */
  stale: boolean
}

export interface FollowerPorts {
  journal: Journal
  snapshots: Snapshots
  /** Called for every commit after the place it began at, in order. */
  published(commit: Commit, stored: StoredCommit): void
}

/**
 * Reads one stream and decides nothing: a state folded from snapshot, tail and the commits its owner carries here. What
 * was not carried, or came out of order, is read from the journal by its seq.
 */
export class Follower<S> {
  readonly name: StreamName
  readonly #rules: Rules<S>
  readonly #ports: FollowerPorts
  readonly #place: Place<S>
  #handedOver = false
  #turn: Promise<unknown> = Promise.resolve()

  /** @param from where an owner stood that is one no longer; without it everything is read. */
  constructor(name: StreamName, rules: Rules<S>, ports: FollowerPorts, from?: Place<S>) {
    this.name = name
    this.#rules = rules
    this.#ports = ports
    this.#place = from ?? { state: rules.initial(), head: START, snapshotSeq: 0, recent: new Recent(), stale: true }
  }

  peek(): S {
    return this.#place.state
  }

  get seq(): number {
    return this.#place.head.seq
  }

  /** Whatever is folded in here is durable. */
  async read<T>(view: (state: S, head: Head) => T): Promise<T> {
    return view(this.#place.state, this.#place.head)
  }

  /** Reads what the journal has beyond here. @throws when it cannot be read, or its chain does not hold. */
  catchUp(): Promise<void> {
    return this.#inTurn(() => this.#readOn())
  }

  /** Resolves when everything up to `seq` is folded in. @throws as `catchUp`. */
  reached(seq: number): Promise<void> {
    return this.#inTurn(async () => {
      if (this.seq < seq) await this.#readOn()
    })
  }

  /** A commit as its owner carried it. What does not follow on what is here is read from the journal, which alone is believed. */
  take(commit: Commit, stored: StoredCommit): Promise<void> {
    return this.#inTurn(async () => {
      if (stored.seq <= this.seq) return
      if (!this.#place.stale && faultOf(stored, this.name, this.#place.head) === undefined)
        this.#fold(this.#place, commit, stored)
      else await this.#readOn()
    })
  }

  /** Follows no further: who owns the stream from here on goes on at this place. */
  handOver(): Promise<Place<S>> {
    return this.#inTurn(async () => {
      await this.#readOn()
      this.#handedOver = true
      return this.#place
    })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(() => {
      if (this.#handedOver) throw new Error(`${this.name} is followed no more`)
      return work()
    })
    this.#turn = done.catch(() => {
      this.#place.stale ||= !this.#handedOver
    })
    return done
  }

  async #readOn(): Promise<void> {
    if (this.#place.stale) return this.#readAll()
    for await (const { commit, stored } of this.#ports.journal.after(this.name, this.#place.head)) {
      this.#fold(this.#place, commit, stored)
    }
  }

  async #readAll(): Promise<void> {
    const told = this.#place.head
    const kept = await this.#ports.snapshots.load(this.name, this.#rules.stateVersion)
    const fresh: Place<S> = {
      state: kept === undefined ? this.#rules.initial() : (kept.state as S),
      head: kept?.head ?? START,
      snapshotSeq: kept?.head.seq ?? 0,
      recent: this.#place.recent,
      stale: true,
    }
    const keptSeq = fresh.head.seq
    let place = fresh
    // A snapshot may be ahead of what was told here: nothing in between is left out.
    for await (const { commit, stored } of this.#ports.journal.after(this.name, earlierOf(told, fresh.head))) {
      // What is news to the screens is drawn from the state it belongs to.
      if (commit.seq > told.seq && place === fresh) place = Object.assign(this.#place, fresh)
      this.#fold(place, commit, stored, commit.seq > keptSeq)
    }
    if (place === fresh) Object.assign(this.#place, fresh)
    this.#place.stale = false
  }

  #fold(place: Place<S>, commit: Commit, stored: StoredCommit, isNew = true): void {
    if (isNew) for (const event of commit.events) this.#rules.evolve(place.state, event)
    place.head = { seq: commit.seq, hash: commit.hash, at: commit.at }
    place.recent.remember(commit)
    if (place === this.#place) this.#ports.published(commit, stored)
  }
}
