import type Router from '@koa/router'
import { type Actor, type Answer, isRefusal, type Refusal, refusals } from '@pingting/contract'
import Koa, { type Context, type Middleware } from 'koa'
import { readJson } from './http/body.ts'
import type { Logger } from './process/log.ts'

export interface HttpPorts {
  log: Logger
  secure: boolean
  /** Proxies before us; each adds one address, and what stands before theirs is only what a client claims. */
  proxyTally: number
  identify(context: Context): Promise<Actor | undefined>
  sameOrigin(context: Context): boolean
  /** Middlewares that answer without a credential or a body: the faces. */
  before: Middleware[]
  /** The modules' own routes. */
  routes: Router[]
}

/** What a route finds: who asks, and the parsed body of an unsafe method. */
export interface HouseState {
  actor?: Actor
  json?: unknown
}

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' ws: wss:; " +
  "manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

/** The koa app: headers, the one place where an error becomes an answer, who asks, what they sent, the routes. */
export function openHttp(ports: HttpPorts): Koa {
  const app = new Koa({ proxy: ports.proxyTally > 0, maxIpsCount: ports.proxyTally })
  app.silent = true
  app.on('error', error => ports.log.debug({ error }, 'a connection ended early'))
  app.use(securityHeaders(ports.secure))
  app.use(storyEnd(ports.log))
  for (const middleware of ports.before) app.use(middleware)
  app.use(async (ctx, next) => {
    const state = ctx.state as HouseState
    const actor = await ports.identify(ctx)
    if (actor !== undefined) state.actor = actor
    if (ctx.method === 'GET' || ctx.method === 'HEAD') return next()
    if (!ports.sameOrigin(ctx)) return present(ctx, { refused: 'access.wrong-origin' })
    const body = await readJson(ctx.req)
    if (isRefusal(body)) return present(ctx, body)
    state.json = body.json
    return next()
  })
  for (const router of ports.routes) app.use(router.routes())
  app.use(ctx => present(ctx, { refused: 'request.not-found' }))
  return app
}

function securityHeaders(secure: boolean): Middleware {
  const headers: Record<string, string> = {
    'Content-Security-Policy': CSP,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...(secure ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  }
  return (ctx, next) => {
    ctx.set(headers)
    return next()
  }
}

/** A failure or a bug ends here: in the log with its trace, to the caller as a sentence without it. */
function storyEnd(log: Logger): Middleware {
  return async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      log.error({ error, path: ctx.path, method: ctx.method }, 'a request failed')
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
