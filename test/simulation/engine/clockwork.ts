import { instantOf } from '@pingting/contract'
import { Agenda, type Entry } from './agenda.ts'

/** A process, or the world outside: what is due for it happens only while it lives, and not while it is stopped. */
export class Part {
  readonly name: string
  alive = true
  /** Stopped as by SIGSTOP; everything due waits until then. */
  stoppedUntilMs = 0
  /** How far its clock is off. */
  skewMs = 0

  constructor(name: string) {
    this.name = name
  }
}

/** So many turns share one round of Node's own loop; after each of them every promise has gone on. */
const TURNS_AT_ONCE = 64

/**
 * Virtual time in one thread. One thing happens after another, in the order of its time and then of its asking, and
 * between two of them all promises go as far as they can: the same seed is the same day.
 */
export class Clockwork {
  /** Monotonic milliseconds since the simulation began. */
  wallMs = 0
  tally = 0
  readonly #startMs: number
  readonly #agenda = new Agenda()
  /** Business time that was skipped: nobody waited for it. */
  #skippedMs = 0

  constructor(startMs: number) {
    this.#startMs = startMs
  }

  nowMs = (part: Part): number => Math.floor(this.#startMs + this.#skippedMs + this.wallMs + part.skewMs)
  now = (part: Part): string => instantOf(this.nowMs(part))

  /** @returns how to call it off. */
  after(part: Part, delayMs: number, run: () => void): () => void {
    return this.#agenda.add(this.wallMs + Math.max(0, delayMs), part, run)
  }

  wait(part: Part, delayMs: number): Promise<void> {
    return new Promise(resolve => this.after(part, delayMs, resolve))
  }

  /** Business time goes on to an instant; the wall, and with it every pause, stands still. */
  skipTo(part: Part, untilMs: number): void {
    this.#skippedMs += Math.max(0, untilMs - this.nowMs(part))
  }

  /** Lets everything happen that is due within so many milliseconds, or until `done`. */
  pass(forMs: number, done: () => boolean = () => false): Promise<void> {
    const untilMs = this.wallMs + forMs
    return new Promise((resolve, reject) => {
      let ended = false
      const turn = (): void => {
        if (ended) return
        try {
          ended = done() || !this.#next(untilMs)
        } catch (error) {
          ended = true
          reject(error)
        }
        if (ended) resolve()
      }
      const round = (): void => {
        for (let left = TURNS_AT_ONCE; left > 0; left--) setImmediate(turn)
        setImmediate(() => ended || round())
      }
      round()
    })
  }

  #next(untilMs: number): boolean {
    const entry = this.#agenda.first()
    if (entry === undefined || entry.atMs > untilMs) {
      this.wallMs = untilMs
      return false
    }
    this.#agenda.take()
    this.wallMs = Math.max(this.wallMs, entry.atMs)
    this.#run(entry)
    return true
  }

  #run({ part, run }: Entry): void {
    if (!part.alive || run === undefined) return
    if (part.stoppedUntilMs > this.wallMs) this.#agenda.add(part.stoppedUntilMs, part, run)
    else {
      this.tally += 1
      run()
    }
  }
}
