import type { Actor, Refused } from '@pingting/contract'
import { refusals } from '@pingting/contract/words/refusals'

const HTTP_TIMEOUT_MS = 8_000

export type Reply<T> = { ok: true; value: T } | Refused

export const unreachable: Refused = {
  ok: false,
  code: 'hub.unavailable',
  zh: refusals['hub.unavailable'].zh,
  en: refusals['hub.unavailable'].en,
}

interface Asking {
  body?: object
  credential?: string | undefined
}

/** GET, or POST where there is a body. No answer, or one that is no JSON, reads as `hub.unavailable`. */
export async function ask<T>(path: string, { body, credential }: Asking = {}): Promise<Reply<T>> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (credential !== undefined) headers['authorization'] = `Bearer ${credential}`
  if (body !== undefined) headers['content-type'] = 'application/json'
  try {
    const response = await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
      ...(body !== undefined && { body: JSON.stringify(body) }),
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

/** Who we are to the hub. */
export interface Me {
  actor: Actor
  halls: { hallId: string; name: string; nameEn: string }[]
}
