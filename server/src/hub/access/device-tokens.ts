import { createHash, createHmac, createPublicKey, createSecretKey, timingSafeEqual, verify } from 'node:crypto'
import { addMinutes, type Instant, instantOf, msOf } from '@pingting/contract'

/**
 * What a device shows for a day after it has proved that it holds its key: `d2.payload.tag`, the tag being HMAC-SHA-256
 * cut to 128 bits. The payload names the device, a mark of its key, and the end. A good tag is necessary, not
 * sufficient: the hall must still know the device under that very key.
 */
export interface DeviceTokens {
  issue(deviceId: string, publicKey: string, now: Instant): { token: string; expiresAt: Instant }
  /** @returns the device and the mark of its key, or undefined for anything forged, edited or expired. */
  verify(token: string, now: Instant): { deviceId: string; keyMark: string } | undefined
}

/** Business time, as a session's is. */
const LIFE_MINUTES = 24 * 60

/** Tells a key from another without carrying it about. */
export const keyMarkOf = (publicKey: string): string =>
  createHash('sha256').update(publicKey).digest('base64url').slice(0, 22)

export function openDeviceTokens(key: Buffer): DeviceTokens {
  const secret = createSecretKey(key)
  const tagOf = (body: string): Buffer => createHmac('sha256', secret).update(body).digest().subarray(0, 16)
  return {
    issue(deviceId, publicKey, now) {
      const expiresAt = addMinutes(now, LIFE_MINUTES)
      const payload = [deviceId, keyMarkOf(publicKey), msOf(expiresAt)].join('|')
      const body = `d2.${Buffer.from(payload).toString('base64url')}`
      return { token: `${body}.${tagOf(body).toString('base64url')}`, expiresAt }
    },
    verify(token, now) {
      const [, body, payload, tag] = /^(d2\.([A-Za-z0-9_-]{1,200}))\.([A-Za-z0-9_-]{22})$/.exec(token) ?? []
      if (body === undefined || payload === undefined || tag === undefined) return undefined
      const given = Buffer.from(tag, 'base64url')
      // Base64 has spare bits at the end: only the one text we would write ourselves is taken.
      if (given.toString('base64url') !== tag || !timingSafeEqual(given, tagOf(body))) return undefined
      const [deviceId = '', keyMark = '', endsMs] = Buffer.from(payload, 'base64url').toString().split('|')
      return instantOf(Number(endsMs)) < now ? undefined : { deviceId, keyMark }
    },
  }
}

/** Ed25519 by the key of a device. @param publicKey and signature in base64url */
export function signatureFits(publicKey: string, text: string, signature: string): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'))
}
