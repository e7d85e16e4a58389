import { type Instant, msBetween } from '@pingting/contract/words/time'
import { openKeys } from './grants.ts'
import { GRACE_MS, quoteOf } from './quote.ts'
import type { Grant, Ledger } from './state.ts'
import type { ExemptionState } from './words.ts'

export interface ExemptionAnswer {
  found: boolean
  state: ExemptionState
  minutesUsed: number
  waivedFen: number
  exitedAt?: Instant
  /** Empty for a tombstone, which is found, revoked, and never was granted. */
  storedHash: string
  ledgerSeq: number
}

export function queryExemption(ledger: Ledger, grantKey: string, now: Instant): ExemptionAnswer {
  const grant = ledger.grants.get(grantKey)
  if (grant === undefined) {
    const found = ledger.tombstones.has(grantKey)
    return {
      found,
      state: found ? 'Revoked' : 'Pending',
      minutesUsed: 0,
      waivedFen: 0,
      storedHash: '',
      ledgerSeq: ledger.ledgerSeq,
    }
  }
  return {
    found: true,
    state: stateOf(ledger, grant, now),
    minutesUsed: grant.minutesUsed,
    waivedFen: grant.waivedFen,
    ...(grant.exitedAt === undefined ? {} : { exitedAt: grant.exitedAt }),
    storedHash: grant.requestHash,
    ledgerSeq: ledger.ledgerSeq,
  }
}

/** Past its time an exemption is expired, unless it was paid with: then the driver is on the way to the exit. */
export function stateOf(ledger: Ledger, grant: Grant, now: Instant): ExemptionState {
  if (grant.end === 'revoked') return 'Revoked'
  if (grant.end === 'consumed') return 'Consumed'
  if (grant.end === 'lapsed') return 'Expired'
  const stay = grant.stayId === undefined ? undefined : ledger.stays.get(grant.stayId)
  if (stay?.paidAt === undefined && msBetween(grant.notAfter, now) > GRACE_MS) return 'Expired'
  if (grant.usesLeft < grant.maxUses) return 'PartlyUsed'
  return stay === undefined ? 'Pending' : 'Active'
}

export interface PlateAnswer {
  openStay: boolean
  stayId: string
  enteredAt?: Instant
  feeDueFen: number
  activeGrants: string[]
}

export function queryPlate(ledger: Ledger, plate: string, now: Instant): PlateAnswer {
  const stay = ledger.stays.get(ledger.inside.get(plate) ?? '')
  const activeGrants = openKeys(ledger, plate, stay)
  if (stay === undefined) return { openStay: false, stayId: '', feeDueFen: 0, activeGrants }
  const { dueFen } = quoteOf(ledger, stay, now)
  return { openStay: true, stayId: stay.stayId, enteredAt: stay.enteredAt, feeDueFen: dueFen, activeGrants }
}

/** A page of more would not fit every client's message limit. */
const ENTRIES_PER_PAGE_MAX = 1000

export interface Page<T> {
  entries: T[]
  nextSeq: number
  oldestAvailableSeq: number
}

/** Entries numbered above `fromSeq`. The list has no gaps, so a number is also a place. */
export function pageAfter<T>(
  entries: T[],
  seqOf: (entry: T) => number,
  fromSeq: number,
  max: number,
  headSeq: number,
): Page<T> {
  const first = entries[0]
  const oldestAvailableSeq = first === undefined ? headSeq + 1 : seqOf(first)
  const start = Math.max(0, fromSeq + 1 - oldestAvailableSeq)
  const page = entries.slice(start, start + Math.min(max, ENTRIES_PER_PAGE_MAX))
  const last = page.at(-1)
  return { entries: page, nextSeq: last === undefined ? fromSeq : seqOf(last), oldestAvailableSeq }
}
