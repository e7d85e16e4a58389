/**
 * Adds entries to the ledger. It follows no rules, it only takes facts down, so that a replay of the file gives the
 * same ledger whatever the rules have become.
 */
import type { Commit, GateEvent, LedgerRecord } from './entries.ts'
import type { Grant, Ledger, Stay } from './state.ts'

/** Beyond these the oldest are dropped from memory, not from the file; OldestAvailableSeq tells who asks for them. */
const ENTRIES_KEPT_MAX = 200_000
const CLOSED_STAYS_KEPT_MAX = 50_000
const DROPPED_AT_ONCE = 20_000

/** Changes the ledger in place: one process owns it, and copies of ten thousand exemptions would buy nothing. */
export function apply(ledger: Ledger, commit: Commit): void {
  for (const event of commit.events) {
    ledger.eventSeq = event.sequenceNumber
    keep(ledger.events, event)
    applyEvent(ledger, event)
  }
  for (const record of commit.records) {
    ledger.ledgerSeq = record.ledgerSeq
    keep(ledger.records, record)
    applyRecord(ledger, record)
  }
}

function keep<T>(entries: T[], entry: T): void {
  if (entries.length >= ENTRIES_KEPT_MAX) entries.splice(0, DROPPED_AT_ONCE)
  entries.push(entry)
}

function applyRecord(ledger: Ledger, record: LedgerRecord): void {
  switch (record.type) {
    case 'LedgerBegan':
      ledger.controllerEpoch = record.controllerEpoch
      return
    case 'BridgeEpochRaised':
      ledger.bridgeEpoch = record.bridgeEpoch
      return
    case 'ExemptionGranted':
      admit(ledger, record)
      return
    case 'ExemptionBound':
      bind(ledger, grantOf(ledger, record.grantKey), stayOf(ledger, record.stayId))
      return
    case 'ExemptionRevoked':
      if (record.tombstone) ledger.tombstones.add(record.grantKey)
      else close(ledger, record.grantKey, 'revoked')
      return
    case 'ExemptionHonoured':
      use(ledger, record)
      return
    case 'ExemptionLapsed':
      close(ledger, record.grantKey, 'lapsed')
      return
  }
}

function applyEvent(ledger: Ledger, event: GateEvent): void {
  if (event.type === 'VehicleEntered') {
    enter(ledger, event)
    return
  }
  const stay = stayOf(ledger, event.stayId)
  if (event.type === 'PlateCorrected') {
    if (stay.plate !== undefined) ledger.inside.delete(stay.plate)
    stay.plate = event.plate
    stay.plateRaw = event.plateRaw
    if (event.plate !== undefined) ledger.inside.set(event.plate, stay.stayId)
  } else if (event.type === 'FeePaid') {
    stay.paidFen += event.paidFen
    stay.paidAt = event.paidAt
  } else if (event.type === 'VehicleExited') {
    stay.exitedAt = event.exitedAt
    ledger.carsInside--
    if (stay.carClass === 'staff') ledger.staffInside--
    if (stay.plate === undefined) return
    ledger.inside.delete(stay.plate)
    ledger.lastExitAt.set(stay.plate, event.exitedAt)
  }
}

function enter(ledger: Ledger, event: GateEvent & { type: 'VehicleEntered' }): void {
  const { stayId, laneId = '', plateRaw, plate, confidence, enteredAt, carClass } = event
  ledger.stays.set(stayId, {
    stayId,
    laneId,
    plateRaw,
    plate,
    confidence,
    enteredAt,
    carClass,
    grantKeys: [],
    paidFen: 0,
  })
  ledger.carsInside++
  if (carClass === 'staff') ledger.staffInside++
  if (plate !== undefined) ledger.inside.set(plate, stayId)
  if (ledger.stays.size > ledger.carsInside + CLOSED_STAYS_KEPT_MAX + DROPPED_AT_ONCE) forgetClosedStays(ledger)
}

function forgetClosedStays(ledger: Ledger): void {
  let left = DROPPED_AT_ONCE
  for (const stay of ledger.stays.values()) {
    if (left-- === 0) return
    if (stay.exitedAt === undefined) continue
    ledger.stays.delete(stay.stayId)
    if (stay.plate !== undefined && ledger.lastExitAt.get(stay.plate) === stay.exitedAt)
      ledger.lastExitAt.delete(stay.plate)
  }
}

function admit(ledger: Ledger, record: LedgerRecord & { type: 'ExemptionGranted' }): void {
  const { type: _type, ledgerSeq: _seq, bridgeEpoch: _epoch, at, ...order } = record
  const grant: Grant = { ...order, acceptedAt: at, usesLeft: order.maxUses, minutesUsed: 0, waivedFen: 0 }
  ledger.grants.set(grant.grantKey, grant)
  ledger.activeCount++
  wait(ledger, grant)
}

function bind(ledger: Ledger, grant: Grant, stay: Stay): void {
  stopWaiting(ledger, grant)
  grant.stayId = stay.stayId
  stay.grantKeys.push(grant.grantKey)
}

function use(ledger: Ledger, record: LedgerRecord & { type: 'ExemptionHonoured' }): void {
  const grant = grantOf(ledger, record.grantKey)
  grant.usesLeft = record.usesLeft
  grant.minutesUsed += record.minutesApplied
  grant.waivedFen += record.feeWaivedFen
  grant.exitedAt = record.at
  if (record.usesLeft === 0) {
    close(ledger, record.grantKey, 'consumed')
    return
  }
  delete grant.stayId
  wait(ledger, grant)
}

function close(ledger: Ledger, grantKey: string, end: NonNullable<Grant['end']>): void {
  const grant = grantOf(ledger, grantKey)
  stopWaiting(ledger, grant)
  if (grant.end === undefined) ledger.activeCount--
  grant.end = end
  forgetPast(ledger)
}

/** Of a table that is full the key that came first goes. An exemption that may still be honoured is never forgotten. */
function forgetPast(ledger: Ledger): void {
  const ended = ledger.grants.size - ledger.activeCount
  if (ended <= (ledger.policy.keysKept ?? Number.POSITIVE_INFINITY)) return
  for (const { grantKey, stayId, end } of ledger.grants.values()) {
    if (end === undefined) continue
    ledger.grants.delete(grantKey)
    const stay = ledger.stays.get(stayId ?? '')
    if (stay !== undefined) stay.grantKeys = stay.grantKeys.filter(key => key !== grantKey)
    return
  }
}

function wait(ledger: Ledger, grant: Grant): void {
  const keys = ledger.waiting.get(grant.plate)
  if (keys === undefined) ledger.waiting.set(grant.plate, [grant.grantKey])
  else keys.push(grant.grantKey)
}

function stopWaiting(ledger: Ledger, grant: Grant): void {
  const rest = ledger.waiting.get(grant.plate)?.filter(key => key !== grant.grantKey)
  if (rest === undefined || rest.length === 0) ledger.waiting.delete(grant.plate)
  else ledger.waiting.set(grant.plate, rest)
}

function grantOf(ledger: Ledger, grantKey: string): Grant {
  const grant = ledger.grants.get(grantKey)
  if (grant === undefined) throw new Error(`the ledger names exemption ${grantKey} before it was granted`)
  return grant
}

function stayOf(ledger: Ledger, stayId: string): Stay {
  const stay = ledger.stays.get(stayId)
  if (stay === undefined) throw new Error(`the ledger names stay ${stayId} before it began`)
  return stay
}
