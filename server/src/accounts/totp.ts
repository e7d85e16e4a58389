import { createHmac, randomBytes } from 'node:crypto'

/**
 * Codes that change with time, after RFC 6238 (over RFC 4226): HMAC-SHA-1, 30 s, six digits, as every authenticator
 * takes them.
 */
const STEP_SECONDS = 30
const DIGITS = 6
/** RFC 6238 §5.2 advises one step of leeway, for a phone whose clock is off and for the time it takes to type. */
const LEEWAY_STEPS = 1
/** RFC 4226 §4 R6: 160 bits. */
const SECRET_BYTES = 20
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export const newSecret = (): Buffer => randomBytes(SECRET_BYTES)

/** @param step tally of 30 s since 1970 @param digits six, or eight for the vectors of the RFC */
export function codeAt(secret: Buffer, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac[mac.length - 1]! & 0x0f
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** @param nowMs wall time @returns the step whose code this is, so that it can be taken once; undefined for any other. */
export function stepOf(secret: Buffer, code: string, nowMs: number): number | undefined {
  const middle = Math.floor(nowMs / 1000 / STEP_SECONDS)
  for (let step = middle - LEEWAY_STEPS; step <= middle + LEEWAY_STEPS; step += 1) {
    if (codeAt(secret, step) === code) return step
  }
  return undefined
}

/** RFC 4648 without padding, as it is typed into a phone by hand. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('')
  return [...bits.matchAll(/.{1,5}/g)].map(([five]) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

/** What an authenticator reads from the QR code. */
export const factorUri = (staffId: string, secret: Buffer): string =>
  `otpauth://totp/${encodeURIComponent(`评停 Pingting:${staffId}`)}?secret=${base32(secret)}&issuer=${encodeURIComponent('评停 Pingting')}`
