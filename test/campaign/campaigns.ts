import { plantedBugs } from './days/plants.ts'
import { simulate } from './days/simulate.ts'
import { fullDisk } from './floor/disk.ts'
import { racesOverHttp } from './floor/races.ts'
import { fuzzOfFrames } from './fuzz/frames.ts'
import { fuzzOfHttp } from './fuzz/http.ts'
import type { Campaign } from './harness/campaign.ts'
import { killsOfBridge, killsOfGate, killsOfHubWithOrders } from './kills/house.ts'
import { killsOfHub } from './kills/hub.ts'
import { killsOfRedis } from './kills/redis.ts'
import { cables } from './links/cables.ts'
import { pauses } from './links/pauses.ts'
import { slowloris } from './links/slowloris.ts'
import { storeCables } from './links/store.ts'
import { back } from './sockets/back.ts'
import { churn } from './sockets/churn.ts'
import { slowReaders } from './sockets/slow-readers.ts'

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
  fullDisk,
  racesOverHttp,
  churn,
  slowReaders,
  back,
  slowloris,
  fuzzOfHttp,
  fuzzOfFrames,
  simulate,
  plantedBugs,
]
