import {
  type BusinessDay,
  type CarClass,
  type ExemptionStatus,
  type Fen,
  type FiledExit,
  type GateReason,
  type Instant,
  parsePlate,
  type Release,
  type UnrewardedReason,
  type WithheldReason,
} from '@pingting/contract'
import type { Fees, GapRow } from '../matching/rows.ts'

/** What the journals of a car park and of its halls have told of some days, as far as the books need it. */
export interface Diary {
  lotId: string
  /** By exemption. */
  granted: Map<string, Grant>
  /** By hall and ticket. */
  visits: Map<string, Visit>
  /** By exemption, as the gate's ledger took it last; a gate that lost its ledger takes it anew. */
  held: Map<string, Held>
  /** By evaluation: when it was made, and of which visit. */
  ratings: Map<string, Rating>
  /** By exemption: when an exit did not take what the gate held. */
  denied: Map<string, Instant>
  uses: Use[]
  exits: Exit[]
  /** Barriers opened by hand, or under a second car, that were told apart from the exit. */
  released: { stayId: string; releasedAt: Instant }[]
  /** By the gate's name, in the order of their entries; one that a gate gives again is another stay. */
  stays: Map<string, Stay[]>
  gaps: GapRow[]
  /** Records of the gate's present ledger that nobody has, both numbers included, and when that was told. */
  missed: { gateEpoch: string; from: number; to: number; at: Instant }[]
  /** The day's file of the lot, as it was handed in last. */
  filed: Map<BusinessDay, readonly FiledExit[]>
  /** Of the gate that is telling; where the diary begins in its middle, none is known. */
  gateEpoch: string
}

export interface Grant {
  hallId: string
  ticketId: string
  evaluationId: string
  counterId: string
  stayId: string
  plate: string
  minutes: number
  policyVersion: string
  businessDay: BusinessDay
  grantedAt: Instant
  notAfter: Instant
  status: ExemptionStatus
  endedAt?: Instant
  /** The gate said that it holds it, whatever became of it after that. */
  isConfirmed?: true
  /** The ledger of that gate when it said so last, and how far it had come: the record is that, or one before it. */
  confirmedBy?: { gateEpoch: string; ledgerSeq: number }
  /** Why the gate did not take it. */
  refusal?: GateReason
  booked?: Fees & { minutes: number }
}

export interface Rating {
  hallId: string
  ticketId: string
  at: Instant
  unrewarded?: UnrewardedReason
}

export interface Visit {
  hallId: string
  ticketId: string
  serviceDay: BusinessDay
  completedAt?: Instant
  rated?: { evaluationId: string; at: Instant; unrewarded?: UnrewardedReason }
  plate?: { text: string; at: Instant }
  /** The last reason; gone when something was granted. */
  withheld?: { reason: WithheldReason; at: Instant }
  exemption?: { exemptionId: string; lotId: string }
}

export interface Held {
  minutes: number
  heldAt: Instant
  /** As it was ordered; absent where its key is gone. */
  plate?: string
}

export interface Use extends Fees {
  key: string
  transactionId: string
  stayId: string
  exitedAt: Instant
  minutes: number
}

export interface Exit extends Fees {
  transactionId: string
  stayId: string
  laneId: string
  /** As it was read there. */
  plate?: string
  exitedAt: Instant
  release?: Release
  paidFen?: Fen
  sharedWaiver?: true
}

export interface Stay {
  stayId: string
  carClass: CarClass
  plate?: string
  enteredAt: Instant
  paidAt?: Instant
  /** What was paid, by the moment of each payment: one told again is one. */
  payments?: Map<Instant, Fen>
  exitedAt?: Instant
}

export const emptyDiary = (lotId: string): Diary => ({
  ...{ lotId, granted: new Map(), visits: new Map(), held: new Map(), ratings: new Map(), denied: new Map() },
  ...{ uses: [], exits: [], released: [], stays: new Map(), gaps: [], missed: [], filed: new Map(), gateEpoch: '' },
})

/** The stay of this name to which a moment belongs; before the first entry that is known, that one. */
export function stayAt({ stays }: Pick<Diary, 'stays'>, stayId: string, at: Instant): Stay | undefined {
  const named = stays.get(stayId) ?? []
  return named.findLast(({ enteredAt }) => enteredAt <= at) ?? named[0]
}

/** Plates are compared as the house writes them; what is no plate of ours, as the gate sent it. */
export const plateKeyOf = (plate: string): string => parsePlate(plate)?.normalised ?? plate

/** In place: what is over before this day is forgotten, so that a diary that goes on does not grow. */
export function forgetBefore(diary: Diary, day: BusinessDay, at: Instant): void {
  for (const [key, { businessDay }] of diary.granted) if (businessDay < day) diary.granted.delete(key)
  for (const [key, { serviceDay }] of diary.visits) if (serviceDay < day) diary.visits.delete(key)
  for (const [key, { heldAt }] of diary.held) if (heldAt < at) diary.held.delete(key)
  for (const [key, deniedAt] of diary.denied) if (deniedAt < at) diary.denied.delete(key)
  for (const [key, made] of diary.ratings) if (made.at < at) diary.ratings.delete(key)
  for (const [key, named] of diary.stays) {
    const kept = named.filter(({ exitedAt }) => exitedAt === undefined || exitedAt >= at)
    if (kept.length > 0) diary.stays.set(key, kept)
    else diary.stays.delete(key)
  }
  for (const key of diary.filed.keys()) if (key < day) diary.filed.delete(key)
  diary.uses = diary.uses.filter(({ exitedAt }) => exitedAt >= at)
  diary.exits = diary.exits.filter(({ exitedAt }) => exitedAt >= at)
  diary.released = diary.released.filter(({ releasedAt }) => releasedAt >= at)
  diary.gaps = diary.gaps.filter(({ businessDay }) => businessDay >= day)
  diary.missed = diary.missed.filter(missed => missed.at >= at)
}
