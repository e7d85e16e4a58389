import type { Instant } from '@pingting/contract/words/time'
import type { Sighting } from '../ledger/entries.ts'

/** What the camera of a lane made of a car, read or not: shown as it happens, never recorded. */
export interface Seen extends Sighting {
  laneId: string
  at: Instant
}

export class Cameras {
  #listeners: ((seen: Seen) => void)[] = []

  onSeen(listener: (seen: Seen) => void): void {
    this.#listeners.push(listener)
  }

  see(seen: Seen): void {
    for (const listener of this.#listeners) listener(seen)
  }
}
