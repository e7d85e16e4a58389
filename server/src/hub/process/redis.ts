import { Redis } from 'ioredis'
import type { Logger } from './log.ts'

/** So often a Redis that is away is asked again. */
const RECONNECT_MS = 200

/**
 * Redis is optional and holds nothing that matters: leases, what hubs tell each other, rate-limit buckets. Nothing waits
 * for it: when it is away a command to it fails at once.
 */
export function openRedis(url: string | undefined, log: Logger): Redis | undefined {
  if (url === undefined) return undefined
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    connectTimeout: 2_000,
    commandTimeout: 500,
    retryStrategy: () => RECONNECT_MS,
  })
  // Asked five times a second, it fails as often: an outage of a night is one line.
  let isAway = false
  redis.on('error', error => {
    if (isAway) return
    isAway = true
    log.warn(
      { error: error.message },
      'redis is away; limits are counted in this process, and no stream changes its owner',
    )
  })
  redis.on('ready', () => {
    if (isAway) log.info('redis is back')
    isAway = false
  })
  return redis
}
