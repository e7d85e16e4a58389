import { createHash } from 'node:crypto'

/** The ordered trace of a day, hashed as it comes: equal digests are equal days. Lines are kept only when asked for. */
export class Trace {
  readonly #hash = createHash('sha256')
  readonly lines: string[] = []
  readonly #keep: boolean
  tally = 0

  constructor(keep: boolean) {
    this.#keep = keep
  }

  add(atMs: number, what: string): void {
    this.tally += 1
    const line = `${atMs.toFixed(3)} ${what}`
    this.#hash.update(line).update('\n')
    if (this.#keep) this.lines.push(line)
  }

  digest(): string {
    return this.#hash.digest('hex')
  }
}
