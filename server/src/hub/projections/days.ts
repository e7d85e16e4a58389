import type { HallFrame } from '@pingting/contract'
import type { DayStore } from '../../metrics/store.ts'
import type { Logger } from '../process/log.ts'

const SAVE_EVERY_MS = 5_000

/** Where a hall's figures are read, between two batches. */
export type ReadFigures = (hallId: string) => Promise<{ seq: number; figures: HallFrame } | undefined>

/** Writes each hall's figures of the day down, at most every few seconds, and at once when the day closes. */
export class Days {
  readonly #store: DayStore
  readonly #read: ReadFigures
  readonly #log: Logger
  readonly #dirty = new Set<string>()
  readonly #timer: NodeJS.Timeout

  constructor(store: DayStore, read: ReadFigures, log: Logger) {
    this.#store = store
    this.#read = read
    this.#log = log
    this.#timer = setInterval(() => void this.save(), SAVE_EVERY_MS)
  }

  touch(hallId: string, dayClosed: boolean): void {
    this.#dirty.add(hallId)
    if (dayClosed) void this.save()
  }

  async save(): Promise<void> {
    for (const hallId of [...this.#dirty]) {
      this.#dirty.delete(hallId)
      try {
        const now = await this.#read(hallId)
        if (now !== undefined) await this.#store.save(hallId, now.seq, now.figures)
      } catch (error) {
        this.#dirty.add(hallId)
        this.#log.warn({ hallId, error }, 'the figures of the day were not written; trying again')
      }
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.save()
  }
}
