import { EventEmitter } from 'node:events'
import type {
  Actor,
  Answer,
  Commit,
  Envelope,
  ResumeAnswer,
  ResumeRequest,
  SignRequest,
  StreamName,
} from '@pingting/contract'
import type { Server } from 'socket.io'
import { answering } from '../../../server/src/hub/answers.ts'
import { Hub } from '../../../server/src/hub/dispatch.ts'
import { type Journal, openJournal, START } from '../../../server/src/hub/journal/journal.ts'
import { openKeys } from '../../../server/src/hub/journal/keys.ts'
import { type Orders, openOrders } from '../../../server/src/hub/orders.ts'
import { audienceOf } from '../../../server/src/hub/publish/listeners.ts'
import { Publisher, roomOf } from '../../../server/src/hub/publish/publish.ts'
import { showing } from '../../../server/src/hub/publish/shown.ts'
import { openSigner } from '../../../server/src/hub/signer.ts'
import { rulesOf } from '../../../server/src/hub/streams/kinds.ts'
import { openTicketTokens } from '../../../server/src/hub/tokens.ts'
import { Part } from '../engine/clockwork.ts'
import { listenIn } from '../invariants/told.ts'
import { hubLog } from './log.ts'
import { HALL, LOT, never, type Site } from './site.ts'
import { journalOf } from './store/journal.ts'
import type { SnapshotShelf } from './store/snapshots.ts'
import type { Store } from './store/store.ts'
import type { Line } from './wire.ts'
import type { Witness } from './witness.ts'

export const EPOCH = 'journal-1'
export const MAC_KEY = Buffer.alloc(32, 7)
const DATA_KEY = Buffer.alloc(32, 3)
const TOKENS = openTicketTokens(Buffer.alloc(32, 5))
const TICK_MS = 15_000
const REPAIR_MS = 60_000

/** One hub: the product's road from command to screen, on doubled ports, until it is killed. */
export class HubProcess {
  readonly part = new Part('hub')
  readonly lines = new Set<Line>()
  readonly hub: Hub
  readonly #site: Site
  readonly #store: Store
  readonly #keys
  readonly #journal: Journal
  /** Tells of rooms that everybody has left, as the adapter of socket.io does. */
  readonly #emptied = new EventEmitter()
  readonly #rooms = new Map<string, Set<Line>>()
  readonly #listeners = new Map<Line, (envelope: Envelope) => void>()
  readonly #publisher: Publisher
  readonly #orders: Orders
  readonly #answer
  readonly #shown
  ready = false
  /** What crosses from lot to hall now was swallowed by a crash; a start ends with it. */
  #repairs = true

  constructor(site: Site, store: Store, shelf: SnapshotShelf) {
    this.#site = site
    this.#store = store
    const { clock, faults, plant } = site
    const { part } = this
    this.#keys = openKeys(store.connectionOf(part), DATA_KEY)
    this.#journal = journalOf(store, part, this.#keys)
    const log = hubLog(site, part)
    this.hub = new Hub({
      journal:
        plant.journal?.(this.#journal, { site, store, part, log, publish: commit => this.#publish(commit) }) ??
        this.#journal,
      snapshots: plant.snapshots?.(shelf.of(part)) ?? shelf.of(part),
      clock: {
        ...{ now: () => clock.now(part), speed: 1 },
        turn: () => clock.wait(part, 0),
        pause: delayMs => clock.wait(part, delayMs),
      },
      log,
      indexOf: plant.indexOf ?? (text => this.#keys.index(text)),
      opened: () => undefined,
      // Whether a kiosk was shown the slip is asked of people, and no fault changes it.
      opening: async () => undefined,
      published: commit => this.#publish(commit),
      rules: (name, world) => plant.rules?.(rulesOf(name, world), name) ?? rulesOf(name, world),
      fault: point => {
        if (!part.alive || !faults.strikes(point)) return
        if (point === 'c15' && this.#repairs) faults.inRepair += 1
        site.kill(part)
      },
    })
    if (plant.forgetful) this.hub.repair = () => undefined
    this.#publisher = new Publisher(this.#socket(), EPOCH)
    this.#shown = showing(this.hub, () => undefined)
    this.#answer = answering(this.hub, TOKENS, () => 'http://hall')
    this.#orders = openOrders(this.hub, openSigner(MAC_KEY), undefined as never, this.#keys)
  }

  async start(): Promise<void> {
    await this.#keys.loadAll()
    await this.hub.open()
    this.#repairs = false
    this.ready = true
    this.#every(TICK_MS, () => this.hub.tick())
    this.#every(REPAIR_MS, () => this.#repair())
  }

  #repair(): void {
    this.#repairs = true
    this.hub.repair()
    this.#repairs = false
  }

  /** As SIGTERM does: what is under way is finished, the state is written down. */
  async stop(): Promise<void> {
    this.ready = false
    for (const line of [...this.lines]) line.break()
    await this.hub.close()
    this.part.alive = false
  }

  async submit(stream: StreamName, command: object, actor: Actor): Promise<Answer> {
    const { plant } = this.#site
    const outcome = await this.hub.submit(stream, command, plant.actor?.(actor) ?? actor)
    if (!this.part.alive) return never()
    const answer = this.#answer(stream, outcome, actor)
    listenIn(this.#site.witness, stream, audienceOf(actor, stream), answer)
    return answer
  }

  sign = async (request: SignRequest, actor: Actor) => this.#orders.sign(request, actor)

  /** Reading the ring and joining the room are one turn; that is the whole trick. */
  async resume(request: ResumeRequest, line: Line, hear: (envelope: Envelope) => void): Promise<ResumeAnswer> {
    const { stream, audience } = request
    const owner = this.hub.stream(stream.split(':')[0] as 'hall', stream.split(':')[1]!)
    if (owner === undefined || !this.part.alive) return never()
    const clock = { at: this.hub.now(), speed: 1 }
    const join = (): void => {
      if (!line.open) return
      this.#listeners.set(line, hear)
      const room = roomOf(stream, audience)
      this.#rooms.set(room, (this.#rooms.get(room) ?? new Set()).add(line))
    }
    return owner.read((_state: unknown, head) => {
      const answer = this.#publisher.resume(request, this.#shown(stream)!, head.seq, clock)
      listenIn(this.#site.witness, stream, audience, answer)
      if (this.#site.plant.joinsLateMs === undefined) join()
      else this.#site.clock.after(this.part, this.#site.plant.joinsLateMs, join)
      return answer
    })
  }

  leaveAll(line: Line): void {
    this.#listeners.delete(line)
    for (const [room, lines] of this.#rooms) {
      if (!lines.delete(line) || lines.size > 0) continue
      this.#rooms.delete(room)
      this.#emptied.emit('delete-room', room)
    }
  }

  /** Both journals from their first commits, as the product reads them back. */
  async history(witness: Witness, checksHashes: boolean): Promise<{ hall: Commit[]; lot: Commit[] }> {
    const journal = checksHashes ? openJournal(this.#store.connectionOf(this.part), this.#keys) : this.#journal
    const read = async (stream: StreamName): Promise<Commit[]> => {
      const commits: Commit[] = []
      try {
        for await (const { commit } of journal.after(stream, START)) commits.push(commit)
      } catch (error) {
        witness.see(`I-8 ${error instanceof Error ? error.message : error}`)
      }
      return commits
    }
    return { hall: await read(HALL), lot: await read(LOT) }
  }

  screenOf = (stream: StreamName, audience: string) => this.#shown(stream)?.screen(audience)

  #publish(commit: Parameters<Publisher['publish']>[0]): void {
    if (this.part.alive) this.#publisher.publish(commit, this.#shown(commit.stream))
  }

  #every(periodMs: number, run: () => void): void {
    const again = (): void => {
      run()
      this.#site.clock.after(this.part, periodMs, again)
    }
    this.#site.clock.after(this.part, periodMs, again)
  }

  /** As much of a socket.io server as the publisher asks for. */
  #socket(): Server {
    const emit = (room: string, envelope: Envelope): void => {
      const { plant, witness } = this.#site
      const seen = plant.envelope?.(envelope) ?? envelope
      listenIn(witness, envelope.stream, envelope.audience, seen)
      if (envelope.seq > this.#store.commitsOf(envelope.stream as StreamName).length)
        witness.see(`I-16 ${room} was told of commit ${envelope.seq} before it was durable`)
      for (const line of this.#rooms.get(room) ?? []) line.push(() => this.#listeners.get(line)?.(seen))
    }
    return {
      of: () => ({ adapter: Object.assign(this.#emptied, { rooms: this.#rooms }) }),
      to: (room: string) => ({ emit: (_name: string, envelope: Envelope) => emit(room, envelope) }),
    } as unknown as Server
  }
}
