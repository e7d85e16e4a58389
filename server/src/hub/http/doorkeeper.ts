import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { BlockList } from 'node:net'
import type { Actor } from '@pingting/contract'
import type { Context } from 'koa'
import type { Sessions } from '../../accounts/store.ts'
import { actorOf, type CredentialPorts } from './credentials.ts'
import { addressOf } from './proxies.ts'

export interface DoorkeeperPorts extends CredentialPorts {
  cookieName: string
  /** The hub listens on this machine only. */
  loopbackOnly: boolean
  trustedProxies: BlockList
  /** What opens the figures to a reader on another machine. */
  metricsToken?: string | undefined
}

/** Who asks, and the staff session he shows, also while its owner must choose a password first. */
export interface Caller {
  actor?: Actor | undefined
  session?: Awaited<ReturnType<Sessions['look']>>
}

/** Finds out who is at the door, over HTTP and over the socket alike. */
export interface Doorkeeper {
  identify(request: IncomingMessage): Promise<Caller>
  /** Whether the store must be asked who it is: a session is shown that is not in memory. */
  asksStore(request: IncomingMessage): boolean
  /** Whose credential this is, as of now. */
  known(credential: string, request: IncomingMessage): Promise<Actor | undefined>
  /** What the request shows for itself: a bearer's credential, else the cookie. */
  credentialOf(request: IncomingMessage): string | undefined
  /** The staff credentials a request shows, as a bearer and as a cookie. */
  staffCredentials(request: IncomingMessage): string[]
  /** A browser that carries a cookie must come from our own pages; everybody else shows a credential of its own. */
  sameOrigin(request: IncomingMessage): boolean
  addressOf(request: IncomingMessage): string
  isLoopback(ctx: Context): boolean
  /** Figures of the hub itself are for this machine, or for who has their token. */
  mayReadMetrics(ctx: Context): boolean
}

const LOCAL_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]', '::1'])
/** A page elsewhere, and one of a sister site; a browser says so itself, and no script can make it say another. */
const ELSEWHERE: ReadonlySet<string> = new Set(['cross-site', 'same-site'])

const bearerOf = (request: IncomingMessage): string | undefined =>
  /^Bearer (\S{1,512})$/.exec(request.headers.authorization ?? '')?.[1]

const cookieOf = (request: IncomingMessage, name: string): string | undefined =>
  request.headers.cookie
    ?.split('; ')
    .find(part => part.startsWith(`${name}=`))
    ?.slice(name.length + 1)

const isStaffs = (credential: string | undefined): credential is string => credential?.startsWith('s1.') === true

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

export function openDoorkeeper(ports: DoorkeeperPorts): Doorkeeper {
  const { cookieName, trustedProxies, metricsToken } = ports

  function isLoopback(ctx: Context): boolean {
    const { remoteAddress = '' } = ctx.req.socket
    const local = remoteAddress === '::1' || /^(::ffff:)?127\./.test(remoteAddress)
    // The name asked for must be this machine's own: a page elsewhere can point its own name at 127.0.0.1.
    return ports.loopbackOnly && local && LOCAL_NAMES.has(ctx.hostname) && ctx.get('X-Forwarded-For') === ''
  }

  const credentialOf = (request: IncomingMessage): string | undefined =>
    bearerOf(request) ?? cookieOf(request, cookieName)

  const staffCredentials = (request: IncomingMessage): string[] =>
    [bearerOf(request), cookieOf(request, cookieName)].filter(isStaffs)

  /** Staff are told by where they sit as well: a session can be carried away. Changed in place, since the session is found by it. */
  function from<A extends Actor>(request: IncomingMessage, actor: A): A {
    if (actor.kind === 'staff') actor.address = addressOf(request, trustedProxies)
    return actor
  }

  return {
    async identify(request) {
      const credential = credentialOf(request)
      const shown = staffCredentials(request)[0]
      const session = shown === undefined ? undefined : await ports.sessions.look(shown)
      if (session !== undefined) from(request, session.actor)
      if (credential === undefined) return { session }
      // Looked at once: what is not known would cost the store twice.
      if (credential === shown) return { session, actor: session?.mustChange === false ? session.actor : undefined }
      return { session, actor: await actorOf(credential, ports) }
    },
    asksStore(request) {
      const shown = staffCredentials(request)[0]
      return shown !== undefined && !ports.sessions.isAtHand(shown)
    },
    async known(credential, request) {
      const actor = await actorOf(credential, ports)
      return actor && from(request, actor)
    },
    credentialOf,
    staffCredentials,
    sameOrigin(request) {
      const { origin, host } = request.headers
      if (ELSEWHERE.has(String(request.headers['sec-fetch-site']))) return false
      if (origin === undefined) return bearerOf(request) !== undefined || cookieOf(request, cookieName) === undefined
      return URL.canParse(origin) && new URL(origin).host === host
    },
    addressOf: request => addressOf(request, trustedProxies),
    isLoopback,
    mayReadMetrics(ctx) {
      const shown = bearerOf(ctx.req)
      const fits =
        metricsToken !== undefined && shown !== undefined && timingSafeEqual(sha256(shown), sha256(metricsToken))
      return fits || isLoopback(ctx)
    },
  }
}
