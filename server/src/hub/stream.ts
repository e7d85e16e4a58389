import {
  type Actor,
  businessDayOf,
  type Command,
  type Commit,
  type Facts,
  isRefusal,
  later,
  type Refusal,
  recorded,
  refuse,
  type StreamName,
} from '@pingting/contract'
import type { Rules } from '../domain.ts'
import { idOf } from './ids.ts'
import { bodyText } from './journal/canonical.ts'
import type { StoredCommit } from './journal/codec.ts'
import { type Draft, earlierOf, type Head, type Journal, START } from './journal/journal.ts'
import type { Snapshots } from './journal/snapshots.ts'
import { answerRepeat, type Outcome, type Pending, Recent } from './pending.ts'
import type { Clock } from './process/clock.ts'
import type { Logger } from './process/log.ts'
import { type Fault, noFault } from './streams/fault.ts'
import type { Place } from './streams/follower.ts'
import { Reads } from './streams/reads.ts'

export interface StreamPorts {
  journal: Journal
  snapshots: Snapshots
  log: Logger
  clock: Pick<Clock, 'now' | 'turn' | 'pause'>
  fault?: Fault
  /** A keyed hash: a plain one of a plate could be found by trying them all. */
  indexOf(text: string): string
  /** Called for every commit, in order, only after it is durable. */
  published(commit: Commit, stored: StoredCommit): void
}

const QUEUE_MAX = 10_000
const BATCH_MAX = 512
const TRIES_MAX = 5
const RETRY_AFTER_MS = 50
const SNAPSHOT_EVERY = 20_000

/**
 * Owns one stream: decides every command on its state, alone and in turn. Commands that arrive while a write is in
 * flight wait, are then decided one on the state the other leaves, and are written together. After a failed write or a
 * lost reply the state is dropped and read again, and each command is settled by its id.
 */
export class Stream<S> {
  readonly name: StreamName
  readonly #rules: Rules<S>
  readonly #ports: StreamPorts
  readonly #queue: Pending[] = []
  readonly #reads = new Reads()
  /** Answers of the latest commits, so that most repeats need no question to the store. */
  #recent = new Recent()
  readonly #fault: Fault
  #state: S
  #head: Head = START
  #snapshotSeq = 0
  /** The state may not be what the journal says: read it again before anything is decided. */
  #stale = true
  #retired = false
  #turning: Promise<void> | undefined

  constructor(name: StreamName, rules: Rules<S>, ports: StreamPorts) {
    this.name = name
    this.#rules = rules
    this.#ports = ports
    this.#fault = ports.fault ?? noFault
    this.#state = rules.initial()
  }

  /** Reads snapshot and tail. @throws when the journal cannot be read, or its chain does not hold. */
  async open(): Promise<void> {
    const { journal, snapshots, published } = this.#ports
    const told = this.#head
    // Whoever doubts from here on is not answered by this reading.
    this.#stale = false
    const kept = await snapshots.load(this.name, this.#rules.stateVersion)
    const state = kept === undefined ? this.#rules.initial() : (kept.state as S)
    let head = kept?.head ?? START
    // The snapshot of another owner may be ahead of what was told here: nothing in between is left out.
    for await (const { commit, stored } of journal.after(this.name, earlierOf(told, head))) {
      const place = { seq: commit.seq, hash: commit.hash, at: commit.at }
      if (commit.seq > head.seq) for (const event of commit.events) this.#rules.evolve(state, event)
      if (commit.seq > head.seq) head = place
      this.#recent.remember(commit)
      if (commit.seq <= told.seq) continue
      // What is news to the screens is drawn from the state it belongs to.
      this.#state = state
      this.#head = place
      published(commit, stored)
    }
    this.#state = state
    this.#head = head
    this.#snapshotSeq = kept?.head.seq ?? 0
  }

  /** Goes on where a follower stood, instead of reading all of it again; what that one missed, the fence will tell. */
  adopt({ state, head, snapshotSeq, recent, stale }: Place<S>): void {
    this.#state = state
    this.#head = head
    this.#snapshotSeq = snapshotSeq
    this.#recent = recent
    this.#stale = stale
  }

  /** Decides nothing more, since the stream has another owner: what waits is refused, to be repeated there. */
  async retire(): Promise<Place<S>> {
    this.#retired = true
    for (const pending of this.#queue.splice(0)) pending.answer(refuse('hub.unavailable'))
    while (this.#turning !== undefined) await this.#turning
    const place = { state: this.#state, head: this.#head, snapshotSeq: this.#snapshotSeq, recent: this.#recent }
    return { ...place, stale: this.#stale }
  }

  get seq(): number {
    return this.#head.seq
  }

  dispatch(command: Command, actor: Actor): Promise<Outcome> {
    if (this.#retired || this.#queue.length >= QUEUE_MAX) return Promise.resolve(refuse('hub.unavailable'))
    return new Promise(answer => {
      this.#queue.push({ command, bodyHash: this.#ports.indexOf(bodyText(command)), actor, tries: 0, answer })
      this.#wake()
    })
  }

  /** Runs when nothing undecided is folded in: what it sees is durable. */
  read<T>(view: (state: S, head: Head) => T): Promise<T> {
    const seen = this.#reads.add(() => view(this.#state, this.#head))
    this.#wake()
    return seen
  }

  /**
   * Another hub is at `seq`: it believed that it owns the stream too. What it wrote beyond here is read, so that the
   * screens of this hub hear of it though nothing more is written. @throws when it cannot be read.
   */
  async reached(seq: number): Promise<void> {
    if (seq <= this.seq) return
    this.#stale = true
    await this.read(() => undefined)
  }

  /** The state as it stands; for facts of other streams, which may be stale or not yet durable. */
  peek(): S {
    return this.#state
  }

  /** Writes the state down at the next moment at which all of it is durable. @returns whether it was written. */
  snapshot = async (): Promise<boolean> => this.read(() => this.#save())

  /** Waits for what is under way, then writes the state down. */
  async close(): Promise<void> {
    while (this.#turning !== undefined) await this.#turning
    if (!this.#stale) await this.#save()
  }

  #wake(): void {
    this.#turning ??= this.#run().finally(() => {
      this.#turning = undefined
      if (this.#queue.length > 0 || this.#reads.length > 0) this.#wake()
    })
  }

  async #run(): Promise<void> {
    // Let every command of this tick in first: they then share one write.
    await this.#ports.clock.turn()
    while (this.#queue.length > 0 || this.#reads.length > 0) {
      // What failed before is tried again alone, so that one command cannot take others down with it.
      const batch = this.#stale ? [] : this.#queue.splice(0, this.#queue[0]?.tries ? 1 : BATCH_MAX)
      try {
        if (this.#stale) await this.open()
        else await this.#flush(batch)
        if (!this.#stale) this.#reads.answer()
        if (this.#head.seq - this.#snapshotSeq >= SNAPSHOT_EVERY) void this.#save()
      } catch (error) {
        await this.#doubt(batch, error)
      }
    }
  }

  /** Nothing of the batch was acknowledged: read the journal again, and settle each command by its id. */
  async #doubt(batch: readonly Pending[], error: unknown): Promise<void> {
    this.#ports.log.error({ stream: this.name, error }, 'a write failed or its answer was lost; settling by id')
    this.#stale = true
    // Without a batch it was the reading that failed, and everybody in the queue has waited for it.
    const doubtful = batch.length > 0 ? batch : this.#queue.splice(0)
    for (const pending of doubtful) pending.tries += 1
    for (const pending of doubtful) if (pending.tries >= TRIES_MAX) pending.answer(refuse('hub.unavailable'))
    this.#queue.unshift(...doubtful.filter(pending => pending.tries < TRIES_MAX))
    this.#reads.fail(error)
    await this.#ports.clock.pause(RETRY_AFTER_MS)
  }

  async #flush(batch: readonly Pending[]): Promise<void> {
    const written: { pending: Pending; draft: Draft }[] = []
    const unwritten: { pending: Pending; decided: Draft | Refusal }[] = []
    const inBatch = new Set<string>()
    const repeats: Pending[] = []
    await this.#settle(batch.filter(pending => pending.tries > 0))
    for (const pending of batch) {
      const { commandId } = pending.command
      const known = this.#recent.get(commandId)
      if (known !== undefined) answerRepeat(pending, known)
      else if (inBatch.has(commandId)) repeats.push(pending)
      else {
        inBatch.add(commandId)
        const decided = this.#decide(pending)
        if (isRefusal(decided) || decided.events.length === 0) unwritten.push({ pending, decided })
        else written.push({ pending, draft: decided })
      }
    }
    if (written.length > 0) await this.#write(written)
    await this.#answerUnwritten(unwritten)
    this.#queue.unshift(...repeats)
  }

  /**
   * What failed once may have failed because it was accepted long ago, before the snapshot and beyond memory: the
   * journal is asked by id, and what it knows is answered as a repeat.
   */
  async #settle(doubtful: readonly Pending[]): Promise<void> {
    if (doubtful.length === 0) return
    const ids = doubtful.map(pending => pending.command.commandId)
    for (const commit of await this.#ports.journal.find(this.name, ids)) this.#recent.remember(commit)
  }

  /** Decides one command and folds its events in; what is refused leaves no trace. */
  #decide(pending: Pending): Draft | Refusal {
    const { command, actor, bodyHash } = pending
    const at = later(this.#head.at, this.#ports.clock.now())
    const idFor = (word: string): string => idOf(this.name, command.commandId, word)
    const facts: Facts = { at, businessDay: businessDayOf(at), actor, idFor }
    const decision = this.#rules.decide(this.#state, command, facts)
    if (isRefusal(decision)) return decision
    const events = [...decision]
    for (let fresh = decision; fresh.length > 0; ) {
      for (const event of fresh) this.#rules.evolve(this.#state, event)
      fresh = this.#rules.react(this.#state, fresh, facts)
      events.push(...fresh)
    }
    return { commandId: command.commandId, bodyHash, at, actor: recorded(actor), events }
  }

  async #write(changed: readonly { pending: Pending; draft: Draft }[]): Promise<void> {
    const drafts = changed.map(one => one.draft)
    this.#fault('c4')
    const stored = await this.#ports.journal.append(this.name, drafts, this.#head)
    this.#fault('c6')
    for (const [index, one] of stored.entries()) {
      const commit: Commit = { ...one, events: drafts[index]!.events }
      this.#head = { seq: one.seq, hash: one.hash, at: one.at }
      this.#recent.remember(commit)
      this.#ports.published(commit, one)
      this.#fault('c7')
      changed[index]!.pending.answer({ commit, replayed: false })
    }
  }

  /**
   * A refusal, or that nothing was left to change, is only answered once the journal has been asked whether the command
   * was accepted before: it may be the command's own effect that leaves nothing to do. No write tells here that another
   * owner has gone on meanwhile, so that is asked too, and then it is decided again.
   */
  async #answerUnwritten(unwritten: readonly { pending: Pending; decided: Draft | Refusal }[]): Promise<void> {
    if (unwritten.length === 0) return
    const ids = unwritten.map(one => one.pending.command.commandId)
    const { journal } = this.#ports
    const [accepted, isBehind] = await Promise.all([
      journal.find(this.name, ids),
      journal.isBehind(this.name, this.#head),
    ])
    this.#stale ||= isBehind
    if (isBehind) return void this.#queue.unshift(...unwritten.map(one => one.pending))
    const found = new Map(accepted.map(commit => [commit.commandId, commit]))
    for (const { pending, decided } of unwritten) {
      const known = found.get(pending.command.commandId)
      if (known !== undefined) answerRepeat(pending, { bodyHash: known.bodyHash, commit: known })
      else if (isRefusal(decided)) pending.answer(decided)
      // What changes nothing is accepted at the place the stream has now.
      else pending.answer({ commit: this.#recent.unchanged(pending, this.#head.seq, decided.at), replayed: false })
    }
  }

  /** Never in a command's way: without a snapshot the next start reads a longer tail, and that is all. */
  async #save(): Promise<boolean> {
    this.#snapshotSeq = this.#head.seq
    try {
      await this.#ports.snapshots.save(this.name, this.#rules.stateVersion, { ...this.#head }, this.#state)
      return true
    } catch (error) {
      this.#ports.log.warn({ stream: this.name, error }, 'a snapshot was not written; the journal has it all')
      return false
    }
  }
}
