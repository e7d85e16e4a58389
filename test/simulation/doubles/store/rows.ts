import type { StreamName } from '@pingting/contract'
import type { StoredCommit } from '../../../../server/src/hub/journal/codec.ts'
import type { Part } from '../../engine/clockwork.ts'
import { leaving } from '../site.ts'

export interface Filter {
  stream: StreamName
  seq?: { $gt: number }
  commandId?: { $in: string[] }
}

/** As much of a mongoose query as the journal asks for: chained, awaited, or read through a cursor. */
export class Answering implements PromiseLike<StoredCommit[]> {
  readonly #read: () => Promise<StoredCommit[]>

  constructor(read: () => Promise<StoredCommit[]>) {
    this.#read = read
  }

  sort = (): this => this
  lean = (): this => this

  // biome-ignore lint/suspicious/noThenProperty: a mongoose query is awaited like a promise, and so is its double.
  then<A, B>(
    resolve?: ((found: StoredCommit[]) => A | PromiseLike<A>) | null,
    reject?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#read().then(resolve, reject)
  }

  async *cursor(): AsyncGenerator<StoredCommit> {
    yield* await this.#read()
  }
}

/** A small collection by id, without failures: the keys of personal data. */
export class Rows<R extends { _id: string }> {
  readonly #rows = new Map<string, R>()

  find = ({ _id }: { _id?: { $in: string[] } }) => {
    const found = [...this.#rows.values()].filter(row => _id === undefined || _id.$in.includes(row._id))
    return { lean: () => Object.assign(found, { cursor: () => found }) }
  }

  findOne = ({ _id }: { _id: string }) => ({ lean: async () => this.#rows.get(_id) ?? null })

  /** The collection as one process has it. */
  of(part: Part): object {
    const { find, findOne } = this
    return {
      ...{ find, findOne },
      updateOne: ({ _id }: { _id: string }, { $setOnInsert }: { $setOnInsert: object }) =>
        leaving(part, async () => {
          if (!this.#rows.has(_id)) this.#rows.set(_id, { _id, ...$setOnInsert } as R)
        }),
      deleteOne: ({ _id }: { _id: string }) => leaving(part, async () => void this.#rows.delete(_id)),
    }
  }
}
