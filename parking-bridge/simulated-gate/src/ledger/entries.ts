/**
 * What the gate writes down, and never changes: ledger records (what became of each exemption) and events (what
 * happened at the barriers). Each kind has a number of its own, from 1 and without gaps within one ControllerEpoch.
 */
import type { Instant } from '@pingting/contract/words/time'
import type { Fen } from '../tariff.ts'
import type { ReasonCode } from './words.ts'

export type CarClass = 'casual' | 'monthCard' | 'staff' | 'vip'
type StackRule = 'max' | 'reject'

/** An exemption as the gate took it, every argument checked. */
export interface GrantOrder {
  grantKey: string
  /** SHA-256 over the order text, hex. */
  requestHash: string
  plate: string
  plateColour: number
  freeMinutes: number
  notBefore: Instant
  notAfter: Instant
  maxUses: number
  stackRule: StackRule
}

export type RecordBody =
  | { type: 'LedgerBegan'; controllerEpoch: string }
  | { type: 'BridgeEpochRaised'; bridgeEpoch: number }
  | ({ type: 'ExemptionGranted'; grantId: string; bridgeEpoch: number } & GrantOrder)
  | { type: 'ExemptionBound'; grantKey: string; stayId: string }
  | { type: 'ExemptionRevoked'; grantKey: string; revokeKey: string; reason: string; tombstone: boolean }
  | ({ type: 'ExemptionHonoured'; stayId: string; usesLeft: number } & Waiver)
  | { type: 'ExemptionLapsed'; grantKey: string; reasonCode: ReasonCode; stayId?: string }

export interface Waiver {
  grantKey: string
  minutesApplied: number
  feeBeforeFen: Fen
  feeWaivedFen: Fen
  feeAfterFen: Fen
}

/** What a camera saw: raw text is absent when it could not read, the normalised one when it is not a plate. */
export interface Sighting {
  plateRaw?: string | undefined
  plate?: string | undefined
  /** 0 to 100. */
  confidence: number
}

/** Of an exit that a person let out, or that followed another car through: how, and what was still due. */
export interface ByHand {
  release?: 'manual' | 'tailgate'
  dueFen?: Fen
}

export type EventBody = { stayId: string; laneId?: string } & Sighting &
  (
    | { type: 'VehicleEntered'; enteredAt: Instant; carClass: CarClass }
    | ({ type: 'VehicleExited'; enteredAt: Instant; exitedAt: Instant; paidFen: Fen } & ByHand)
    | { type: 'PlateCorrected'; plateBefore: string | undefined }
    | { type: 'FeeDue'; dueFen: Fen }
    | { type: 'FeePaid'; paidFen: Fen; paidAt: Instant }
    | ({ type: 'ExemptionHonoured' } & Waiver)
    | { type: 'ExemptionDenied'; grantKey: string; reasonCode: ReasonCode }
  )

export type LedgerRecord = { ledgerSeq: number; at: Instant } & RecordBody
export type GateEvent = { sequenceNumber: number; at: Instant } & EventBody

/** Everything one command did: written as one line, so that a crash keeps all of it or none. */
export interface Commit {
  records: LedgerRecord[]
  events: GateEvent[]
}
