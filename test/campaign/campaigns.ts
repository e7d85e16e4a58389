import { books } from './books/books.ts'
import { booksJournals } from './books/journals.ts'
import { plantedBugs } from './days/plants.ts'
import { simulate } from './days/simulate.ts'
import { fullDisk } from './floor/disk.ts'
import { racesOverHttp } from './floor/races.ts'
import { matrix } from './forgeries/matrix.ts'
import { tamper } from './forgeries/tamper.ts'
import { tokens } from './forgeries/tokens.ts'
import { fuzzOfFrames } from './fuzz/frames.ts'
import { fuzzOfHttp } from './fuzz/http.ts'
import { gateLink } from './gate/gate-link.ts'
import {
  ordersThroughCoupons,
  ordersThroughMethods,
  ordersThroughPlainCoupons,
  ordersThroughRegisters,
} from './gate/orders.ts'
import { outage } from './gate/outage.ts'
import type { Campaign } from './harness/campaign.ts'
import { hubCables } from './hubs/hub-cables.ts'
import { killsOfOwner } from './hubs/kills-owner.ts'
import { redisAway } from './hubs/redis-away.ts'
import { twoHubs } from './hubs/two-hubs.ts'
import { killsOfBridge, killsOfGate, killsOfHubWithOrders } from './kills/house.ts'
import { killsOfHub } from './kills/hub.ts'
import { killsOfRedis } from './kills/redis.ts'
import { cables } from './links/cables.ts'
import { pauses } from './links/pauses.ts'
import { slowloris } from './links/slowloris.ts'
import { storeCables } from './links/store.ts'
import { back } from './sockets/back.ts'
import { churn } from './sockets/churn.ts'
import { comeback } from './sockets/comeback.ts'
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
  ordersThroughMethods,
  ordersThroughRegisters,
  ordersThroughCoupons,
  ordersThroughPlainCoupons,
  gateLink,
  outage,
  fullDisk,
  racesOverHttp,
  twoHubs,
  killsOfOwner,
  redisAway,
  hubCables,
  churn,
  slowReaders,
  back,
  comeback,
  slowloris,
  fuzzOfHttp,
  fuzzOfFrames,
  tokens,
  tamper,
  matrix,
  books,
  booksJournals,
  simulate,
  plantedBugs,
]
