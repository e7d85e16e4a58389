import { type Refusal, refuse } from '@pingting/contract'

/** Each reads journals and holds a day; people ask again sooner than that many are done. */
export const WAITING_MAX = 20

/** Works one after another. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  /** @returns a refusal while too many wait already. */
  take<T>(work: () => Promise<T>): Promise<T | Refusal> {
    if (this.#waiting === WAITING_MAX) return Promise.resolve(refuse('hub.busy'))
    this.#waiting += 1
    const done = this.#last.then(work).finally(() => {
      this.#waiting -= 1
    })
    this.#last = done.catch(() => {})
    return done
  }

  /** When what waits now is done. */
  async over(): Promise<void> {
    await this.#last
  }
}
