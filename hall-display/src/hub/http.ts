import type { Actor, Refused } from '@pingting/contract'
import { pageRefusals } from '@pingting/contract/words/refusals/by-page'

const HTTP_TIMEOUT_MS = 8_000

export type Reply<T> = { ok: true; value: T } | Refused

/** A refusal that needs no hub to be known. */
export const refusedWith = (code: keyof typeof pageRefusals): Refused => ({
  ...{ ok: false, code },
  ...{ zh: pageRefusals[code].zh, en: pageRefusals[code].en },
})

export const unreachable = refusedWith('hub.unavailable')

/** Tells what to show now; `anew` when the hub knew the last one no more. */
export type Bearer = (anew?: boolean) => Promise<Reply<string>>
/** A ticket's token as it stands on the slip, or what a device proves day by day. Staff come with their cookie. */
export type Credential = string | Bearer

interface Asking {
  body?: object
  /** Sent as it is, as comma-separated values. */
  file?: Blob
  credential?: Credential | undefined
  /** For what the hub needs long for. */
  timeoutMs?: number
}

/** GET, or POST where there is a body or a file. No answer, or one that is no JSON, reads as `hub.unavailable`. */
export async function ask<T>(path: string, { credential, ...asking }: Asking = {}): Promise<Reply<T>> {
  if (typeof credential !== 'function') return send<T>(path, asking, credential)
  const shown = await credential()
  if (!shown.ok) return shown
  const reply = await send<T>(path, asking, shown.value)
  if (reply.ok || reply.code !== 'access.unknown') return reply
  const renewed = await credential(true)
  return renewed.ok ? send<T>(path, asking, renewed.value) : renewed
}

/** A way into a socket for who shows this, or for whose cookie the browser sends along; good once, for half a minute. */
export const socketTicket = (credential?: Credential): Promise<Reply<{ ticket: string }>> =>
  ask('/api/socket-tickets', { body: {}, credential })

async function send<T>(
  path: string,
  { body, file, timeoutMs = HTTP_TIMEOUT_MS }: Omit<Asking, 'credential'>,
  credential: string | undefined,
): Promise<Reply<T>> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (credential !== undefined) headers['authorization'] = `Bearer ${credential}`
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (file !== undefined) headers['content-type'] = 'text/csv'
  const sent = file ?? (body === undefined ? undefined : JSON.stringify(body))
  try {
    const response = await fetch(path, {
      method: sent === undefined ? 'GET' : 'POST',
      headers,
      signal: AbortSignal.timeout(timeoutMs),
      ...(sent !== undefined && { body: sent }),
    })
    if (response.status === 204) return { ok: true, value: undefined as T }
    const value: unknown = await response.json()
    if (response.ok) return { ok: true, value: value as T }
    return isRefused(value) ? value : unreachable
  } catch {
    return unreachable
  }
}

const isRefused = (value: unknown): value is Refused => typeof value === 'object' && value !== null && 'code' in value

/** `crypto.randomUUID` exists in secure contexts only; a hall's screens may run on plain HTTP. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Who we are to the hub. */
export interface Me {
  actor: Actor
  halls: { hallId: string; name: string; nameEn: string }[]
}
