import { readFileSync } from 'node:fs'
import { createServer as createHttp, type Server as HttpServer } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Config } from '../process/config.ts'

const CONNECTIONS_MAX = 10_000
const LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 8_192,
}

/** HTTPS where there is a certificate. */
export function openServer(config: Config): HttpServer {
  if (config.TLS_CERT === undefined || config.TLS_KEY === undefined) return createHttp(LIMITS)
  return createHttps({ ...LIMITS, cert: readFileSync(config.TLS_CERT), key: readFileSync(config.TLS_KEY) })
}

/** Port 0 takes any free one; the address tells which. */
export function listen(server: HttpServer, config: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.maxConnections = CONNECTIONS_MAX
    server.listen(config.PORT, config.HOST, () => {
      const { port } = server.address() as AddressInfo
      resolve(`${config.TLS_CERT === undefined ? 'http' : 'https'}://${config.HOST}:${port}`)
    })
  })
}
