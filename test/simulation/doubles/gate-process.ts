import {
  apply,
  beginLedger,
  type Commit,
  type Decision,
  decideExpiry,
  emptyLedger,
  type GatePolicy,
  type Ledger,
} from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import { HALL_TARIFF } from '../../../parking-bridge/simulated-gate/src/tariff.ts'
import { Part } from '../engine/clockwork.ts'
import { LOT_ID, never, type Site } from './site.ts'

const POLICY: GatePolicy = { siteId: LOT_ID, tariff: HALL_TARIFF, capacity: 10_000 }
const SYNC_MS = 3
const RESTART_MIN_MS = 1_000
const RESTART_MAX_MS = 20_000
const EXPIRY_MS = 60_000
const DRIVE_RETRY_MS = 3_000

/** One life of the ledger file: it ends only when the file is lost. */
export interface LedgerLife {
  epoch: string
  durable: Commit[]
  /** When each of them was on disk, on the clock on the wall of the world: the gate's own may be wrong. */
  durableAtMs: number[]
}

/**
 * The controller of a gate: the product's pure ledger in memory, and a disk that takes a moment. Nobody is told before
 * a commit is on disk; a crash loses what was not, and a reset loses the file itself.
 */
export class GateProcess {
  part = new Part('gate')
  ledger!: Ledger
  readonly lives: LedgerLife[] = []
  readonly listeners = new Set<(what: 'facts' | 'down') => void>()
  readonly #site: Site
  #queued: { commit: Commit; done: () => void }[] = []
  #settled: Promise<void> = Promise.resolve()

  constructor(site: Site) {
    this.#site = site
    this.#begin()
  }

  get up(): boolean {
    return this.part.alive
  }

  get life(): LedgerLife {
    return this.lives.at(-1)!
  }

  #begin(): void {
    const epoch = `epoch-${this.lives.length + 1}`
    const { ledger, commit } = beginLedger(POLICY, epoch, this.#site.clock.now(this.part))
    this.ledger = ledger
    this.lives.push({ epoch, durable: [commit], durableAtMs: [this.#site.clock.wallMs] })
    this.#lookForExpiry()
  }

  #lookForExpiry(): void {
    this.#site.clock.after(this.part, EXPIRY_MS, () => {
      void this.execute(decideExpiry)
      this.#lookForExpiry()
    })
  }

  /** Decides on the ledger in memory, writes, and only then answers and tells. */
  async execute<A>(decide: (ledger: Ledger, now: string) => Decision<A>): Promise<A> {
    const { plant, clock, faults, kill, trace } = this.#site
    const { part } = this
    const { commit: decided, answer } = decide(this.ledger, clock.now(part))
    const commit = plant.gateCommit?.(decided, this.ledger) ?? decided
    if (commit.records.length + commit.events.length === 0) return this.#after(this.#settled, answer)
    apply(this.ledger, commit)
    trace.add(clock.wallMs, `gate ${JSON.stringify(commit)}`)
    const written = this.#append(commit)
    // Before the sync, and after whatever does not wait for it.
    if (faults.strikes('gateTorn')) clock.after(part, 0, () => kill(part))
    if (plant.gateAnswersEarly) return answer
    await written
    if (!part.alive) return never()
    if (commit.events.some(event => event.type === 'ExemptionHonoured') && faults.strikes('c13')) kill(part)
    else if (commit.records.length > 0 && faults.strikes('c12')) kill(part)
    if (!part.alive) return never()
    if (commit.events.length > 0) for (const listener of this.listeners) listener('facts')
    return answer
  }

  /** "Found" and "not found" must both be final. */
  read<A>(query: (ledger: Ledger, now: string) => A): Promise<A> {
    return this.#after(this.#settled, query(this.ledger, this.#site.clock.now(this.part)))
  }

  async #after<A>(settled: Promise<void>, answer: A): Promise<A> {
    const { part } = this
    await settled
    return part.alive ? answer : never()
  }

  #append(commit: Commit): Promise<void> {
    this.#settled = new Promise(done => this.#queued.push({ commit, done }))
    if (this.#queued.length === 1) this.#site.clock.after(this.part, SYNC_MS, () => this.#sync())
    return this.#settled
  }

  #sync(): void {
    const queued = this.#queued
    this.#queued = []
    for (const { commit, done } of queued) {
      this.life.durable.push(commit)
      this.life.durableAtMs.push(this.#site.clock.wallMs)
      done()
    }
  }

  /** What a car does at a barrier. While the gate is down, or died over it, the car is still there and tries again. */
  async drive<A>(decide: (ledger: Ledger, now: string) => Decision<A>): Promise<A> {
    const { clock, world, plant } = this.#site
    const seen: typeof decide = (ledger, now) => decide(plant.laneView?.(ledger) ?? ledger, now)
    for (;;) {
      const tried = this.up ? this.execute(seen) : never<A>()
      const answer = await Promise.race([tried, clock.wait(world, DRIVE_RETRY_MS)])
      if (answer !== undefined) return answer as A
    }
  }

  /** Called when the part was killed: memory and what was not on disk are gone, and somebody starts it again. */
  died(loseFile: boolean): void {
    const { clock, faults, world } = this.#site
    this.#queued = []
    this.#settled = Promise.resolve()
    for (const listener of [...this.listeners]) listener('down')
    clock.after(world, faults.random.between(RESTART_MIN_MS, RESTART_MAX_MS), () => this.#restart(loseFile))
  }

  #restart(loseFile: boolean): void {
    const { skewMs } = this.part
    this.part = new Part('gate')
    this.part.skewMs = skewMs
    if (loseFile) {
      this.#begin()
      return
    }
    this.ledger = emptyLedger(POLICY)
    for (const commit of this.life.durable) apply(this.ledger, commit)
    this.#lookForExpiry()
  }
}
