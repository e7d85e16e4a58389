import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer as createHttp, type IncomingMessage, type Server as HttpServer } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Commit, StreamName } from '@pingting/contract'
import type { Server } from 'socket.io'
import { openSessions } from '../accounts/store.ts'
import { openExemptionStore } from '../exemptions/store.ts'
import { openDayStore } from '../metrics/store.ts'
import { openCaseStore } from '../rectifications/store.ts'
import { openClock } from './clock.ts'
import type { Config } from './config.ts'
import { Days } from './days.ts'
import { Hub } from './dispatch.ts'
import { Entrance } from './entrance.ts'
import { openGauges } from './gauges.ts'
import { openHttp } from './http.ts'
import { assembleRoutes } from './http/routes.ts'
import { serveFaces } from './http/faces.ts'
import { openJournal } from './journal/journal.ts'
import { openKeys } from './journal/keys.ts'
import { openSnapshots } from './journal/snapshots.ts'
import { openLimits } from './limits.ts'
import type { Logger } from './log.ts'
import { Projections } from './projections.ts'
import { openFrames } from './publish/frames.ts'
import { Publisher } from './publish/publish.ts'
import { shownOf } from './publish/shown.ts'
import { openRedis } from './redis.ts'
import { closeInOrder } from './shutdown.ts'
import { openSocket } from './socket.ts'
import { openStore } from './store.ts'
import { openTicketTokens } from './tokens.ts'

export interface House {
  hub: Hub
  url: string
  close(): Promise<void>
}

const TICK_MS = 1_000
const FACES = fileURLToPath(new URL('../../../hall-display/dist', import.meta.url))
const HEADERS_TIMEOUT_MS = 5_000
const REQUEST_TIMEOUT_MS = 10_000
const KEEP_ALIVE_MS = 5_000

const openServer = (config: Config): HttpServer => {
  const limits = { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS, connectionsCheckingInterval: 1_000, maxHeaderSize: 8_192 }
  if (config.TLS_CERT === undefined || config.TLS_KEY === undefined) return createHttp(limits)
  return createHttps({ ...limits, cert: readFileSync(config.TLS_CERT), key: readFileSync(config.TLS_KEY) })
}
