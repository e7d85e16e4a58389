import type { PauseReason } from '../counters.ts'
import type { ExemptionPolicy } from '../policies.ts'
import type { CaseOutcome, CaseRow } from '../rectifications.ts'
import type { Fen } from './fen.ts'
import type { HallFrame, WaitError } from './office/figures.ts'
import type { OfficeFrame, WaitLimitMinutes, WallFrame } from './office/frames.ts'
import type { BreakRow, ClosingRow } from './parking/books.ts'
import type { GateHead } from './parking/phantoms.ts'
import type { Dated, Offer, Terms } from './parking/policies.ts'
import type { HallHours } from './setup/hours.ts'
import type { Told } from './slips/told.ts'
import type { Instant } from './time.ts'

export type {
  CounterOutlook,
  HallFrame,
  NextReason,
  SatisfactionRates,
  WaitError,
} from './office/figures.ts'
export type { AdjustmentRow, BreakRow, ClosingRow } from './parking/books.ts'

/**
 * What a face holds: one shape for every audience, each filled as far as that audience may see. The hub sends it as a
 * snapshot, the face folds envelopes into it, and both must come to the same.
 */
export interface Screen {
  hall?: HallHead
  lot?: LotHead
  counters: Record<string, CounterRow>
  tickets: Record<string, TicketRow>
  /** Newest first, at most `CALLS_MAX`. */
  calls: CallRow[]
  exemptions: Record<string, ExemptionRow>
  /** Bad ratings to be put right, newest first, at most `CASES_MAX`; only in the office. */
  cases?: CaseRow[]
  /** What becomes of the bad rating of this ticket; only in the citizen's own audience, once somebody has taken it. */
  fate?: CaseFate
  /** By ticket, why no exemption was granted; gone when one is. */
  withheld: Record<string, WithheldRow>
  stays: Record<string, StayRow>
  /** Facts of the gate that nobody could read or fetch, by their place; only in parking. */
  foreign: Record<string, ForeignRow>
  /** Uses at the gate that fit no exemption, by the place of the fact; only in parking. */
  mismatches: Record<string, MismatchRow>
  /** Past, present and coming, by their first day; only in parking. */
  policies?: PolicyRow[]
  /** Differences between the books of hall and car park that are open, by their key; only in parking. */
  breaks: Record<string, BreakRow>
  /** The latest settlement of each business day, until the month after it is closed; only in parking. */
  closings: Record<string, ClosingRow>
}
export const CALLS_MAX = 8
/** Business days an operator is shown a fact of the gate that could not be read or fetched. */
export const FOREIGN_KEPT_DAYS = 7

/** `freeMinutes` and `grantWithoutRating` are what the hall began with. */
export interface HallHead extends Offer {
  hallId: string
  name: string
  nameEn: string
  complaintPhone: string
  /** Versions adopted since, by their first day. A page of one ticket holds what holds on its day, and no list. */
  terms?: Terms[]
  lotIds: string[]
  services: { code: string; prefix: string; zh: string; en: string; itemCode?: string | undefined }[]
  /** What stands above each counter, by its id: a citizen's page is told where to go, and holds no counters. */
  counterLabels?: Record<string, string>
  /** When its kiosks give numbers; without them, always. */
  hours?: HallHours
  /** What it calls too long a wait; absent where it is `WAIT_LIMIT_MINUTES`. */
  waitLimitMinutes?: WaitLimitMinutes
}

export interface PolicyRow extends Dated {
  policy: ExemptionPolicy
  /** Absent for the one the hall began with. */
  adoptedAt?: Instant
}

export interface LotHead extends GateHead {
  lotId: string
  name: string
  nameEn: string
  spaces: number
  linkUsable: boolean
  /** Why it is not. */
  linkLoss?: 'gateAway' | 'bridgeAway'
  /** Only for the operator, after a restore and until it is signed off: when the backup was made. */
  awaitsSignOff?: { backupAt: Instant; ledgerRead: boolean }
  /** Only for the bridge: the halls it serves, its fencing epoch, and how far the gate's events are recorded. */
  hallIds?: string[]
  bridgeEpoch?: number
  gateEpoch?: string
  gateSeq?: number
  /** And how far its ledger is, which has numbers of its own. */
  ledgerEpoch?: string
  ledgerSeq?: number
}

export interface CounterRow {
  counterId: string
  label: string
  profile: string[]
  status: 'closed' | 'open' | 'paused'
  pauseReason?: PauseReason
  staffName?: string
  ticketId?: string
  /** Since when it is as it is, open or not, with somebody or not; for the staff, absent before its first opening. */
  since?: Instant
}

export interface TicketRow {
  ticketId: string
  number: string
  serviceCode: string
  priority: string
  status: string
  counterId?: string
  takenAt: Instant
  calledAt?: Instant
  servingAt?: Instant
  endedAt?: Instant
  recallTally: number
  /** Masked; only in the citizen's own audience and in parking. */
  plate?: string
  rated?: boolean
  /** What its taker was told and the slip says, whatever the queue did since; only in the citizen's own audience. */
  told?: Told
}

export interface CallRow {
  number: string
  ticketId: string
  counterId: string
  at: Instant
  /** How often it was called again. */
  recallTally: number
}

export type ExemptionStatus = 'granted' | 'confirmed' | 'honoured' | 'refused' | 'revoked' | 'expired' | 'writtenOff'

/** Proposed by one person, approved by a second and being taken back at the gate, or ended without effect. */
export type WriteOff = 'proposed' | 'approved' | 'lapsed'

export interface ExemptionRow {
  exemptionId: string
  ticketId: string
  lotId: string
  stayId: string
  plate: string
  freeMinutes: number
  status: ExemptionStatus
  /** Inside open: an answer was lost, a conflict, a wish to take it back. */
  unknown: boolean
  frozen: boolean
  revoking: boolean
  /** It may have left for the gate. Only in parking and for the bridge. */
  sent?: boolean
  /** The ledger of the gate that confirmed it. Only for the bridge. */
  gateEpoch?: string
  grantedAt: Instant
  /** The car's entry: who leaves within `freeMinutes` of it pays nothing. */
  notBefore?: Instant
  notAfter: Instant
  confirmedAt?: Instant
  endedAt?: Instant
  reason?: string
  minutesApplied?: number
  feeBeforeFen?: Fen
  feeWaivedFen?: Fen
  feeAfterFen?: Fen
  /** Only in parking, and so is that no valid evaluation stands behind it. */
  writeOff?: WriteOff
  unearned?: true
}

/** `lotId gateEpoch gateSeq` is its key. */
export interface MismatchRow {
  exemptionId: string
  mismatch: 'APPLIED_AFTER_END' | 'APPLIED_TWICE' | 'APPLIED_NOT_GRANTED'
  lotId: string
  stayId: string
  gateSeq: number
  minutesApplied: number
  feeWaivedFen: Fen
  exitedAt: Instant
  /** When the hub learned of it. */
  at: Instant
}

/** What became of a bad rating, for who gave it. Closed, it has the outcome and the words of the reply. */
export interface CaseFate {
  takenAt: Instant
  /** To be put right until then; absent once it is, and where no time was set. */
  dueAt?: Instant
  outcome?: CaseOutcome
  reply?: string
  closedAt?: Instant
}

export interface WithheldRow {
  ticketId: string
  reason: string
  at: Instant
  plate?: string
}

export interface StayRow {
  stayId: string
  plate?: string
  carClass: string
  enteredAt: Instant
  /** Its plate waits for a person: where it came in, how sure the camera was (%), its picture, and whether its colour is another's. */
  review?: { laneId: string; confidence: number; imageId?: string; misfit?: true }
  /** What the gate calls it, where a person has found another plate. */
  gatePlate?: string
  exitedAt?: Instant
  paidAt?: Instant
  feeBeforeFen?: Fen
  feeWaivedFen?: Fen
  feeAfterFen?: Fen
}

/** Its number within the gate's epoch, and what the controller calls it, absent when not even that could be read; or how it opened. */
export interface ForeignRow {
  gateEpoch: string
  gateSeq: number
  /** The gate had dropped all facts from `gateSeq` to this one. */
  lostTo?: number
  rawType?: string
  release?: 'manual' | 'tailgate'
  at: Instant
}

export type ScreenFrame = HallFrame | OfficeFrame | WallFrame | TicketFrame | LotFrame

/** What a citizen's page shows beside the ticket. */
export interface TicketFrame {
  kind: 'ticket'
  aheadTally: number
  /** Whole minutes; absent while nothing is known. */
  waitMinutesFrom?: number
  waitMinutesTo?: number
  /** How wrong such ranges were today; absent until enough waits are known, and for who does not wait. */
  waitError?: WaitError
  /** To this instant the service can be rated. */
  ratingEndsAt?: Instant
}

export interface LotFrame {
  kind: 'lot'
  insideTally: number
  spacesLeft: number
  /** What its gate can do where a car has another discount; absent where its bridge does not tell. */
  stackRules?: readonly ExemptionPolicy['stackRule'][]
}
