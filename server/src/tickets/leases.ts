import type { BusinessDay, EventOf, Instant } from '@pingting/contract'

const NUMBERS_MAX = 9999
/** As many as one kiosk gives out of one service while a hub starts anew or a switch is changed. */
const LEASE_SIZE = 30
/** A kiosk that loses what it was given, again and again, does not eat up the day. */
const LEASES_MAX = 8
/** Below it all numbers are for who is given one by the hub. */
const LEASED_FROM = 5_000

/** Numbers that one kiosk gives out, both ends included. */
interface Lease {
  deviceId: string
  first: number
  last: number
  /** No ticket of it counts as taken before: when it was given, and then when its last one was taken. */
  notBefore: Instant
}

/** By `yyyy-mm-dd` and prefix. They come from the top, so that the hub's own numbers go on without a gap. */
export type Leases = Map<string, { lowest: number; held: Lease[] }>

export const numbersKey = (day: BusinessDay, prefix: string): string => day + prefix

const none = () => ({ lowest: NUMBERS_MAX + 1, held: [] })

/** Numbers from here on are no longer the hub's to give out. */
export const lowestLeased = (leases: Leases, key: string): number => (leases.get(key) ?? none()).lowest

/** The numbers a kiosk would be given next; nothing once it has had its share, or there are none. */
export function nextRange(
  leases: Leases,
  key: string,
  deviceId: string,
  issuedTally: number,
): { first: number; last: number } | undefined {
  const { lowest, held } = leases.get(key) ?? none()
  const first = lowest - LEASE_SIZE
  const had = held.filter(lease => lease.deviceId === deviceId).length
  return had >= LEASES_MAX || first < LEASED_FROM || first <= issuedTally ? undefined : { first, last: lowest - 1 }
}

export function findLease(leases: Leases, day: BusinessDay, number: string, deviceId: string): Lease | undefined {
  const lease = leaseWith(leases, day, number)
  return lease?.deviceId === deviceId ? lease : undefined
}

function leaseWith(leases: Leases, day: BusinessDay, number: string): Lease | undefined {
  const count = Number(number.slice(1))
  return leases
    .get(numbersKey(day, number.slice(0, 1)))
    ?.held.find(({ first, last }) => first <= count && count <= last)
}

export function noteLease(leases: Leases, event: EventOf<'ticket.leased'>): void {
  const { deviceId, businessDay, firstNumber, lastNumber, at } = event
  const key = numbersKey(businessDay, firstNumber.slice(0, 1))
  const [first, last] = [Number(firstNumber.slice(1)), Number(lastNumber.slice(1))]
  const { held } = leases.get(key) ?? none()
  leases.set(key, { lowest: first, held: [...held, { deviceId, first, last, notBefore: at }] })
}

/** The next ticket of the same kiosk counts as taken no earlier than this one. */
export function noteUse(leases: Leases, day: BusinessDay, number: string, takenAt: Instant): void {
  const lease = leaseWith(leases, day, number)
  if (lease !== undefined) lease.notBefore = takenAt
}

/** A kiosk that is revoked has no numbers; nobody else gets them. */
export function letGo(leases: Leases, deviceId: string): void {
  for (const [key, { lowest, held }] of leases)
    leases.set(key, { lowest, held: held.filter(lease => lease.deviceId !== deviceId) })
}

/** After a restore nobody knows what was leased since the backup. */
export function skipLeases(leases: Leases, key: string, numbers: number): void {
  const { lowest, held } = leases.get(key) ?? none()
  leases.set(key, { lowest: lowest - numbers, held })
}
