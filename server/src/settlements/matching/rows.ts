import type { BusinessDay, ExemptionStatus, Fen, Instant } from '@pingting/contract'

/** A plate as the books know it. It is compared by its index; its text is there as long as the key of its day is. */
export interface BookedPlate {
  index: string
  /** Normalised. */
  text?: string
}

export interface Fees {
  feeBeforeFen: Fen
  feeWaivedFen: Fen
  feeAfterFen: Fen
}

/** The first voice, by exemption: what the hall granted. */
export interface GrantedRow {
  key: string
  lotId: string
  businessDay: BusinessDay
  counterId: string
  policyVersion: string
  plate: BookedPlate
  minutes: number
  /** What the policy that it names gives; absent where the hall's policies are not known. */
  policyMinutes?: number
  /** Absent where no valid evaluation of that visit stands behind it. */
  ratedAt?: Instant
  grantedAt: Instant
  notAfter: Instant
  status: ExemptionStatus
  /** When the hall recorded that it had ended. */
  endedAt?: Instant
  /** The gate said itself that it holds it, or denied it at an exit. */
  wasTaken?: boolean
  /** The gate's record of it may be among those that nobody has. */
  mayBeMissed?: true
  /** Another exemption of the same stay counts before it: two halls did not know of each other. */
  isSecond?: true
  /** How the hall booked its use. */
  booked?: Fees & { minutes: number }
}

/** The second voice, by exemption: what the gate's ledger holds or held. */
export interface HeldRow {
  key: string
  lotId: string
  businessDay: BusinessDay
  plate: BookedPlate
  minutes: number
  heldAt: Instant
}

/** The third voice, by exemption: what was let go free at an exit. */
export interface UsedRow extends Fees {
  key: string
  lotId: string
  businessDay: BusinessDay
  /** The number the gate gave it. The same exit may be told under two. */
  transactionId: string
  stayId: string
  laneId: string
  /** Absent where the camera read none. */
  plate?: BookedPlate
  enteredAt?: Instant
  exitedAt: Instant
  minutes: number
  /** Of a use on a later day than the key's: the exemption, under a key of this use; and whether it was granted at all. */
  exemptionId?: string
  isAfterEnd?: boolean
}

/** The car park's own word of an exit. */
export interface FiledWord {
  key?: string | undefined
  minutes: number
  feeWaivedFen: Fen
  feeAfterFen: Fen
}

/** By plate index, or by its stay where a car showed no plate: every exit, whether or not an exemption was used at it. */
export interface ExitRow extends Fees {
  key: string
  lotId: string
  businessDay: BusinessDay
  transactionId: string
  stayId: string
  laneId: string
  enteredAt?: Instant
  /** Where it was paid before the exit. */
  paidAt?: Instant
  exitedAt: Instant
  /** The exemption used at it, under whose key it is judged. */
  exemptionId?: string
  /** The minutes which that freed. */
  usedMinutes?: number
  /** The barrier was opened by a person, or under a car before this one. */
  isByHand: boolean
  /** As far as the gate tells it; else what was due is taken for paid. */
  paidFen?: Fen
  /** What was waived may be of others: a platform tells one sum. */
  sharedWaiver?: true
  /** What the car park's daily file says of it. */
  filed?: FiledWord
  /** Of a person who answers for it. */
  caseId?: string
}

/**
 * By plate index: an evaluation that earned an exemption, as far as the hall knows: valid, served, its plate bound, and
 * no final reason against it.
 */
export interface OwedRow {
  key: string
  evaluationId: string
  lotId: string
  businessDay: BusinessDay
  minutes: number
  /** When the last condition came true in the hall. */
  owedAt: Instant
  notAfter: Instant
  /** The car's stay; absent where it was not inside. */
  stayId?: string
  /** What was granted for it. */
  exemptionId?: string
}

/** Facts that the gate numbered and nobody has: dropped before they were fetched, or beyond reading. Both numbers included. */
export interface GapRow {
  lotId: string
  businessDay: BusinessDay
  gateEpoch: string
  from: number
  to: number
}
