import type { Hint, Told } from '../../../parking-bridge/src/lot/port.ts'
import { type Skew, skewOf } from '../../../parking-bridge/src/lot/skew.ts'
import type { Part } from '../engine/clockwork.ts'
import type { GateProcess } from './gate-process.ts'
import { leaving, type Site } from './site.ts'
import { delayMs } from './wire.ts'

const TIMEOUT_MS = 5_000
const TAIL_MIN_MS = 5_000
const TAIL_MAX_MS = 40_000
const LINK_RETRY_MS = 1_000
const LOOK_MS = 1_000
const CALL_MS = 2

export interface Calls {
  site: Site
}

/** What keeps a bridge and a gate together: one session after another, and calls that may outlive theirs. */
export class GateLine implements Calls {
  readonly site: Site
  readonly #part: Part
  readonly #gate: GateProcess
  #listener: (hint: Hint) => void = () => undefined
  #session: { epoch: string; gate: Part } | undefined
  #closed = false
  /** Nobody gets through before this. */
  #cutUntilMs = 0

  constructor(site: Site, part: Part, gate: GateProcess) {
    this.site = site
    this.#part = part
    this.#gate = gate
  }

  get up(): boolean {
    return this.#session !== undefined
  }

  /** Of the session; without one the last epoch known. */
  epoch: string | undefined

  /** As it was when the clock of the gate was last looked at. */
  skew: Skew = 'fine'

  hear(listener: (hint: Hint) => void): void {
    this.#listener = listener
  }

  open(): void {
    this.#gate.listeners.add(this.#news)
    this.#knock()
  }

  close(): void {
    this.#closed = true
    this.#gate.listeners.delete(this.#news)
    this.#session = undefined
  }

  cut(forMs: number): void {
    this.#cutUntilMs = this.site.clock.wallMs + forMs
    this.#lose()
  }

  /** A clock was set: the next look at the gate finds out. */
  clockSet(): void {
    this.site.clock.after(this.#part, LOOK_MS, () => {
      const before = this.skew
      this.#look()
      if (this.up && this.skew !== before) this.#listener('link')
    })
  }

  #look(): void {
    this.skew = skewOf(this.#gate.part.skewMs - this.#part.skewMs)
  }

  readonly #news = (what: 'facts' | 'down'): void => {
    if (!this.#part.alive) this.close()
    else if (what === 'down') this.#lose()
    else if (this.up && !this.site.faults.strikes('hintLost'))
      this.site.clock.after(this.#part, delayMs(this.site), () => this.up && this.#listener('facts'))
  }

  #lose(): void {
    if (this.#session === undefined) return
    this.#session = undefined
    this.#listener('link')
    this.#knock()
  }

  #knock(): void {
    const { clock } = this.site
    clock.after(this.#part, LINK_RETRY_MS, () => {
      if (this.#closed || this.up) return
      if (!this.#gate.up || clock.wallMs < this.#cutUntilMs) return this.#knock()
      this.epoch = this.#gate.ledger.controllerEpoch
      this.#session = { epoch: this.epoch, gate: this.#gate.part }
      this.#look()
      this.#listener('link')
    })
  }

  /** A call that was sent may run long after nobody waits for it, unless the gate itself has gone meanwhile. */
  call<A>(kind: 'order' | 'facts', run: (gate: GateProcess) => Promise<A>): Promise<Told<A>> {
    return leaving(this.#part, () => this.#call(kind, run))
  }

  #call<A>(kind: 'order' | 'facts', run: (gate: GateProcess) => Promise<A>): Promise<Told<A>> {
    const { clock, faults, kill, world } = this.site
    const session = this.#session
    if (session === undefined)
      return Promise.resolve({ told: 'refusedBeforeRunning', retry: 'retryable', code: 'LinkDown' })
    if (kind === 'order' && faults.strikes('refusedByGate'))
      return Promise.resolve({ told: 'refusedBeforeRunning', retry: 'retryable', code: 'BadTooManyOperations' })
    return new Promise(resolve => {
      const callOff = clock.after(this.#part, TIMEOUT_MS, () => {
        // After a timeout nobody knows the state of the session either.
        if (this.#session === session) this.#lose()
        resolve({ told: 'unknown', code: 'BadTimeout' })
      })
      const told = (answer: Told<A>): void => {
        callOff()
        resolve(answer)
      }
      const arrive = (): void => {
        if (!session.gate.alive) return
        void run(this.#gate).then(
          answer => this.#back(() => told({ told: 'answered', answer })),
          () =>
            this.#back(() => told({ told: 'refusedBeforeRunning', retry: 'retryable', code: 'BadUserAccessDenied' })),
        )
      }
      for (let copies = faults.strikes('doubled') ? 2 : 1; copies > 0; copies--)
        if (!faults.strikes('dropped')) clock.after(world, this.#underWayMs(), arrive)
      if (kind === 'order' && faults.strikes('c10')) kill(this.#part)
    })
  }

  #underWayMs(): number {
    const { faults } = this.site
    if (faults.strikes('gateTail')) return faults.random.between(TAIL_MIN_MS, TAIL_MAX_MS)
    return CALL_MS
  }

  #back(told: () => void): void {
    if (!this.site.faults.strikes('dropped')) this.site.clock.after(this.#part, CALL_MS, told)
  }
}
