/** The ledger in memory: what all its entries add up to. */

import type { Tariff } from '@pingting/contract/words/parking/tariff'
import type { Instant } from '@pingting/contract/words/time'
import type { CarClass, GateEvent, GrantOrder, LedgerRecord, Sighting } from './entries.ts'

export interface GatePolicy {
  siteId: string
  tariff: Tariff
  /** Exemptions that may be open at once (StoreFull beyond). */
  capacity: number
  /** Exemptions that have ended and are still known by their keys; all of them where it is not said. */
  keysKept?: number
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
  /** Exemptions that may still be honoured. */
  activeCount: number
  /** With or without a readable plate. */
  carsInside: number
  /** Of them staff, who park in an area of their own and take no visitor's space. */
  staffInside: number
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

export const emptyLedger = (policy: GatePolicy): Ledger => ({
  policy,
  controllerEpoch: '',
  ledgerSeq: 0,
  eventSeq: 0,
  bridgeEpoch: 0,
  activeCount: 0,
  carsInside: 0,
  staffInside: 0,
  grants: new Map(),
  tombstones: new Set(),
  stays: new Map(),
  waiting: new Map(),
  inside: new Map(),
  lastExitAt: new Map(),
  records: [],
  events: [],
})
