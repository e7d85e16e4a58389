import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** scrypt with N = 2^15, r = 8, p = 1 (OWASP's floor for interactive log-in): about 32 MiB a try. */
const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, 32, COST, (error, key) => (error === null ? resolve(key) : reject(error))),
  )

/** Salt and cost stand in the text, so that a later cost can live beside this one. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `scrypt$${COST.N}$${salt.toString('base64url')}$${(await derive(password, salt)).toString('base64url')}`
}

export async function passwordFits(password: string, passwordHash: string): Promise<boolean> {
  const [scheme, cost, salt, key] = passwordHash.split('$')
  if (scheme !== 'scrypt' || Number(cost) !== COST.N || salt === undefined || key === undefined) return false
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64url')), Buffer.from(key, 'base64url'))
}
