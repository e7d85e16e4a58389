import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Parts } from '../opcua-skin/face.ts'
import { Unanswered } from '../world/switches.ts'
import { answerTo } from './dispatcher.ts'
import { Outbox } from './outbox.ts'
import { type Fields, signed } from './signing.ts'

const LOOPBACK = '127.0.0.1'
const BODY_BYTES_MAX = 16_384

export interface Platform {
  endpointUrl: string
  close(): Promise<void>
}

/** Puts a coupon platform in front of the ledger: it answers signed questions, and pushes what happens. */
export async function openPlatform(parts: Parts): Promise<Platform> {
  const { config, controller, log } = parts
  const server = createServer(async (request, response) => {
    try {
      const answer = signed(await answerTo(parts, await fieldsIn(request)), config.GATE_PASSWORD)
      const date = new Date(controller.clock()).toUTCString()
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', date }).end(JSON.stringify(answer))
    } catch (error) {
      if (!(error instanceof Unanswered)) log.error({ err: error }, 'a question failed; it may have run')
      response.destroy()
    }
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(config.GATE_PORT, LOOPBACK, resolve))
  const outbox =
    config.PUSH_URL === undefined
      ? undefined
      : new Outbox(parts, config.PUSH_URL, join(config.GATE_DATA_DIR, 'pushed.json'))
  outbox?.open()
  return {
    endpointUrl: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      outbox?.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** The values of a question, each of which is a text. @throws for what is none */
async function fieldsIn(request: IncomingMessage): Promise<Fields> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > BODY_BYTES_MAX) throw new Error('the question is too long')
    parts.push(part)
  }
  const asked = Object.entries(JSON.parse(Buffer.concat(parts).toString('utf8')) as object)
  return Object.fromEntries(asked.map(([name, value]) => [name, String(value)]))
}
