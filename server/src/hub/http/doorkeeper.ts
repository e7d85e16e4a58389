import type { IncomingMessage } from 'node:http'
import type { Actor } from '@pingting/contract'
import type { Context } from 'koa'
import { actorOf, type CredentialPorts } from './credentials.ts'

export interface DoorkeeperPorts extends CredentialPorts {
  cookieName: string
  /** The hub listens on this machine only. */
  loopbackOnly: boolean
}

/** Finds out who is at the door, over HTTP and over the socket alike. */
export interface Doorkeeper {
  identify(request: IncomingMessage, given: string | undefined): Promise<Actor | undefined>
  /** A browser that carries a cookie must come from our own pages; everybody else shows a credential of its own. */
  sameOrigin(request: IncomingMessage): boolean
  isLoopback(ctx: Context): boolean
}

const LOCAL_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]', '::1'])

const bearerOf = (request: IncomingMessage): string | undefined =>
  /^Bearer (\S{1,512})$/.exec(request.headers.authorization ?? '')?.[1]

const cookieOf = (request: IncomingMessage, name: string): string | undefined =>
  request.headers.cookie
    ?.split('; ')
    .find(part => part.startsWith(`${name}=`))
    ?.slice(name.length + 1)

export function openDoorkeeper(ports: DoorkeeperPorts): Doorkeeper {
  return {
    async identify(request, given) {
      const credential = given ?? bearerOf(request) ?? cookieOf(request, ports.cookieName)
      return credential === undefined ? undefined : actorOf(credential, ports)
    },
    sameOrigin(request) {
      const { origin, host } = request.headers
      if (origin === undefined)
        return bearerOf(request) !== undefined || cookieOf(request, ports.cookieName) === undefined
      return URL.canParse(origin) && new URL(origin).host === host
    },
    isLoopback(ctx) {
      const { remoteAddress = '' } = ctx.req.socket
      const local =
        remoteAddress === '::1' || remoteAddress.startsWith('127.') || remoteAddress.startsWith('::ffff:127.')
      // The name asked for must be this machine's own: a page elsewhere can point its own name at 127.0.0.1.
      return ports.loopbackOnly && local && LOCAL_NAMES.has(ctx.hostname) && ctx.get('X-Forwarded-For') === ''
    },
  }
}
