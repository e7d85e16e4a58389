import type {
  BusinessDay,
  EventOf,
  ExemptionPolicy,
  ExemptionStatus,
  Fen,
  Instant,
  UnrewardedReason,
  WithheldReason,
  WriteOff,
} from '@pingting/contract'

/** A ticket on its way to free parking: what is known of the conditions so far. */
export interface Claim {
  ticketId: string
  serviceDay: BusinessDay
  takenAt: Instant
  /** Of the last call; its tablet may bind a plate. */
  counterId?: string
  /** Of each arrival at a counter; a transfer brings another. */
  arrivals: Instant[]
  /** When it was completed; the reward waits for it. */
  servedAt?: Instant
  /** Cancelled or expired: no plate is taken any more. */
  ended: boolean
  evaluation?: RatedClaim
  plate?: BoundPlate
  withheld?: { reason: WithheldReason; at: Instant; plate?: BoundPlate }
  /** The latest one, whatever became of it. */
  exemptionId?: string
}

/**
 * Of an evaluation only that it is there and how it was made. The level is not kept, so nothing here can look at it.
 * Where the policy asks for no rating, the visit itself stands in its place, under an id of its own.
 */
export interface RatedClaim {
  evaluationId: string
  at: Instant
  counterId: string
  unrewarded?: UnrewardedReason
  /** Of the business day on which it was made. */
  policy: ExemptionPolicy
}

export interface BoundPlate {
  /** Normalised. */
  text: string
  colour: number
  revision: number
  /** By the visitor, who does so once. */
  corrected?: true
}

/** An operator who matches a car that was misread leaves the visitor his one correction. */
export function boundBy(
  event: EventOf<'plate.bound'> | EventOf<'plate.corrected'>,
  before: BoundPlate | undefined,
): BoundPlate {
  const { plate, plateColour, revision } = event
  const byVisitor = event.type === 'plate.corrected' && event.staffId === undefined
  const bound = { text: plate, colour: plateColour, revision }
  return byVisitor || before?.corrected ? { ...bound, corrected: true } : bound
}

export interface Exemption {
  exemptionId: string
  ticketId: string
  evaluationId: string
  counterId: string
  lotId: string
  stayId: string
  plate: string
  plateColour: number
  /** The plate the gate knows the car by, where it is another one. */
  gatePlate?: string | undefined
  revision: number
  freeMinutes: number
  stackRule: ExemptionPolicy['stackRule']
  policyVersion: string
  businessDay: BusinessDay
  notBefore: Instant
  notAfter: Instant
  grantedAt: Instant
  status: ExemptionStatus
  /** Inside open only: an answer was lost, a conflict, a wish to take it back. */
  unknown: boolean
  frozen: boolean
  /** No valid evaluation stands behind it, as the books have found. */
  unearned?: true
  revoking: boolean
  /** It may have left the house; only where a controller would carry it out twice. */
  sent?: boolean
  confirmedAt?: Instant
  /** Of the gate that confirmed; empty where a person found that it is held, whose word is of no ledger. */
  gateEpoch?: string
  endedAt?: Instant
  /** Of its use, by the gate's clock. */
  exitedAt?: Instant
  reason?: string
  minutesApplied?: number
  feeBeforeFen?: Fen
  feeWaivedFen?: Fen
  feeAfterFen?: Fen
  writeOff?: WriteOff
  /** Who would write it off; a second person has to agree. */
  proposedBy?: string
  /** The second person. From then on it is being taken back at the gate. */
  approvedBy?: string
}

/** The books of the equation granted = honoured + refused + revoked + expired + writtenOff + open. */
export const BOOKS = ['granted', 'open', 'honoured', 'refused', 'revoked', 'expired', 'writtenOff'] as const
export type Book = (typeof BOOKS)[number]
export interface Sum {
  count: number
  minutes: number
}

/** What a person found at the gate: it is held as if it had answered so, or it is as if it had never been sent. */
export function found({ sent, gateEpoch }: Pick<Exemption, 'sent' | 'gateEpoch'>, held: boolean): Partial<Exemption> {
  const certain = { unknown: false, frozen: false, ...(gateEpoch === undefined ? {} : { gateEpoch: '' }) }
  if (held) return { ...certain, status: 'confirmed' }
  return { ...certain, status: 'granted', ...(sent === undefined ? {} : { sent: false }) }
}

export const isOpen = ({ status }: Exemption): boolean => status === 'granted' || status === 'confirmed'

/** Nothing came of it, so another plate of the same ticket may try, and the stay and the plate are free again. */
export const cameToNothing = ({ status }: Exemption): boolean => status === 'refused' || status === 'revoked'

/** Withheld because of another exemption: asked again should that come to nothing. */
export const isLimit = (reason: WithheldReason | undefined): boolean =>
  reason === 'LIMIT_PLATE' || reason === 'LIMIT_MONTH'

/** Names one fact of a gate for ever: its number counts within the gate's epoch. */
export const placeOf = ({ lotId, gateEpoch, gateSeq }: { lotId: string; gateEpoch: string; gateSeq: number }): string =>
  `${lotId} ${gateEpoch} ${gateSeq}`
