/** Letters and digits that nobody takes for one another. */
const SIGNS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const LENGTH = 20

/** A pairing code, and what the hub keeps of it: only its hash, so that nobody there can use it. */
export interface PairingCode {
  code: string
  codeHash: string
}

/** @returns nothing in a browser without `crypto.subtle`, which is to say over plain HTTP from elsewhere. */
export async function makePairingCode(): Promise<PairingCode | undefined> {
  if (crypto.subtle === undefined) return undefined
  const code = Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), byte => SIGNS[byte % SIGNS.length]).join('')
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code)))
  return { code, codeHash: Array.from(hash, byte => byte.toString(16).padStart(2, '0')).join('') }
}

/** A name of its own: what it is, where it stands, and some signs that tell it from the next. */
export function newDeviceId(kind: string, counterId: string | undefined): string {
  const signs = Array.from(crypto.getRandomValues(new Uint8Array(3)), byte => byte.toString(16).padStart(2, '0')).join(
    '',
  )
  return [kind, ...(counterId === undefined ? [] : [counterId]), signs].join('-')
}
