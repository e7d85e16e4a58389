import type { AdjustmentKind, MatchClass } from '../../settlements.ts'
import type { Fen } from '../fen.ts'
import type { BusinessDay, Instant } from '../time.ts'

/** Where a difference stands, as far as it is known: the car's stay, its exit, and what was granted for it. */
interface Place {
  stayId?: string
  laneId?: string
  exitedAt?: Instant
  exemptionId?: string
}

export interface BreakRow extends Place {
  key: string
  matchClass: MatchClass
  businessDay: string
  minutes: number
  amountFen: Fen
  isMisread?: true
  /** What of it stands in the settlement all the same, and may be charged back. */
  credited?: { minutes: number; amountFen: Fen }
  /** Of an exit that the daily file tells otherwise: how much more than the bridge, signed. */
  filedMore?: { minutes: number; amountFen: Fen }
  /** What was adjusted of it, signed, although it fits by now. */
  overbooked?: { minutes: number; amountFen: Fen }
  /** What two persons had adjusted of it, signed, before it came back. */
  booked?: { minutes: number; amountFen: Fen }
  openedAt: Instant
  /** The latest one. */
  adjustment?: AdjustmentRow
  /** A person opened it: both sides booked it alike, and this one says that it is wrong, with what it shows. */
  dispute?: { side: 'hall' | 'lot'; evidence?: string }
}

export interface AdjustmentRow {
  adjustmentId: string
  kind: AdjustmentKind
  minutes: number
  amountFen: Fen
  proposedBy: string
  /** As it was proposed. */
  reason?: string
  status: 'proposed' | 'approved' | 'rejected' | 'paid'
}

export interface ClosingRow {
  version: number
  sha256: string
  rowTally: number
  totalFen: Fen
  drawnAt: Instant
  /** Staff ids. */
  signedBy: { hall?: string; lot?: string }
  closedAt?: Instant
}

/** A break that people have ended, and what they said of it. Where the break was opened again, class and sums are its latest. */
export interface Ending extends Place {
  key: string
  matchClass: MatchClass
  businessDay: BusinessDay
  minutes: number
  amountFen: Fen
  openedAt: Instant
  how: 'explained' | 'adjusted' | 'refunded' | 'rejected'
  endedAt: Instant
  endedBy: string
  /** A person had opened it, for this side. */
  dispute?: { side: 'hall' | 'lot'; evidence?: string }
  /** Why a dispute was rejected. */
  answer?: string
  /** Why, as it was written; `erased` once its time is over. */
  words: string
  /** Not of what was explained. */
  adjustment?: { kind: AdjustmentKind; minutes: number; amountFen: Fen; proposedBy: string; approvedBy: string }
  /** Of a refund, what its payment is found by; `erased` once its time is over. */
  reference?: string
}
