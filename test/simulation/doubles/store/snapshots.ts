import type { StreamName } from '@pingting/contract'
import type { Head } from '../../../../server/src/hub/journal/journal.ts'
import type { Snapshots } from '../../../../server/src/hub/journal/snapshots.ts'
import type { Part } from '../../engine/clockwork.ts'
import { leaving } from '../site.ts'

interface Kept {
  head: Head
  stateVersion: number
  state: unknown
}

/** Snapshots in memory: packing and sealing take real threads, whose order is nobody's to foresee. */
export class SnapshotShelf {
  readonly #kept = new Map<StreamName, Kept>()

  of(part: Part): Snapshots {
    return {
      load: async (stream, stateVersion) => {
        const kept = this.#kept.get(stream)
        if (kept === undefined || kept.stateVersion !== stateVersion) return undefined
        return { head: { ...kept.head }, state: structuredClone(kept.state) }
      },
      save: (stream, stateVersion, head, state) =>
        leaving(part, async () => {
          if (head.seq < (this.#kept.get(stream)?.head.seq ?? 0)) return
          this.#kept.set(stream, { head: { ...head }, stateVersion, state: structuredClone(state) })
        }),
    }
  }
}
