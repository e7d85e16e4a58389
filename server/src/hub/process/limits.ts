import type { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible'

/** How often an unproven caller may try; counted per address, in Redis where there is one so that all hubs count together. */
const BUCKETS = {
  /** Wrong passwords, per address and account. */
  login: { points: 10, duration: 60 },
  /** Pairing codes that were wrong, per address. */
  pair: { points: 20, duration: 60 },
  /** Ticket codes that were wrong, per kiosk: 40 bits against ten tries in ten minutes. */
  code: { points: 10, duration: 600 },
} as const

export interface Limits {
  /** Counts one failure. */
  count(bucket: keyof typeof BUCKETS, key: string): Promise<void>
  exceeded(bucket: keyof typeof BUCKETS, key: string): Promise<boolean>
}

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
      await limiters[bucket].penalty(key, 1)
    },
    async exceeded(bucket, key) {
      const found = await limiters[bucket].get(key)
      return found !== null && found.consumedPoints >= BUCKETS[bucket].points
    },
  }
}
