import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/**
 * scrypt (RFC 7914) with N = 2^15, r = 8, p = 1: 32 MiB and about 80 ms a try, which a rate limit keeps few. The salt
 * is 128 bits from the system, the key 256 bits. OWASP's password storage page gives N = 2^17, p = 1 or an equal such
 * as N = 2^15, p = 3; here lockout and a floor of ten characters stand beside it, and a hall's clerks log in at once.
 */
const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, 32, COST, (error, key) => (error === null ? resolve(key) : reject(error))),
  )

/** Salt and cost stand in the text, so that a later cost can live beside this one. */
export async function hashPassword(password: string, salt: Buffer = randomBytes(16)): Promise<string> {
  return `scrypt$${COST.N}$${salt.toString('base64url')}$${(await derive(password, salt)).toString('base64url')}`
}

export async function passwordFits(password: string, passwordHash: string): Promise<boolean> {
  const [scheme, cost, salt, key] = passwordHash.split('$')
  if (scheme !== 'scrypt' || Number(cost) !== COST.N || salt === undefined || key === undefined) return false
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64url')), Buffer.from(key, 'base64url'))
}

const LENGTH_MIN = 10

/**
 * What speaks against a new password: too short (characters, after NFKC), the account's own name, or the old one again.
 * Composition is not asked for (NIST SP 800-63B §3.1.1.2).
 */
export function passwordFault(password: string, staffId: string, old: string): 'short' | 'account' | 'old' | undefined {
  const plain = password.normalize('NFKC')
  if ([...plain].length < LENGTH_MIN) return 'short'
  if (plain.toLowerCase() === staffId.toLowerCase()) return 'account'
  return plain === old.normalize('NFKC') ? 'old' : undefined
}
