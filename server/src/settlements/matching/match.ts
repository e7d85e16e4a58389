/** A voice tells its rows in ascending order of this. Keys are ASCII, of which every store and language has one order. */
interface Keyed {
  key: string
}

type Voices = Readonly<Record<string, Keyed>>
export type Sources<V> = { readonly [Name in keyof V]: AsyncIterable<V[Name]> }
/** All that the voices say of one key; a voice that is silent of it has no rows. */
export interface Group<V> {
  key: string
  rows: { readonly [Name in keyof V]: readonly V[Name][] }
}

/** A source may be somebody's file: one key that never ends must not fill the memory. */
export const ROWS_OF_A_KEY_MAX = 10_000

/**
 * The full outer join of sorted sources. It holds the rows of one key and one row ahead of each source, however long
 * they are, and closes the sources when its reader leaves.
 * @throws RangeError when a source goes back, or says more than 10 000 things of one key: a wrong join would be silent.
 */
export async function* groupsByKey<V extends Voices>(sources: Sources<V>): AsyncGenerator<Group<V>> {
  const heads = Object.entries<AsyncIterable<Keyed>>(sources).map(([name, rows]) => new Head(name, rows))
  try {
    for (const head of heads) await head.advance()
    for (;;) {
      const key = lowestOf(heads)
      if (key === undefined) return
      const rows: Record<string, Keyed[]> = {}
      for (const head of heads) rows[head.name] = head.row?.key === key ? await head.take(key) : []
      yield { key, rows } as unknown as Group<V>
    }
  } finally {
    for (const head of heads) await head.close()
  }
}

function lowestOf(heads: readonly Head[]): string | undefined {
  let lowest: string | undefined
  for (const { row } of heads) if (row !== undefined && (lowest === undefined || row.key < lowest)) lowest = row.key
  return lowest
}

/** A source and the row it will tell next. */
class Head {
  readonly name: string
  readonly #rows: AsyncIterator<Keyed>
  row: Keyed | undefined

  constructor(name: string, rows: AsyncIterable<Keyed>) {
    this.name = name
    this.#rows = rows[Symbol.asyncIterator]()
  }

  async advance(): Promise<void> {
    const before = this.row?.key
    const { done, value } = await this.#rows.next()
    this.row = done === true ? undefined : value
    if (before !== undefined && this.row !== undefined && this.row.key < before)
      throw new RangeError(`${this.name} is not ascending: ${this.row.key} after ${before}`)
  }

  async take(key: string): Promise<Keyed[]> {
    const taken: Keyed[] = []
    while (this.row?.key === key) {
      if (taken.length === ROWS_OF_A_KEY_MAX)
        throw new RangeError(`${this.name} has more than ${ROWS_OF_A_KEY_MAX} rows of ${key}`)
      taken.push(this.row)
      await this.advance()
    }
    return taken
  }

  async close(): Promise<void> {
    await this.#rows.return?.()
  }
}
