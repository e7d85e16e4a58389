import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible'

/** How often an unproven caller may try; counted per address, in Redis where there is one so that all hubs count together. */
const BUCKETS = {
  /** Wrong passwords of one account from one address: five in a quarter of an hour, as MLPS 2.0 level 3 asks. */
  login: { points: 5, duration: 900 },
  /** Wrong passwords of one account from every address it is not known at. */
  loginElsewhere: { points: 50, duration: 900 },
  /** Wrong log-ins of whatever name from one address, which many clerks of a hall may share. */
  loginAddress: { points: 100, duration: 900 },
  /** Addresses an account has logged in from; twenty days is the longest that a timer of Node can wait, and a little less. */
  loginKnown: { points: 1, duration: 20 * 86_400 },
  /** One code of a second factor, until it is out of date. */
  codeUsed: { points: 1, duration: 120 },
  /** Pairing codes that were wrong, per address. */
  pair: { points: 20, duration: 60 },
  /** Ticket and booking codes that were wrong, per kiosk or one of the staff: 40 bits against ten tries in ten minutes. */
  code: { points: 10, duration: 600 },
  /** The same over all kiosks of a hall. */
  codeOfHall: { points: 1_000, duration: 3_600 },
  /** Appointments booked from one address, which many citizens may share. */
  book: { points: 20, duration: 3_600 },
  /** Booking codes that were wrong, per address, and over all addresses of a hall. */
  bookingCode: { points: 10, duration: 600 },
  bookingCodeOfHall: { points: 1_000, duration: 3_600 },
  /** Slips asked for with a wrong code, per kiosk: apart, so that whoever types codes stops no slip. */
  slip: { points: 10, duration: 600 },
  /** The same over all kiosks of a hall. */
  slipOfHall: { points: 1_000, duration: 3_600 },
  /** Questions for cars by the end of their plates, for one ticket. */
  carsOfTicket: { points: 5, duration: 86_400 },
  /** The same from one address, which many citizens of a hall may share, or from one device. */
  cars: { points: 60, duration: 600 },
  /** Look-ups of what a plate was granted, of one of the staff. */
  stories: { points: 60, duration: 600 },
} as const

export interface Limits {
  /** Counts one failure. */
  count(bucket: keyof typeof BUCKETS, key: string): Promise<void>
  exceeded(bucket: keyof typeof BUCKETS, key: string): Promise<boolean>
  /** Counts one try before it is made, so that tries side by side cannot all pass. @returns whether it may be made. */
  reserve(bucket: keyof typeof BUCKETS, key: string): Promise<boolean>
  /** Takes back what was reserved for a try that was right. */
  release(bucket: keyof typeof BUCKETS, key: string): Promise<void>
}

/** Whatever a caller typed stands in a key: an address, an account, a password in the wrong field. */
const hashed = (key: string): string => createHash('sha256').update(key).digest('base64url')

export function openLimits(redis: Redis | undefined): Limits {
  const limiters = Object.fromEntries(
    Object.entries(BUCKETS).map(([name, bucket]) => {
      const inMemory = new RateLimiterMemory({ keyPrefix: name, ...bucket })
      const limiter =
        redis === undefined
          ? inMemory
          : new RateLimiterRedis({
              storeClient: redis,
              keyPrefix: `pingting:${name}`,
              insuranceLimiter: inMemory,
              ...bucket,
            })
      return [name, limiter]
    }),
  ) as Record<keyof typeof BUCKETS, RateLimiterMemory | RateLimiterRedis>

  return {
    async count(bucket, key) {
      await limiters[bucket].penalty(hashed(key), 1)
    },
    async exceeded(bucket, key) {
      const found = await limiters[bucket].get(hashed(key))
      return found !== null && found.consumedPoints >= BUCKETS[bucket].points
    },
    async reserve(bucket, key) {
      const { consumedPoints } = await limiters[bucket].penalty(hashed(key), 1)
      return consumedPoints <= BUCKETS[bucket].points
    },
    async release(bucket, key) {
      await limiters[bucket].reward(hashed(key), 1)
    },
  }
}
