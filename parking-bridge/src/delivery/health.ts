import type { Answer } from '@pingting/contract'
import type { GateHealth, Lot } from '../lot/port.ts'
import type { Log, Time } from '../ports.ts'

/** A device that comes and goes ten times a second is one that is not well, and says so once. */
const AT_MOST_EVERY_MS = 1_000

/** Tells the hub how the devices of the gate are: one state at a time, the last one always. */
export class HealthTeller {
  #lot: Lot
  #time: Time
  #log: Log
  #tell: (health: GateHealth) => Promise<Answer>
  #may = false
  #busy = false
  #told: string | undefined

  constructor(lot: Lot, time: Time, log: Log, tell: (health: GateHealth) => Promise<Answer>) {
    this.#lot = lot
    this.#time = time
    this.#log = log
    this.#tell = tell
  }

  /** @param known whether the hub has anything of it, from whichever profile the lot had before. */
  start(known: boolean): void {
    this.#may = true
    this.#told = undefined
    if (this.#lot.health !== undefined) this.changed()
    else if (known) void this.#say({ alarms: [] })
  }

  changed(): void {
    if (this.#may && !this.#busy) void this.#run()
  }

  stop(): void {
    this.#may = false
  }

  async #run(): Promise<void> {
    this.#busy = true
    for (let health = this.#news(); health !== undefined; health = this.#news()) {
      await this.#say(health)
      await new Promise<void>(resolve => this.#time.after(AT_MOST_EVERY_MS, resolve))
    }
    this.#busy = false
  }

  #news(): GateHealth | undefined {
    const health = this.#may ? this.#lot.health?.() : undefined
    return health === undefined || JSON.stringify(health) === this.#told ? undefined : health
  }

  async #say(health: GateHealth): Promise<void> {
    this.#told = JSON.stringify(health)
    const answer = await this.#tell(health)
    if (!answer.ok) this.#log.error({ code: answer.code }, 'the hub refused how the devices of the gate are')
  }
}
