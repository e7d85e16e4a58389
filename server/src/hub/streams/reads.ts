/** Looks at a state that wait for a moment at which all of it is durable. */
export class Reads {
  readonly #waiting: { run(): void; fail(error: unknown): void }[] = []

  get length(): number {
    return this.#waiting.length
  }

  add<T>(look: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ run: () => resolve(look()), fail: reject })
    })
  }

  /** A look that fails fails alone. */
  answer(): void {
    for (const { run, fail } of this.#waiting.splice(0)) {
      try {
        run()
      } catch (error) {
        fail(error)
      }
    }
  }

  fail(error: unknown): void {
    for (const waiting of this.#waiting.splice(0)) waiting.fail(error)
  }
}
