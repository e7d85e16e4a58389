import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { Instant } from '@pingting/contract'
import { msOf } from '@pingting/contract'

/**
 * What opens one ticket's page: `v1.kid.payload.tag`. The 21 bytes of payload are hall 2, day 2, prefix and number 3,
 * kiosk 2, expiry 4, nonce 8; the tag is HMAC-SHA-256 cut to 128 bits over everything before it. It holds nothing of a
 * person. A good tag is necessary, not sufficient: the hall's state decides.
 */
export interface TicketTokens {
  issue(hallNumber: number, ticketId: string): string
  /** @returns hall number and ticket, or undefined for anything forged, edited or expired. */
  verify(token: string, now: Instant): { hallNumber: number; ticketId: string } | undefined
  /** Eight Crockford Base32 characters and a check, for a keyboard: 40 bits, per hall and day. */
  codeOf(hallNumber: number, ticketId: string): string
}

/** A code as people type it: in groups, in small letters, with the letters Crockford reads as digits. */
export const plainCode = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')

/** Eight characters and a check, made of as many random bytes. */
export function crockford(bytes: Buffer): string {
  const digits = Array.from({ length: 8 }, (_, index) => bytes[index]! % 32)
  const check = digits.reduce((sum, digit, index) => sum + digit * (index + 1), 0) % 32
  return [...digits, check].map(digit => CROCKFORD[digit]).join('')
}

const KID = '1'
const PAYLOAD_BYTES = 21
const EPOCH_MS = Date.UTC(2020, 0, 1)
const DAY_MS = 86_400_000
/** Longer than the longest rating window, 13 days around a National Day. */
const LIFE_DAYS = 16
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const dayNumberOf = (ticketId: string): number =>
  (Date.UTC(Number(ticketId.slice(0, 4)), Number(ticketId.slice(4, 6)) - 1, Number(ticketId.slice(6, 8))) - EPOCH_MS) /
  DAY_MS

const dayTextOf = (dayNumber: number): string =>
  new Date(EPOCH_MS + dayNumber * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')

export function openTicketTokens(key: Buffer): TicketTokens {
  const secret = createSecretKey(key)
  const mac = (text: string): Buffer => createHmac('sha256', secret).update(text).digest()
  const tagOf = (body: string): Buffer => mac(body).subarray(0, 16)

  return {
    issue(hallNumber, ticketId) {
      const payload = Buffer.alloc(PAYLOAD_BYTES)
      const day = dayNumberOf(ticketId)
      payload.writeUInt16BE(hallNumber, 0)
      payload.writeUInt16BE(day, 2)
      payload.write(ticketId[9]!, 4, 'latin1')
      payload.writeUInt16BE(Number(ticketId.slice(10)), 5)
      payload.writeUInt32BE(((day + LIFE_DAYS) * DAY_MS) / 1000, 9)
      // Made from the ticket, so that the repeat of a command brings the same token.
      mac(`nonce|${hallNumber}|${ticketId}`).copy(payload, 13, 0, 8)
      const body = `v1.${KID}.${payload.toString('base64url')}`
      return `${body}.${tagOf(body).toString('base64url')}`
    },
    verify(token, now) {
      const match = /^(v1\.1\.([A-Za-z0-9_-]{28}))\.([A-Za-z0-9_-]{22})$/.exec(token)
      if (match === null) return undefined
      const given = Buffer.from(match[3]!, 'base64url')
      // Base64 has spare bits at the end: only the one text we would write ourselves is taken.
      if (given.toString('base64url') !== match[3] || !timingSafeEqual(given, tagOf(match[1]!))) return undefined
      const payload = Buffer.from(match[2]!, 'base64url')
      if (msOf(now) > EPOCH_MS + payload.readUInt32BE(9) * 1000) return undefined
      const number = payload.toString('latin1', 4, 5) + String(payload.readUInt16BE(5)).padStart(3, '0')
      return { hallNumber: payload.readUInt16BE(0), ticketId: `${dayTextOf(payload.readUInt16BE(2))}-${number}` }
    },
    codeOf(hallNumber, ticketId) {
      const bytes = mac(`code|${hallNumber}|${ticketId}`)
      return crockford(bytes)
    },
  }
}
