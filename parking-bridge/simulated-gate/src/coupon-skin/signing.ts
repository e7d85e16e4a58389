import { createHash, timingSafeEqual } from 'node:crypto'

export type Fields = Record<string, string>

// Written from the page for who runs a platform, and not from the bridge: the two must be able to disagree.

/** Every value that is not empty, by name, then the secret; MD5 in capitals. */
function signature(fields: Fields, secret: string): string {
  const names = Object.keys(fields)
    .filter(name => name !== 'sign' && fields[name] !== '')
    .sort()
  const text = names.map(name => `${name}=${fields[name]}&`).join('')
  return createHash('md5').update(`${text}app_secret=${secret}`).digest('hex').toUpperCase()
}

export const signed = (fields: Fields, secret: string): Fields => ({ ...fields, sign: signature(fields, secret) })

export function hasRightSign(fields: Fields, secret: string): boolean {
  const [given, right] = [Buffer.from(fields['sign']?.toUpperCase() ?? ''), Buffer.from(signature(fields, secret))]
  return given.length === right.length && timingSafeEqual(given, right)
}
