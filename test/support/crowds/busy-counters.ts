import { clerkIdOf, counterIdOf } from '../../../server/living-hall/seed.ts'
import { type Client, logIn } from '../client.ts'

/** Each waits for its answer, which takes 50 ms beside a room of a hundred: ten would press 200 keys a second at best. */
const COUNTERS = 40
const RETRY_MS = 20

/** Counters that pause and resume at a pace: events every screen of the hall sees, each the only one of its commit. */
export class BusyCounters {
  /** The seq of every acknowledged command. */
  readonly seqs: number[] = []
  readonly #clerks: readonly Client[]
  readonly #paused = new Set<number>()
  #going: Promise<unknown> = Promise.resolve()
  #isOver = true

  private constructor(clerks: readonly Client[]) {
    this.#clerks = clerks
  }

  static async open(url: string): Promise<BusyCounters> {
    const clerks: Client[] = []
    for (let number = 1; number <= COUNTERS; number += 1) {
      const clerk = await logIn(url, clerkIdOf(number))
      await clerk.must('counter.open', { counterId: counterIdOf(number) })
      clerks.push(clerk)
    }
    return new BusyCounters(clerks)
  }

  /** Open loop: so many events a second over all counters, whatever becomes of them. */
  start(perSecond: number): void {
    this.#isOver = false
    const startedMs = performance.now()
    this.#going = Promise.all(
      this.#clerks.map(async (clerk, index) => {
        for (let turn = 0; !this.#isOver; turn += 1) {
          const dueMs = startedMs + ((turn * COUNTERS + index) * 1_000) / perSecond
          const early = dueMs - performance.now()
          if (early > 0) await new Promise(resolve => setTimeout(resolve, early))
          await this.#press(clerk, index)
        }
      }),
    )
  }

  /** Resolves when everything that was begun is acknowledged. */
  async end(): Promise<void> {
    this.#isOver = true
    await this.#going
  }

  /** Repeats with the same id until the hub answers. @throws when it is refused. */
  async #press(clerk: Client, index: number): Promise<void> {
    const commandId = crypto.randomUUID()
    const counterId = counterIdOf(index + 1)
    const [type, fields] = this.#paused.has(index)
      ? ['counter.resume', { counterId }]
      : ['counter.pause', { counterId, reason: 'break' }]
    for (;;) {
      const told = await clerk.command(type as string, fields as object, { commandId }).catch(() => undefined)
      if (told?.json.ok) {
        this.seqs.push(told.json.seq)
        if (!this.#paused.delete(index)) this.#paused.add(index)
        return
      }
      if (told !== undefined && told.status !== 503) throw new Error(`${type} was refused: ${JSON.stringify(told)}`)
      await new Promise(resolve => setTimeout(resolve, RETRY_MS))
    }
  }
}
