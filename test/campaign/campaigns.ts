import { racesOverHttp } from './floor/races.ts'
import type { Campaign } from './harness/campaign.ts'
import { killsOfBridge, killsOfGate, killsOfHubWithOrders } from './kills/house.ts'
import { killsOfHub } from './kills/hub.ts'
import { killsOfRedis } from './kills/redis.ts'
import { cables } from './links/cables.ts'
import { pauses } from './links/pauses.ts'
import { storeCables } from './links/store.ts'
import { churn } from './sockets/churn.ts'

/** In the order they run. */
export const campaigns: readonly Campaign[] = [
  killsOfHub,
  killsOfHubWithOrders,
  killsOfBridge,
  killsOfGate,
  killsOfRedis,
  pauses,
  cables,
  storeCables,
  racesOverHttp,
  churn,
]
