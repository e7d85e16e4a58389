import { z } from 'zod'

/** Where phones are reached: the services of the browsers of Google, Mozilla, Apple and Microsoft. */
export const SERVICES = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  'web.push.apple.com',
  'notify.windows.com',
] as const

/** A point of P-256 and a secret of 16 bytes, in base64url (RFC 8291). */
const KEY = /^[\w-]{87}=?$/
const SECRET = /^[\w-]{22}(==)?$/

/** What a browser gives for one page (W3C Push API), and the language it is spoken to in. */
const Wish = z.strictObject({
  endpoint: z.url().max(1_000),
  keys: z.strictObject({ p256dh: z.string().regex(KEY), auth: z.string().regex(SECRET) }),
  language: z.enum(['zh-CN', 'en']),
})
export type PushWish = z.infer<typeof Wish>

/** @returns the wish, or undefined where it has another form. */
export const readWish = (input: unknown): PushWish | undefined => Wish.safeParse(input).data

/**
 * Whether a hub may send there. An address comes from a stranger: only services that the hall has named are ever spoken
 * to, over TLS, on their own port.
 * @param services names of hosts, each with all below it; one with `http://` before it is spoken to as it is written
 */
export function isServed(endpoint: string, services: readonly string[]): boolean {
  const { protocol, host, origin, username } = new URL(endpoint)
  if (username !== '') return false
  return services.some(service =>
    service.includes('://')
      ? origin === service
      : protocol === 'https:' && (host === service || host.endsWith(`.${service}`)),
  )
}
