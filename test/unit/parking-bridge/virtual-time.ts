import { setImmediate as turn } from 'node:timers/promises'
import { instantOf } from '@pingting/contract'
import type { Time } from '../../../parking-bridge/src/ports.ts'

const START_MS = Date.parse('2026-11-23T01:00:00.000Z')

/** Time that passes only when told to: business time and the wall run together. */
export class VirtualTime implements Time {
  #nowMs = 0
  #timers: { atMs: number; run: () => void }[] = []
  #ids = 0
  readonly random: () => number

  constructor(random: () => number = () => 0.5) {
    this.random = random
  }

  now = (): string => instantOf(START_MS + Math.floor(this.#nowMs))
  wallMs = (): number => this.#nowMs
  uuid = (): string => `00000000-0000-4000-8000-${String(++this.#ids).padStart(12, '0')}`

  after = (delayMs: number, run: () => void): (() => void) => {
    const timer = { atMs: this.#nowMs + delayMs, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter(each => each !== timer)
    }
  }

  wait = (delayMs: number): Promise<void> => new Promise(resolve => this.after(delayMs, resolve))

  /** Lets everything happen that is due within so many milliseconds, in its order. */
  async pass(forMs: number): Promise<void> {
    const untilMs = this.#nowMs + forMs
    await turn()
    for (;;) {
      const due = this.#timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0]
      if (due === undefined) break
      this.#timers = this.#timers.filter(each => each !== due)
      this.#nowMs = Math.max(this.#nowMs, due.atMs)
      due.run()
      await turn()
    }
    this.#nowMs = untilMs
  }
}
