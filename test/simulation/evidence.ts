import type { Commit, StreamName } from '@pingting/contract'
import type { Ledger } from '../../parking-bridge/simulated-gate/src/ledger.ts'
import type { HallState } from '../../server/src/domain.ts'
import type { LotState } from '../../server/src/lots/state.ts'
import type { Face } from './actors/screens.ts'
import type { LedgerLife } from './doubles/gate-process.ts'
import type { Store } from './doubles/store/store.ts'
import type { Witness } from './doubles/witness.ts'

/** The head of a stream as somebody has seen it, and kept it outside the house. */
export interface Anchor {
  stream: StreamName
  seq: number
  hash: string
}

/** What can be known of a day when it is quiet. */
export interface Evidence {
  seed: number
  /** Decoded, as the journal gives them back. */
  hall: readonly Commit[]
  lot: readonly Commit[]
  /** Taken whenever the day was looked at before. */
  anchors: readonly Anchor[]
  store: Store
  witness: Witness
  /** What the hub that serves now holds in memory. */
  hallState: HallState
  lotState: LotState
  gate: { lives: readonly LedgerLife[]; ledger: Ledger }
  faces: readonly Face[]
  fresh(stream: StreamName, audience: string): unknown
}

/** @returns one line for each violation, beginning with the number of the invariant. */
export type Invariant = (evidence: Evidence) => string[]
