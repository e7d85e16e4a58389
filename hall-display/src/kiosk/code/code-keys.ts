/** Crockford's alphabet, in which codes on slips and of appointments are written: nothing in it looks like anything else. */
export const KEYS = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ']
export const CODE_LENGTH = 9

/** The letters Crockford reads as digits, as the hub does. */
const READ_AS: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' }

/** What a key of a keyboard means in a code; nothing for those that have no meaning there. */
export function keyOf(pressed: string): string | undefined {
  const key = pressed.toUpperCase()
  const read = READ_AS[key] ?? key
  return KEYS.includes(read) ? read : undefined
}
