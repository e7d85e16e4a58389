/** More than the keys of a year at a large car park. */
const KEPT_MAX = 200_000

/**
 * How many keys a controller was given since one of them. Its table of past keys holds so many and no more: beyond that
 * it may have carried an order out, and not know the key any longer. Counted since this process first gave the key, or
 * first asked for it.
 */
export class PastKeys {
  #given = 0
  /** The latest last. */
  readonly #at = new Map<string, number>()

  /** Before it leaves: also one that may never arrive counts. */
  give(key: string): void {
    this.#given += 1
    this.#note(key)
  }

  /** @param depth how many keys the table holds; one that does not say holds those of a day (registers.md) */
  mayBeForgotten(key: string, depth: number | undefined): boolean {
    const at = this.#at.get(key)
    if (at === undefined) this.#note(key)
    return depth !== undefined && at !== undefined && this.#given - at >= depth
  }

  #note(key: string): void {
    this.#at.delete(key)
    this.#at.set(key, this.#given)
    if (this.#at.size > KEPT_MAX) this.#at.delete(this.#at.keys().next().value!)
  }
}
