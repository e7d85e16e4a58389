import type {
  DeviceHealth,
  ExemptionOrder,
  GateAlarm,
  GateReason,
  GateRecord,
  Instant,
  LedgerRecord,
  StackRule,
} from '@pingting/contract'
import type { Skew } from './skew.ts'

/**
 * What the bridge asks of a parking gate controller, whatever stands behind it. A controller profile (OPC UA methods,
 * a register handshake, a vendor's web service) implements it; the simulation doubles it.
 */
export interface Lot {
  readonly capabilities: Capabilities
  /** The link was checked by ourselves: connected, and the last good read is younger than the keep-alive. */
  usable(): boolean
  /** The controller's epoch as last read; another one means that its ledger was lost or reset. */
  epoch(): string | undefined
  /** How far the clock of the controller was from ours when it was last read. */
  skew(): Skew
  grant(sending: GrantSending): Promise<Told<GrantAnswer>>
  revoke(sending: RevokeSending): Promise<Told<RevokeAnswer>>
  /** @param ordered what was, or would have been, sent under this key: a controller may know it only by a sum of it */
  query(grantKey: string, ordered: Ordered): Promise<Told<QueryAnswer>>
  /** Facts numbered above `seq`, oldest first, at most `max`. */
  eventsSince(seq: number, max: number): Promise<Told<EventsAnswer>>
  /** Records of its ledger numbered above `seq`, oldest first, at most `max`; refused where it cannot be read. */
  ledgerSince(seq: number, max: number): Promise<Told<LedgerAnswer>>
  /** How the devices of the gate are, as it last told; undefined before it did. Absent of a profile that tells none. */
  health?(): GateHealth | undefined
  /** Called when the link, the epoch, the skew or the health changed, or when there may be new facts: a hint to look, never the fact. */
  onHint(listener: (hint: Hint) => void): void
  /** Starts to connect, and keeps at it; returns at once, also when the gate is offline. */
  open(): void
  close(): Promise<void>
}

export type Hint = 'link' | 'facts' | 'health'

export interface GateHealth {
  deviceHealth?: DeviceHealth
  /** All that are active, the gravest of them where there are more than a message holds. */
  alarms: GateAlarm[]
}

/** What the controller can do decides what may be done after a lost answer. */
export interface Capabilities {
  /** The same key twice has one effect. */
  idempotent: boolean
  /** It can be asked what became of a key, and "not found" is authoritative. */
  query: boolean
  revoke: boolean
  /** The stack rules it carries out; none where the rule does not reach it, and it does as it does. */
  stack: readonly StackRule[]
  /** It takes orders for cars without a plate, by the number of the slip it gave them. */
  slips: boolean
  /** What it holds can be read by the numbers of its ledger. */
  ledger: boolean
}

/**
 * How a call ended. `refusedBeforeRunning` is proof that nothing ran; everything else without an answer is `unknown`,
 * never failed: the order may have been carried out. `notYet` is a refusal that time alone lifts: the gate has not seen
 * the car yet.
 */
export type Told<Answer> =
  | { told: 'answered'; answer: Answer }
  | { told: 'refusedBeforeRunning'; retry: 'retryable' | 'terminal' | 'notYet'; code: string }
  | { told: 'unknown'; code: string }

/** An order, and the hash the hub made of it. */
export interface Ordered {
  order: ExemptionOrder
  /** Hex. */
  requestHash: string
}

export interface GrantSending extends Ordered {
  /** The gate refuses the order when it arrives later, so that nothing is delivered late. */
  submitDeadline: Instant
  /** The fencing token of the bridge's lease. */
  bridgeEpoch: number
  /** Hex. */
  mac: string
}

export interface GrantAnswer {
  outcome: 'Applied' | 'AlreadyApplied' | 'Conflict' | 'Rejected'
  /** Why it was rejected. */
  reason?: GateReason
  /** Hex. */
  storedHash: string
  ledgerSeq: number
  gateEpoch: string
}

export interface RevokeSending {
  /** Of this revocation. */
  key: string
  grantKey: string
  bridgeEpoch: number
  /** Hex. */
  mac: string
}

export interface RevokeAnswer {
  outcome: 'Revoked' | 'AlreadyRevoked' | 'AlreadyConsumed' | 'NotFound'
  ledgerSeq: number
}

export type QueryAnswer =
  | {
      found: false
      gateEpoch: string
      /** The controller remembers so many keys that have ended, and no more. */
      forgets?: true
      /** The controller was given more keys since than it remembers: that it does not know this one proves nothing. */
      mayBeForgotten?: true
    }
  | { found: true; state: HeldState; storedHash: string; ledgerSeq: number; gateEpoch: string }
export type HeldState = 'Pending' | 'Active' | 'PartlyUsed' | 'Consumed' | 'Expired' | 'Revoked'

export interface EventsAnswer {
  records: GateRecord[]
  gateEpoch: string
  /** Facts before this number are no longer to be had. */
  oldestSeq: number
}

export interface LedgerAnswer {
  records: LedgerRecord[]
  gateEpoch: string
  /** Records before this number are no longer to be had. */
  oldestSeq: number
}
