import type { StoredEvent } from '../journal/codec.ts'
import type { ReadModel } from './projections.ts'

/** What one event changes in one row. Setting is repeatable, so a commit may be projected twice. */
interface RowChange {
  id: string
  set: Record<string, unknown>
}

/** A module's store, as far as keeping its rows behind the journal goes. */
interface Rows {
  rows: {
    createCollection(): PromiseLike<unknown>
    createIndexes(): PromiseLike<unknown>
    updateOne(row: { _id: string }, change: { $set: object }, options: { upsert: true }): PromiseLike<unknown>
  }
  changeOf(stream: string, event: StoredEvent): RowChange | undefined
}

/** Each module says what an event changes in its rows; writing it down is the same for all. */
export const readModel = ({ rows, changeOf }: Rows): ReadModel => ({
  async prepare() {
    await rows.createCollection()
    await rows.createIndexes()
  },
  async project(commits) {
    for (const { stream, events } of commits) {
      for (const event of events) {
        const change = changeOf(stream, event)
        if (change !== undefined) await rows.updateOne({ _id: change.id }, { $set: change.set }, { upsert: true })
      }
    }
  },
})
