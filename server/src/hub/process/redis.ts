import { Redis } from 'ioredis'
import type { Logger } from './log.ts'

/** Redis is optional and holds nothing that matters: rate-limit buckets. When it is away, each process counts alone. */
export function openRedis(url: string | undefined, log: Logger): Redis | undefined {
  if (url === undefined) return undefined
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    connectTimeout: 2_000,
    commandTimeout: 500,
  })
  redis.on('error', error => log.warn({ error: error.message }, 'redis is away; limits are counted in this process'))
  return redis
}
