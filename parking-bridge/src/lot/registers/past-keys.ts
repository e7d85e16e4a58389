/** More than the keys of a year at a large car park. */
const KEPT_MAX = 200_000

/**
 * How many keys a controller was given since one of them. Its table of past keys holds so many and no more: beyond that
 * it may have carried an order out, and not know the key any longer. Counted since this process first gave the key, or
 * first asked for it; the process before it had one key on its way at most, and had asked about that (PF27).
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

  /** Before the question leaves: its answer may be lost, and others given before it is asked again. */
  ask(key: string): void {
    if (!this.#at.has(key)) this.#note(key)
  }

  /** @param depth how many keys the table holds */
  mayBeForgotten(key: string, depth: number): boolean {
    const at = this.#at.get(key)
    return at !== undefined && this.#given - at >= depth
  }

  #note(key: string): void {
    this.#at.delete(key)
    this.#at.set(key, this.#given)
    if (this.#at.size > KEPT_MAX) this.#at.delete(this.#at.keys().next().value!)
  }
}
