/**
 * The ledger in memory: what the entries add up to. `apply` follows no rules of its own, it only writes down facts, so
 * that a replay of the file gives the same ledger whatever the rules are by then.
 */
import type { Instant } from '@pingting/contract/words/time'
import type { Tariff } from '../tariff.ts'
import type { CarClass, Commit, GateEvent, GrantOrder, LedgerRecord, Sighting } from './entries.ts'
import type { ReasonCode } from './words.ts'

export interface GatePolicy {
  siteId: string
  tariff: Tariff
  /** Exemptions that may be open at once (StoreFull beyond). */
  capacity: number
}

export interface Grant extends GrantOrder {
  grantId: string
  acceptedAt: Instant
  stayId?: string
  usesLeft: number
  minutesUsed: number
  waivedFen: number
  exitedAt?: Instant
  /** Absent while the exemption is open. */
  end?: 'consumed' | 'revoked' | 'lapsed'
  endReason?: ReasonCode
}

export interface Stay extends Sighting {
  stayId: string
  carClass: CarClass
  laneId: string
  enteredAt: Instant
  grantKeys: string[]
  paidFen: number
  paidAt?: Instant
  exitedAt?: Instant
}

export interface Ledger {
  readonly policy: GatePolicy
  controllerEpoch: string
  ledgerSeq: number
  eventSeq: number
  bridgeEpoch: number
  activeCount: number
  grants: Map<string, Grant>
  /** Keys revoked before they were ever granted. */
  tombstones: Set<string>
  stays: Map<string, Stay>
  /** Open exemptions without a stay, by plate. */
  waiting: Map<string, string[]>
  inside: Map<string, string>
  lastExitAt: Map<string, Instant>
  records: LedgerRecord[]
  events: GateEvent[]
}

/** Beyond this the oldest entries are dropped from memory (not from the file); OldestAvailableSeq tells. */
export const ENTRIES_KEPT_MAX = 200_000
const ENTRIES_DROPPED_AT_ONCE = 20_000

export const emptyLedger = (policy: GatePolicy): Ledger => ({
  policy,
  controllerEpoch: '',
  ledgerSeq: 0,
  eventSeq: 0,
  bridgeEpoch: 0,
  activeCount: 0,
  grants: new Map(),
  tombstones: new Set(),
  stays: new Map(),
  waiting: new Map(),
  inside: new Map(),
  lastExitAt: new Map(),
  records: [],
  events: [],
})

/** Changes the ledger in place: its owner is one process, and copies of ten thousand exemptions buy nothing. */
export function apply(ledger: Ledger, commit: Commit): void {
  for (const event of commit.events) applyEvent(ledger, event)
  for (const record of commit.records) applyRecord(ledger, record)
}

function applyRecord(ledger: Ledger, record: LedgerRecord): void {
  ledger.ledgerSeq = record.ledgerSeq
  keep(ledger.records, record)
  switch (record.type) {
    case 'LedgerBegan':
      ledger.controllerEpoch = record.controllerEpoch
      return
    case 'BridgeEpochRaised':
      ledger.bridgeEpoch = record.bridgeEpoch
      return
    case 'ExemptionGranted':
      return admit(ledger, record)
    case 'ExemptionBound':
      return bind(ledger, record.grantKey, record.stayId)
    case 'ExemptionRevoked':
      if (record.tombstone) ledger.tombstones.add(record.grantKey)
      else end(ledger, record.grantKey, 'revoked', 'Revoked')
      return
    case 'ExemptionHonoured':
      return use(ledger, record)
    case 'ExemptionLapsed':
      return end(ledger, record.grantKey, 'lapsed', record.reasonCode)
  }
}

function admit(ledger: Ledger, record: LedgerRecord & { type: 'ExemptionGranted' }): void {
  const { type: _, ledgerSeq: __, at, bridgeEpoch: ___, ...order } = record
  ledger.grants.set(order.grantKey, { ...order, acceptedAt: at, usesLeft: order.maxUses, minutesUsed: 0, waivedFen: 0 })
  ledger.activeCount++
  await_(ledger, order.plate, order.grantKey)
}
