import { type Instant, msBetween } from '@pingting/contract/words/time'
import {
  type Commit,
  type Decision,
  decideGrant,
  decideRevoke,
  type Ledger,
  queryExemption,
  queryPlate,
  type ReasonCode,
} from '../ledger.ts'
import type { Fields } from './signing.ts'
import { wallOf } from './times.ts'

/** A coupon that takes minutes off, as it is asked for. */
export interface Wish {
  serial: string
  plate: string
  minutes: number
  notAfter: Instant
}

const OK = '1001'
const NO_RECORD = '1002'
const LIMITED = '1003'
const DUPLICATE = '1403'
const BAD_REQUEST = '400'
const nothing = (): Commit => ({ records: [], events: [] })

/** What a refusal of the ledger is called here; the rest is a request nobody should make. */
const REFUSALS: Partial<Record<ReasonCode, string>> = {
  ...{ AlreadyPaid: LIMITED, ClassExcluded: LIMITED, StoreFull: LIMITED },
  ...{ StackRefused: DUPLICATE, Revoked: DUPLICATE },
}

/**
 * Gives a coupon to a car that is inside.
 * @param forgets a platform that takes the same serial for a new coupon each time
 */
export function decideCoupon(ledger: Ledger, wish: Wish, forgets: boolean, now: Instant): Decision<string> {
  const { serial, plate, minutes, notAfter } = wish
  const grantKey = forgets ? freshKey(ledger, serial) : serial
  if (!ledger.grants.has(grantKey) && !ledger.inside.has(plate)) return { commit: nothing(), answer: NO_RECORD }
  const order = {
    ...{ grantKey, plate, plateColour: 0, freeMinutes: minutes, notBefore: now, notAfter, maxUses: 1 },
    requestHash: `${plate} ${minutes} ${notAfter}`,
    stackRule: forgets ? ('max' as const) : ('reject' as const),
  }
  const believed = { bridgeEpoch: ledger.bridgeEpoch, hashMatches: true, macMatches: true }
  const command = { order, siteId: ledger.policy.siteId, submitDeadline: notAfter, ...believed }
  const { commit, answer } = decideGrant(ledger, command, now)
  if (answer.outcome === 'Applied') return { commit, answer: OK }
  if (answer.outcome === 'Rejected') return { commit, answer: REFUSALS[answer.reasonCode] ?? BAD_REQUEST }
  return { commit, answer: DUPLICATE }
}

function freshKey({ grants }: Ledger, serial: string): string {
  let copy = 2
  if (!grants.has(serial)) return serial
  while (grants.has(`${serial}#${copy}`)) copy += 1
  return `${serial}#${copy}`
}

/** The serial a coupon was asked for by. */
export const serialOf = (grantKey: string): string => grantKey.split('#')[0]!

/** Of a serial that was never given nothing is kept. */
export function decideTakeBack(ledger: Ledger, serial: string, now: Instant): Decision<string> {
  if (!ledger.grants.has(serial)) return { commit: nothing(), answer: NO_RECORD }
  const revocation = { revokeKey: serial, grantKey: serial, reason: 'taken back', bridgeEpoch: ledger.bridgeEpoch }
  const { commit, answer } = decideRevoke(ledger, { ...revocation, macMatches: true }, now)
  return { commit, answer: 'outcome' in answer && answer.outcome === 'Revoked' ? OK : DUPLICATE }
}

/** How a coupon stands. */
export function couponOf(ledger: Ledger, serial: string, now: Instant): Fields {
  const grant = ledger.grants.get(serial)
  if (grant === undefined) return { result_code: NO_RECORD }
  const { state } = queryExemption(ledger, serial, now)
  const applied =
    grant.exitedAt === undefined
      ? { apply_status: '0' }
      : { apply_status: '1', apply_value: String(grant.waivedFen), apply_time: grant.exitedAt }
  return {
    ...{ result_code: OK, plate: grant.plate, type: '2', value: String(grant.freeMinutes) },
    ...{ expire_time: wallOf(grant.notAfter), coupon_value: String(grant.minutesUsed) },
    status: state === 'Revoked' ? '-1' : state === 'Expired' ? '-2' : '1',
    ...applied,
  }
}

/** What a car would have to pay now. */
export function billOf(ledger: Ledger, plate: string, now: Instant): Fields {
  const { openStay, stayId, enteredAt = now, feeDueFen } = queryPlate(ledger, plate, now)
  if (!openStay) return { result_code: NO_RECORD }
  const parking_time = String(Math.floor(msBetween(enteredAt, now) / 1_000))
  return {
    ...{ result_code: OK, plate, parking_serial: stayId, enter_time: wallOf(enteredAt), parking_time },
    pay_value: String(feeDueFen),
  }
}
