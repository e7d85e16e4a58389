import type { StreamName } from '@pingting/contract'
import * as metrics from '../../metrics/state.ts'
import type { DayStore } from '../../metrics/store.ts'
import { type DayBook, dayBooks } from '../../metrics/view.ts'
import type { Hub } from '../dispatch.ts'
import { type Journal, START } from '../journal/journal.ts'
import { keepNewest } from '../journal/newest.ts'
import type { Logger } from '../process/log.ts'

/** Reads them where the streams are. */
export const booksIn =
  (hub: Pick<Hub, 'stream'>): ReadBooks =>
  async hallId =>
    hub.stream('hall', hallId)?.read((state, head) => ({ seq: head.seq, books: dayBooks(state.metrics) }))

const SAVE_EVERY_MS = 5_000

/** Where a hall's days are read, between two batches: the one before, as it ended, and the one that goes on. */
export type ReadBooks = (hallId: string) => Promise<{ seq: number; books: DayBook[] } | undefined>

export interface DayPorts {
  store: DayStore
  journal: Journal
  read: ReadBooks
  log: Logger
}

/** Writes each hall's day down, at most every few seconds, and at once when the day closes. */
export class Days {
  readonly #ports: DayPorts
  readonly #dirty = new Set<string>()
  /** The last day of each hall that was written after its end. */
  readonly #ended = new Map<string, string>()
  readonly #timer: NodeJS.Timeout
  #rebuilding: Promise<void> = Promise.resolve()
  #closing = false

  constructor(ports: DayPorts) {
    this.#ports = ports
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
        const now = await this.#ports.read(hallId)
        if (now !== undefined) await this.#write(hallId, now.seq, now.books)
      } catch (error) {
        this.#dirty.add(hallId)
        this.#ports.log.warn({ hallId, error }, 'the figures of the day were not written; trying again')
      }
    }
  }

  /** Makes the days of halls of which none is written, as after a restore, from their journals; beside the work. */
  rebuild(hallIds: readonly string[]): void {
    this.#rebuilding = (async () => {
      for (const hallId of hallIds) {
        try {
          if (!(await this.#ports.store.isEmpty(hallId))) continue
          // The day that goes on is in the state, whether or not anything happens in it any more.
          this.#dirty.add(hallId)
          await this.#rebuild(hallId)
        } catch (error) {
          this.#ports.log.warn({ hallId, error }, 'the days were not made anew; the next start does it')
        }
      }
    })()
  }

  /** Resolves when the days that were lacking are made. */
  settled(): Promise<void> {
    return this.#rebuilding
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#closing = true
    await this.#rebuilding
    await this.save()
  }

  async #rebuild(hallId: string): Promise<void> {
    const stream: StreamName = `hall:${hallId}`
    const { store, journal } = this.#ports
    const state = metrics.initial()
    for await (const { commit } of journal.after(stream, START)) {
      if (this.#closing) return
      const day = state.day.businessDay
      for (const event of commit.events) metrics.evolve(state, event)
      if (day === '' || day === state.day.businessDay) continue
      await keepNewest(store.rows, store.rowOf(hallId, commit.seq - 1, dayBooks(state)[0]!))
    }
  }

  async #write(hallId: string, seq: number, books: readonly DayBook[]): Promise<void> {
    const { store } = this.#ports
    for (const book of books) {
      const { businessDay } = book.figures
      const hasEnded = book !== books.at(-1)
      if (hasEnded && this.#ended.get(hallId) === businessDay) continue
      await keepNewest(store.rows, store.rowOf(hallId, seq, book))
      if (hasEnded) this.#ended.set(hallId, businessDay)
    }
  }
}
