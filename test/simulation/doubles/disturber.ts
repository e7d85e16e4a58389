import type { Part } from '../engine/clockwork.ts'
import type { House } from './house.ts'
import type { Site } from './site.ts'

const LOOKS_EVERY_MS = 20_000
const STOP_MAX_MS = 30_000
const SKEW_MAX_MS = 15_000
/** Somebody set the clock by hand, or its battery is empty. */
const FAR_OFF_MAX_MS = 10 * 60_000
const FAR_OFF_SHARE = 0.2
const CUT_MAX_MS = 60_000

/** What goes wrong by itself, outside any message or write: cuts, stops, clocks, kills, second owners, deployments. */
export class Disturber {
  readonly #site: Site
  readonly #house: House

  constructor(site: Site, house: House) {
    this.#site = site
    this.#house = house
    this.#again()
  }

  /** After a calm: from here on it goes wrong again. */
  resume(): void {
    this.#site.faults.calm = false
    this.#again()
  }

  #again(): void {
    const { clock, world, faults } = this.#site
    clock.after(world, LOOKS_EVERY_MS, () => {
      if (faults.calm) return
      this.#look()
      this.#again()
    })
  }

  #look(): void {
    const { clock, faults, kill } = this.#site
    const { gate, hubs, bridges } = this.#house
    const { random } = faults
    this.#house.tidy()
    const any = <T>(list: readonly T[]): T | undefined => list[Math.floor(random.next() * list.length)]
    if (faults.strikes('cut'))
      for (const hub of hubs) for (const line of [...hub.lines]) if (random.chance(0.6)) line.break()
    if (faults.strikes('gateCut')) any(bridges)?.line.cut(random.between(1_000, CUT_MAX_MS))
    const part = any([...hubs.map(hub => hub.part), ...bridges.map(bridge => bridge.part), gate.part])
    if (part !== undefined && faults.strikes('stop'))
      part.stoppedUntilMs = clock.wallMs + random.between(1_000, STOP_MAX_MS)
    if (part !== undefined && faults.strikes('clock')) this.#setClock(part)
    if (hubs.length === 1 && faults.strikes('secondHub')) this.#secondHub()
    if (bridges.length === 1 && faults.strikes('secondBridge')) this.#house.startBridge()
    if (hubs.length === 1 && faults.strikes('deploy')) void this.deploy()
    if (gate.up && faults.strikes('gateKilled')) kill(gate.part)
    if (gate.up && faults.strikes('gateReset')) this.#house.resetGate()
  }

  #setClock(part: Part): void {
    const { random } = this.#site.faults
    const mostMs = random.chance(FAR_OFF_SHARE) ? FAR_OFF_MAX_MS : SKEW_MAX_MS
    part.skewMs = random.between(-mostMs, mostMs)
    this.#site.trace.add(this.#site.clock.wallMs, `clock ${Math.round(part.skewMs)}`)
    for (const { line } of this.#house.bridges) line.clockSet()
  }

  /** Two believe that they own the streams, until one of them is taken away. */
  #secondHub(): void {
    const { clock, world, faults } = this.#site
    void this.#house.startHub()
    clock.after(world, faults.random.between(5_000, 120_000), () => void this.deploy())
  }

  /** The oldest hub ends in order, and another one serves on. */
  async deploy(): Promise<void> {
    const [oldest] = this.#house.hubs
    if (oldest === undefined || !oldest.ready) return
    await oldest.stop()
    this.#house.hubs = this.#house.hubs.filter(hub => hub !== oldest)
    if (this.#house.hubs.length === 0) await this.#house.startHub()
  }

  /** From here on nothing goes wrong: stopped processes go on, clocks are set, one hub and one bridge are left. */
  async calm(): Promise<void> {
    const { faults, world, clock } = this.#site
    faults.calm = true
    for (const { part } of [...this.#house.hubs, ...this.#house.bridges, this.#house.gate]) {
      part.stoppedUntilMs = 0
      part.skewMs = 0
    }
    for (const { line } of this.#house.bridges) line.clockSet()
    while (this.#house.hubs.length !== 1 || !this.#house.hubs[0]!.ready) {
      if (this.#house.hubs.length > 1) await this.deploy()
      await clock.wait(world, 1_000)
    }
  }
}
