import webPush from 'web-push'
import type { PushRow } from './store.ts'

export interface PushKeys {
  /** Whom a service may write to when it has something to complain of: `mailto:` or `https:`. */
  subject: string
  publicKey: string
  privateKey: string
}

/** What a phone is told; it has the words itself. */
export type PushNotice = { number: string; language: PushRow['language'] } & ({ counter: string } | { ahead: number })

/** A service that has not brought it by then need not bring it any more. */
const LIFE_SECONDS = 120
const TIMEOUT_MS = 5_000
/** Of one ticket a service keeps the newest notice only. At most 32 characters of base64url (RFC 8030). */
const TOPIC = 'ticket'

/**
 * Encrypted for this one browser (RFC 8291), and signed as this hub (RFC 8292).
 * @returns what the service made of it; `gone` where it knows the browser no more
 */
export async function sendPush(row: PushRow, notice: PushNotice, keys: PushKeys): Promise<'taken' | 'gone' | 'failed'> {
  const { endpoint, method, headers, body } = webPush.generateRequestDetails(row, JSON.stringify(notice), {
    ...{ vapidDetails: keys, TTL: LIFE_SECONDS, urgency: 'high', topic: TOPIC },
  })
  const sent = { method, headers: headers as Record<string, string>, body: new Uint8Array(body!) }
  const { ok, status } = await fetch(endpoint, {
    ...{ ...sent, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) },
  })
  if (ok) return 'taken'
  return status === 404 || status === 410 ? 'gone' : 'failed'
}
