import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { instantOf, msBetween } from '@pingting/contract'
import type { Log, Time } from '../../ports.ts'
import type { Inbox } from './inbox.ts'
import { md5 } from './platform.ts'
import { factOf, isPushPath, PUSH_FIELDS } from './pushes.ts'
import type { CouponSettings } from './settings.ts'
import { type Fields, isSigned, readsOneWay } from './sign.ts'

const BODY_BYTES_MAX = 16_384
/** So long a push may take to arrive. */
const PATIENCE = { requestTimeout: 5_000, headersTimeout: 5_000, connectionsCheckingInterval: 1_000 }
const CONNECTIONS_MAX = 64
/** Of the wall; older or newer pushes may be somebody's copies. */
const STALE_MS = 300_000
/** So long the hub may take to record a push; the platform is then told to come again. */
const ANSWER_MS = 4_000

/** Whoever knocks may do so as often as he likes: each reason not to let him in is logged once in this time. */
const WARN_EVERY_MS = 60_000

/** What the platform is told, and the HTTP status that goes with it. */
const ANSWERS = { '1001': 200, '400': 400, '404': 404, '1401': 401, '1500': 503 } as const
type Code = keyof typeof ANSWERS

export interface Listener {
  url: string
  close(): Promise<void>
}

interface Parts {
  settings: CouponSettings
  inbox: Inbox
  /** There is something new in the inbox. */
  news: () => void
  /** How fast business time runs: a moment of the wall is that much difference of time stamps. */
  speed: number
  time: Time
  log: Log
  warn: Log['warn']
}

/**
 * Where the platform's pushes arrive. One is answered 1001 when the hub has recorded it, and 1500 when that takes too
 * long: then the platform tells it again, and meanwhile it waits here. @throws when the port is taken
 */
export async function listen(given: Omit<Parts, 'warn'>): Promise<Listener> {
  const { host, port } = given.settings.listen
  const parts: Parts = { ...given, warn: warnSparsely(given) }
  const server = createServer(PATIENCE, (request, response) => {
    void codeFor(parts, request, response)
      .catch((error: unknown): Code => {
        parts.log.error({ err: error }, 'a push broke in our own house')
        return '1500'
      })
      .then(code => {
        response.writeHead(ANSWERS[code], { 'content-type': 'application/json; charset=utf-8' })
        response.end(JSON.stringify({ code }))
      })
  })
  server.maxConnections = CONNECTIONS_MAX
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const { address, family, port: taken } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

function warnSparsely({ time, log }: Omit<Parts, 'warn'>): Log['warn'] {
  const silentUntilMs = new Map<string, number>()
  return (about, text) => {
    if (time.wallMs() < (silentUntilMs.get(text) ?? 0)) return
    silentUntilMs.set(text, time.wallMs() + WARN_EVERY_MS)
    log.warn(about, text)
  }
}

async function codeFor(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<Code> {
  const { settings, inbox, news, log, warn } = parts
  const path = request.url ?? ''
  if (request.method !== 'POST' || !isPushPath(path)) return '404'
  const fields = await formOf(request)
  if (fields === undefined) return '400'
  if (!readsOneWay(fields, PUSH_FIELDS) || !isSigned(fields, settings.secret, md5)) {
    warn({ path }, 'a push that the platform has not signed was refused')
    return '1401'
  }
  if (fields['park_uuid'] !== settings.park) return '400'
  if (!isFresh(parts, fields)) {
    warn({ path }, 'a push was refused whose time stamp is far from our clock')
    return '1401'
  }
  const fact = factOf(path, fields, md5)
  if (fact === undefined) return '1001'
  const taken = inbox.take(fact)
  if (taken === 'full') log.error({}, 'too many pushes wait for the hub: the platform has to keep the rest')
  if (taken !== 'waits') return taken === 'recorded' ? '1001' : '1500'
  const recorded = recordedInTime(parts, fact.key, response)
  news()
  return (await recorded) ? '1001' : '1500'
}

/** @returns false as well for a platform that no longer waits. */
function recordedInTime({ inbox, time }: Parts, key: string, response: ServerResponse): Promise<boolean> {
  return new Promise(resolve => {
    const end = (isRecorded: boolean): void => {
      callOff()
      hearNoMore()
      resolve(isRecorded)
    }
    const callOff = time.after(ANSWER_MS, () => end(false))
    const hearNoMore = inbox.onRecorded(key, () => end(true))
    response.once('close', () => end(false))
  })
}

function isFresh({ time, speed }: Parts, { timestamp = '' }: Fields): boolean {
  if (!/^\d{13}$/.test(timestamp)) return false
  return Math.abs(msBetween(instantOf(Number(timestamp)), time.now())) / speed <= STALE_MS
}

/** @returns undefined for what is no form, is too long, or has a name twice. */
async function formOf(request: IncomingMessage): Promise<Fields | undefined> {
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true) return undefined
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      bytes += part.length
      if (bytes > BODY_BYTES_MAX) return undefined
      parts.push(part)
    }
  } catch {
    return undefined
  }
  const form = [...new URLSearchParams(Buffer.concat(parts).toString('utf8'))]
  const fields = Object.fromEntries(form)
  return Object.keys(fields).length === form.length ? fields : undefined
}
