import { type GateRecord, GateRecord as GateRecordSchema } from '@pingting/contract'
import type { Fields, Md5 } from './sign.ts'
import { instantOfMs, instantOfUtc, minutesOfSeconds } from './times.ts'
import { APPLIED, STATUS } from './words.ts'

type Unnumbered<R> = R extends GateRecord ? Omit<R, 'gateSeq'> : never

/** What a push tells, still without a number. */
export interface Fact {
  /** The same for each repeat of one push, and for no other. */
  key: string
  record: Unnumbered<GateRecord>
}

interface Kind {
  /** What names the fact, beside its kind. */
  names: readonly string[]
  /** What a fact that cannot be read is called. */
  rawType: (fields: Fields) => string
  /** Of which nothing is believed before the contract has seen it. */
  record: (fields: Fields) => object | undefined
  /** Absent: always. */
  isNews?: (fields: Fields) => boolean
}

/** Pushes by where they go. */
const KINDS: Readonly<Record<string, Kind>> = {
  '/internal/enter': {
    names: ['parking_serial', 'enter_time'],
    rawType: () => 'enter',
    record: fields => ({
      ...{ kind: 'entered', ...seen(fields), laneId: laneOf(fields['enter_gate']) },
      ...{ carClass: classOf(fields['car_type']), enteredAt: instantOfMs(fields['enter_time']) },
    }),
  },
  '/internal/leave': {
    names: ['parking_serial', 'leave_time'],
    rawType: () => 'leave',
    record: fields => ({
      ...{ kind: 'exited', ...seen(fields), laneId: laneOf(fields['leave_gate']) },
      ...{ exitedAt: instantOfMs(fields['leave_time']), minutes: minutesOfSeconds(fields['parking_time']) },
      ...moneyOf(fields['total_value'], fields['free_value'] ?? '0'),
      // The coupons of others count in it too.
      ...((wholeOf(fields['free_value']) ?? 0) > 0 ? { sharedWaiver: true } : {}),
    }),
  },
  '/internal/payment': {
    names: ['parking_serial', 'pay_serial'],
    rawType: () => 'payment',
    record: ({ parking_serial, pay_value, pay_time }) => ({
      ...{ kind: 'paid', stayId: parking_serial, paidFen: wholeOf(pay_value), paidAt: instantOfMs(pay_time) },
    }),
  },
  '/internal/update': {
    names: ['parking_serial', 'flow_no'],
    rawType: () => 'update',
    record: fields => ({ kind: 'plateCorrected', ...seen(fields), correctedAt: instantOfUtc(fields['operate_time']) }),
  },
  // A barrier that opened by its own rules is no news; one opened by hand, or under a second car, is.
  '/internal/release': {
    names: ['parking_serial', 'release_time'],
    rawType: () => 'release',
    record: ({ parking_serial: stayId, release_method = '', release_time }) => ({
      ...{ kind: 'released', stayId, release: RELEASES[release_method], releasedAt: instantOfUtc(release_time) },
    }),
    isNews: ({ release_method = '' }) => RELEASES[release_method] !== 'automatic',
  },
  // Of a coupon its end is news; one that ran out without a car ends at the hub by itself.
  '/internal/mcoupon/grant/sync': {
    names: ['grant_serial', 'status', 'apply_time'],
    rawType: () => 'coupon',
    record: couponOf,
    isNews: ({ status, apply_status, parking_serial }) =>
      status === STATUS.expired ? parking_serial !== undefined : status !== STATUS.given || apply_status === APPLIED,
  },
}

/** The values of a push that are read. */
export const PUSH_FIELDS = [
  ...['park_uuid', 'timestamp', 'parking_serial', 'plate', 'car_type', 'enter_gate', 'enter_time', 'leave_gate'],
  ...['leave_time', 'parking_time', 'total_value', 'free_value', 'pay_serial', 'pay_value', 'pay_time', 'flow_no'],
  ...['operate_time', 'release_method', 'release_time', 'grant_serial', 'status', 'apply_status', 'apply_value'],
  ...['apply_time', 'coupon_value'],
]

const RELEASES: Readonly<Record<string, string>> = { '1': 'manual', '2': 'automatic', '3': 'tailgate' }
/** Of the rest each pays for its stay. */
const CLASSES: Readonly<Record<string, string>> = { '2': 'monthCard', '3': 'vip' }
const NO_LANE = 'unknown'
const LANE = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/
const ANY_SEQ = 1

export const isPushPath = (path: string): boolean => Object.hasOwn(KINDS, path)

/**
 * The fact of a push that is signed, undefined where it is no news. One that cannot be read is told as foreign, with its
 * name and without a value.
 */
export function factOf(path: string, fields: Fields, md5: Md5): Fact | undefined {
  const { names, rawType, record, isNews } = KINDS[path]!
  if (isNews?.(fields) === false) return undefined
  const key = md5([path, ...names.map(name => fields[name] ?? '')].join('|'))
  const told = GateRecordSchema.safeParse({ gateSeq: ANY_SEQ, ...record(fields) }).data
  const read: GateRecord = told ?? { kind: 'foreign', gateSeq: ANY_SEQ, rawType: rawType(fields) }
  const { gateSeq: _any, ...unnumbered } = read
  return { key, record: unnumbered }
}

/** A coupon that came to its end: it was applied when the car left, its time is over, or people there took it back. */
function couponOf(fields: Fields): object | undefined {
  const { grant_serial: exemptionId, parking_serial: stayId, status, apply_status } = fields
  const at = instantOfUtc(fields['apply_time'])
  const denied = { kind: 'denied', stayId, exemptionId, deniedAt: at }
  if (status === STATUS.expired) return { ...denied, reason: 'Expired' }
  if (status === STATUS.takenBack) return { ...denied, reason: 'Revoked' }
  if (status !== STATUS.given || apply_status !== APPLIED) return undefined
  return {
    ...{ kind: 'honoured', stayId, exemptionId, exitedAt: at },
    minutesApplied: wholeOf(fields['coupon_value']),
    ...moneyOf(fields['total_value'], fields['apply_value']),
  }
}

const seen = ({ parking_serial: stayId, plate = '' }: Fields) => ({ stayId, ...(plate === '' ? {} : { plate }) })
const laneOf = (gate = ''): string => (LANE.test(gate) ? gate : NO_LANE)
const classOf = (type = ''): string => CLASSES[type] ?? 'casual'

function moneyOf(total: string | undefined, waived: string | undefined) {
  const [feeBeforeFen, feeWaivedFen] = [wholeOf(total), wholeOf(waived)]
  const feeAfterFen =
    feeBeforeFen === undefined || feeWaivedFen === undefined ? undefined : Math.max(0, feeBeforeFen - feeWaivedFen)
  return { feeBeforeFen, feeWaivedFen, feeAfterFen }
}

/** Whole numbers that are not negative. */
const wholeOf = (text: string | undefined): number | undefined =>
  text === undefined || !/^\d{1,9}$/.test(text) ? undefined : Number(text)
