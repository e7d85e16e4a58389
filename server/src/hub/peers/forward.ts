import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Actor, type Command, refuse, type StreamName } from '@pingting/contract'
import { seal, unseal } from '../journal/keys.ts'
import type { Malformed, Outcome } from '../pending.ts'
import type { Logger } from '../process/log.ts'

/** A command on its way to the hub that owns its stream, with who gave it. */
interface Errand {
  name: StreamName
  command: Command
  actor: Actor
}

export interface ForwardPorts {
  /** Where to listen; port 0 takes any free one. */
  url: string
  /** Known to the hubs only: seals errands and outcomes, so that nobody else can give, read or answer one. */
  key: Buffer
  log: Logger
  /** Of the wall, in ms. */
  wallMs(): number
  take(errand: Errand): Promise<Outcome | Malformed>
}

export interface Forwarding {
  /** Where the other hubs reach this one. */
  url: string
  /** @returns `hub.unavailable` when no answer came before `gone`, whether or not the command was taken. */
  send(url: string, errand: Errand, gone: AbortSignal): Promise<Outcome>
  close(): void
}

const ANSWER_TIMEOUT_MS = 5_000
const UNDER_WAY_MAX = 1_000
const BYTES_MAX = 1024 * 1024
const ERRAND = 'pingting errand'
/** Longer than the clocks of two hubs are apart, and an errand is under way; what was caught on the wire is stale then. */
const AGE_MS_MAX = 30_000
/** An outcome is good for its own errand and no other. */
const outcomeOf = (commandId: string): string => `pingting outcome ${commandId}`

export async function openForwarding({ url, key, log, wallMs, take }: ForwardPorts): Promise<Forwarding> {
  let underWayTally = 0

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sealed = JSON.parse(unseal(key, await textOf(request), ERRAND)) as Errand & { sealedMs: number }
    const { sealedMs, ...errand } = sealed
    if (Math.abs(wallMs() - sealedMs) > AGE_MS_MAX) throw new Error('an errand is stale, or a clock is wrong')
    const outcome = await take(errand)
    response.end(seal(key, JSON.stringify(outcome), outcomeOf(errand.command.commandId)))
  }

  const server = createServer({ requestTimeout: 10_000, keepAliveTimeout: 60_000 }, (request, response) => {
    answer(request, response).catch(error => {
      log.warn({ error }, 'an errand of another hub was not done')
      response.writeHead(400).end()
    })
  })
  const { hostname, port } = new URL(url)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(Number(port), hostname, resolve)
  })

  return {
    url: `http://${hostname}:${(server.address() as AddressInfo).port}`,
    async send(to, errand, gone) {
      if (underWayTally >= UNDER_WAY_MAX) return refuse('hub.unavailable')
      underWayTally += 1
      try {
        const body = seal(key, JSON.stringify({ ...errand, sealedMs: wallMs() }), ERRAND)
        const signal = AbortSignal.any([gone, AbortSignal.timeout(ANSWER_TIMEOUT_MS)])
        const answered = await fetch(to, { method: 'POST', body, signal })
        return JSON.parse(unseal(key, await answered.text(), outcomeOf(errand.command.commandId))) as Outcome
      } catch (error) {
        log.warn({ stream: errand.name, error: String(error) }, 'the owner of a stream gave no answer')
        return refuse('hub.unavailable')
      } finally {
        underWayTally -= 1
      }
    },
    close() {
      server.close()
      server.closeIdleConnections()
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > BYTES_MAX) throw new Error('an errand is never that large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
