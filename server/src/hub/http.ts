import type Router from '@koa/router'
import { type Actor, type Answer, isRefusal, type Refusal, refusals } from '@pingting/contract'
import Koa, { type Context, type Middleware } from 'koa'
import { takesFile } from '../settlements/http.ts'
import { pace } from './access/admission.ts'
import { LARGE, readCsv, readJson, SMALL } from './http/body.ts'
import type { Caller } from './http/doorkeeper.ts'
import type { Logger } from './process/log.ts'

export interface HttpPorts {
  log: Logger
  secure: boolean
  identify(context: Context): Promise<Caller>
  /** Whether the store must be asked who it is. */
  asksStore(context: Context): boolean
  /** Somebody did something: his session does not end for a while. */
  touch(actor: Actor): void
  sameOrigin(context: Context): boolean
  addressOf(context: Context): string
  /** Whether this caller, or the address of who is nobody, has asked no more often than it may. */
  inPace(actor: Actor | undefined, address: string): boolean
  /** The hub has more to do than it can: who has not shown a credential waits. */
  isBusy(): boolean
  /** The hub is ending: a connection is not used again. */
  isClosing(): boolean
  /** Addresses of card readers that kiosks ask on their own machines. */
  readers(): string[]
  /** Middlewares that answer without a credential or a body: the faces. */
  before: Middleware[]
  /** The modules' own routes. */
  routes: Router[]
}

/** What a route finds: who asks, and the body of an unsafe method, parsed or, where a file is handed in, as it came. */
export interface HouseState extends Caller {
  json?: unknown
  bytes?: Buffer
}

/** What a session may do whose owner has not chosen his password yet. */
const BEFORE_CHOICE: ReadonlySet<string> = new Set(['/api/password', '/api/logout'])
/** Asked by those who watch the hub: served whatever there is to do. */
const ALWAYS: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics'])
/** The one page beside which a card reader may stand. */
const KIOSK = '/kiosk'
/** The code on a slip that is being printed, which a browser asks for without its credential. */
const SLIP = '/api/qr.svg'
/** Of all callers together while the hub is busy: more than all kiosks print, and nothing beside what makes it busy. */
const SLIPS_PER_SECOND = 20

/** The koa app: headers, the one place where an error becomes an answer, who asks, what they sent, the routes. */
export function openHttp(ports: HttpPorts): Koa {
  const app = new Koa()
  app.silent = true
  app.on('error', error => ports.log.debug({ error }, 'a connection ended early'))
  app.use(manners(ports))
  app.use(storyEnd(ports.log))
  for (const middleware of ports.before) app.use(middleware)
  app.use(admit(ports))
  for (const router of ports.routes) app.use(router.routes())
  app.use(ctx => present(ctx, { refused: 'request.not-found' }))
  return app
}

/** Headers of every answer, and the caller's address as far as it can be believed. */
function manners({ secure, addressOf, isClosing, readers }: HttpPorts): Middleware {
  const headers = securityHeaders(secure)
  return async (ctx, next) => {
    ctx.set(headers)
    if (ctx.path === KIOSK) ctx.set('Content-Security-Policy', policyWith(readers()))
    ctx.request.ip = addressOf(ctx)
    await next()
    if (isClosing()) ctx.set('Connection', 'close')
  }
}

/** Who asks, whether he may ask now, and what he sent. */
function admit(ports: HttpPorts): Middleware {
  const slipInPace = pace(SLIPS_PER_SECOND, () => performance.now())
  return async (ctx, next) => {
    const state = ctx.state as HouseState
    const isRead = ctx.method === 'GET' || ctx.method === 'HEAD'
    if (isRead && ALWAYS.has(ctx.path)) return next()
    // Whoever makes sessions up is a stranger, and is counted before the store is asked.
    const asksStore = ports.asksStore(ctx)
    if (asksStore && !ports.inPace(undefined, ctx.ip)) return present(ctx, { refused: 'request.too-many' })
    const { actor, session } = Object.assign(state, await ports.identify(ctx))
    const isCounted = asksStore && actor === undefined
    if (!isCounted && !ports.inPace(actor, ctx.ip)) return present(ctx, { refused: 'request.too-many' })
    const waits = actor === undefined && ports.isBusy() && !(ctx.path === SLIP && slipInPace())
    if (waits) return present(ctx, { refused: 'hub.busy' })
    if (hasDoubledKey(ctx.querystring)) return present(ctx, { refused: 'command.malformed' })
    if (session?.mustChange && !BEFORE_CHOICE.has(ctx.path)) return present(ctx, { refused: 'account.password-first' })
    if (isRead) return next()
    if (!ports.sameOrigin(ctx)) return present(ctx, { refused: 'access.wrong-origin' })
    const body = takesFile(ctx.path, actor)
      ? await readCsv(ctx.req)
      : await readJson(ctx.req, sendsMuch(actor) ? LARGE : SMALL)
    if (isRefusal(body)) return present(ctx, body)
    Object.assign(state, body)
    if (actor !== undefined) ports.touch(actor)
    return next()
  }
}

/** Two readers of one request could each take another of the two. */
function hasDoubledKey(query: string): boolean {
  if (!query.includes('&')) return false
  const keys = [...new URLSearchParams(query).keys()]
  return new Set(keys).size !== keys.length
}

const sendsMuch = (actor: Actor | undefined): boolean =>
  actor?.kind === 'bridge' || (actor?.kind === 'staff' && actor.role === 'admin')

/** No script but our own files, no markup made of text, no frame, no other origin. `'self'` covers the socket too. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
  // Each knows one address, the worker's of that face.
  'trusted-types pingting-phone pingting-book pingting-kiosk pingting-tablet',
].join('; ')

/** The page of the kiosks may ask these addresses too, and no other page. */
const policyWith = (readers: string[]): string =>
  CSP.replace("connect-src 'self'", ["connect-src 'self'", ...readers].join(' '))

const securityHeaders = (secure: boolean): Record<string, string> => ({
  'Content-Security-Policy': CSP,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  // What is asked of the hub is nobody's to keep; the built faces say otherwise of themselves.
  'Cache-Control': 'no-store',
  ...(secure ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {}),
})

/** A failure or a bug ends here: in the log with its trace, to the caller as a sentence without it. */
function storyEnd(log: Logger): Middleware {
  return async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      // The route as it was written down: a path may hold the code of somebody's ticket.
      log.error({ error, route: ctx['_matchedRoute'], method: ctx.method }, 'a request failed')
      present(ctx, { refused: 'hub.unavailable' })
    }
  }
}

/** Answers a refusal with its status and sentence. */
export function present(ctx: Context, refusal: Refusal & { paths?: string[] }): void {
  const { status, zh, en } = refusals[refusal.refused]
  const { about, paths } = refusal
  ctx.status = status
  if (status === 503) ctx.set('Retry-After', '1')
  ctx.body = {
    ok: false,
    code: refusal.refused,
    zh,
    en,
    ...(about === undefined ? {} : { about }),
    ...(paths === undefined ? {} : { paths }),
  }
}

/** Answers a command: 201 for a new effect, 200 for a repeat, the refusal's own status otherwise. */
export function presentAnswer(ctx: Context, answer: Answer): void {
  ctx.status = answer.ok ? (answer.replayed ? 200 : 201) : refusals[answer.code as keyof typeof refusals].status
  if (ctx.status === 503) ctx.set('Retry-After', '1')
  ctx.body = answer
}
