import type { StoredEvent } from '../journal/codec.ts'
import { keepNewest, type Rows } from '../journal/newest.ts'
import type { ReadModel } from './projections.ts'

/** What one event changes in one row. */
interface RowChange {
  id: string
  set: Record<string, unknown>
}

/** A module's store, as far as keeping its rows behind the journal goes. */
interface RowStore {
  rows: Rows & {
    createCollection(): PromiseLike<unknown>
    createIndexes(): PromiseLike<unknown>
    updateMany(where: object, change: { $set: object }): PromiseLike<unknown>
  }
  changeOf(stream: string, event: StoredEvent): RowChange | undefined
  /** What an event changes in many rows at once, whatever place they stand at. */
  sweepOf?(stream: string, event: StoredEvent): { where: object; set: object } | undefined
}

/**
 * Each module says what an event changes in its rows; writing it down is the same for all. A row tells at which commit it
 * stands, and a commit changes it as a whole: one may be projected twice, and by two hubs at once.
 */
export const readModel = ({ rows, changeOf, sweepOf }: RowStore): ReadModel => ({
  async prepare() {
    await rows.createCollection()
    await rows.createIndexes()
  },
  async project(commits) {
    for (const { stream, seq, events } of commits) {
      const changes = new Map<string, RowChange['set']>()
      for (const event of events) {
        const change = changeOf(stream, event)
        if (change !== undefined) changes.set(change.id, { ...changes.get(change.id), ...change.set })
      }
      for (const [_id, set] of changes) await keepNewest(rows, { ...set, _id, seq })
      for (const event of events) {
        const sweep = sweepOf?.(stream, event)
        if (sweep !== undefined) await rows.updateMany(sweep.where, { $set: sweep.set })
      }
    }
  },
})
