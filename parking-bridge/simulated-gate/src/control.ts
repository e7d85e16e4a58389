import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { GateBusy } from './controller.ts'
import type { Logger } from './log.ts'
import {
  correctPlate,
  enter,
  exit,
  Malformed,
  pay,
  setAlarm,
  setSwitches,
  showLedger,
  showState,
  type World,
  withdraw,
} from './world/cars.ts'

const LOOPBACK = '127.0.0.1'
const BODY_BYTES_MAX = 16_384
const REQUEST_TIMEOUT_MS = 10_000

const routes: Record<string, (world: World, body: unknown) => Promise<object>> = {
  'POST /cars/enter': enter,
  'POST /cars/pay': pay,
  'POST /cars/exit': exit,
  'POST /cars/correct-plate': correctPlate,
  'POST /exemptions/withdraw': withdraw,
  'POST /switches': setSwitches,
  'POST /alarms': setAlarm,
  'GET /ledger': showLedger,
  'GET /state': showState,
}

export interface Control {
  url: string
  close(): Promise<void>
}

/**
 * The world around the gate, over HTTP on loopback: cars and drivers, attendants and faults. A real controller has no
 * such door, and the bridge never uses it.
 */
export async function openControl(world: World & { log: Logger }): Promise<Control> {
  const server = createServer(async (request, response) => {
    const { status, body } = await answerTo(world, request)
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
  })
  server.requestTimeout = REQUEST_TIMEOUT_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(world.config.CONTROL_PORT, LOOPBACK, resolve)
  })
  return {
    url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function answerTo(
  world: World & { log: Logger },
  request: IncomingMessage,
): Promise<{ status: number; body: object }> {
  const route = routes[`${request.method} ${request.url}`]
  if (route === undefined) return { status: 404, body: { code: 'route.unknown' } }
  try {
    const answer = await route(world, request.method === 'POST' ? await readJson(request) : undefined)
    return 'refused' in answer ? { status: 409, body: { code: answer.refused } } : { status: 200, body: answer }
  } catch (error) {
    if (error instanceof Malformed) return { status: 400, body: { code: error.code, message: error.message } }
    if (error instanceof GateBusy) return { status: 503, body: { code: 'gate.busy' } }
    world.log.error({ err: error }, 'a request to the control door failed')
    return { status: 500, body: { code: 'gate.failed' } }
  }
}

/** Only JSON that says so is read: a page in a browser cannot send that across origins without asking first. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  if (request.headers['content-type']?.startsWith('application/json') !== true) throw new Malformed('body.notJson')
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > BODY_BYTES_MAX) throw new Malformed('body.tooLong')
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    throw new Malformed('body.notJson')
  }
}
