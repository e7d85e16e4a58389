import type { Campaign } from './harness/campaign.ts'
import { killsOfBridge, killsOfGate, killsOfHubWithOrders } from './kills/house.ts'
import { killsOfHub } from './kills/hub.ts'
import { killsOfRedis } from './kills/redis.ts'
import { pauses } from './links/pauses.ts'

/** In the order they run. */
export const campaigns: readonly Campaign[] = [
  killsOfHub,
  killsOfHubWithOrders,
  killsOfBridge,
  killsOfGate,
  killsOfRedis,
  pauses,
]
