import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** SHA-256 over the UTF-8 text, hex in lower case. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** HMAC-SHA-256 over the UTF-8 text. */
const macOf = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** Compares in constant time, so that a Mac cannot be found byte by byte. */
export function macMatches(key: Buffer, text: string, mac: Buffer): boolean {
  const expected = macOf(key, text)
  return mac.length === expected.length && timingSafeEqual(mac, expected)
}
