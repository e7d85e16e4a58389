import { chanceFor, type Random } from '../engine/chance.ts'
import type { Part } from '../engine/clockwork.ts'
import { BridgeProcess } from './bridge-process.ts'
import { GateProcess } from './gate-process.ts'
import { HubProcess } from './hub-process.ts'
import { Planned, type Site } from './site.ts'
import { SnapshotShelf } from './store/snapshots.ts'
import type { Store } from './store/store.ts'

const RESTART_MIN_MS = 500
const RESTART_MAX_MS = 6_000

/** The processes of one hall, and whoever starts them again when they die. */
export class House {
  readonly gate: GateProcess
  hubs: HubProcess[] = []
  bridges: BridgeProcess[] = []
  readonly #site: Site
  readonly #store: Store
  readonly #shelf = new SnapshotShelf()
  readonly #random: Random
  /** The file of the gate's ledger is lost with its next end. */
  #losesLedger = false

  constructor(site: Site, store: Store) {
    this.#site = site
    this.#store = store
    this.#random = chanceFor(site.seed, 'house')
    this.gate = new GateProcess(site)
  }

  /** A hub that answers, any of them. */
  choose = (): HubProcess | undefined => {
    const serving = this.hubs.filter(hub => hub.ready && hub.part.alive)
    return serving.length < 2 ? serving[0] : serving[Math.floor(this.#random.next() * serving.length)]
  }

  async startHub(): Promise<HubProcess> {
    const hub = new HubProcess(this.#site, this.#store, this.#shelf)
    this.hubs.push(hub)
    // A start that cannot read the journal ends the process, and the supervisor tries again.
    await hub.start().catch(error => {
      if (!(error instanceof Planned)) this.#site.witness.see(`SM a hub could not start: ${error}`)
      this.#site.kill(hub.part)
    })
    return hub
  }

  startBridge(): BridgeProcess {
    const bridge = new BridgeProcess(this.#site, this.gate, this.choose, this.#random)
    this.bridges.push(bridge)
    bridge.start()
    return bridge
  }

  /** Bridges that have ended because a newer one has the lot are not started again. */
  tidy(): void {
    this.bridges = this.bridges.filter(bridge => bridge.part.alive && bridge.ending === undefined)
  }

  resetGate(): void {
    this.#losesLedger = true
    this.#site.kill(this.gate.part)
  }

  /** What a supervisor does when a process has died without warning. */
  died(part: Part): void {
    const { clock, faults, world, trace } = this.#site
    trace.add(clock.wallMs, `${part.name} died`)
    const soon = faults.random.between(RESTART_MIN_MS, RESTART_MAX_MS)
    if (part === this.gate.part) {
      this.gate.died(this.#losesLedger)
      this.#losesLedger = false
      return
    }
    const hub = this.hubs.find(each => each.part === part)
    if (hub !== undefined) {
      for (const line of [...hub.lines]) line.break()
      this.hubs = this.hubs.filter(each => each !== hub)
      clock.after(world, soon, () => void this.startHub())
      return
    }
    const bridge = this.bridges.find(each => each.part === part)
    if (bridge === undefined) return
    bridge.died()
    this.bridges = this.bridges.filter(each => each !== bridge)
    if (bridge.ending === undefined) clock.after(world, soon, () => void this.startBridge())
  }
}
