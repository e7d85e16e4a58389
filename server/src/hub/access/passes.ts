import { randomBytes } from 'node:crypto'
import { seal, unseal } from '../journal/keys.ts'

/** What a pass is for; one made for the one is none for the other. */
export type Purpose = Once | 'car'
type Once = 'socket' | 'challenge'

/**
 * Something short-lived that is handed out, comes back, and was made by a hub of this city: the way into a socket, what
 * a device must sign, the name of a car that a citizen was shown. It is sealed with a key made from the data secret, so any hub of the city can read it
 * and nobody else; that it was used is known to the hub where it was used alone.
 */
export interface Passes {
  issue(purpose: Purpose, text: string): string
  /** @returns what it was issued for, the first time within its life; then and for anything else, nothing. */
  redeem(purpose: Once, pass: string): string | undefined
  /** The same as often as it comes: a command may be repeated, and its id tells whether it was done. */
  look(purpose: 'car', pass: string): string | undefined
}

/** On the wall clock. From the answer to its use: a round trip on the worst of links, or a citizen's look at his papers. */
const LIFE_MS = { socket: 30_000, challenge: 30_000, car: 300_000 } as const
const NONCE_BYTES = 12

/** @param nowMs wall time; hubs of one city agree on it within seconds */
export function openPasses(key: Buffer, nowMs: () => number): Passes {
  /** Passes that were used, by nonce, with the end of their lives; in the order they were used. */
  const used = new Map<string, number>()

  function forgetEnded(): void {
    for (const [nonce, endsMs] of used) {
      if (endsMs >= nowMs()) return
      used.delete(nonce)
    }
  }

  return {
    issue(purpose, text) {
      const nonce = randomBytes(NONCE_BYTES).toString('base64url')
      return seal(key, JSON.stringify({ nonce, endsMs: nowMs() + LIFE_MS[purpose], text }), purpose)
    },
    redeem(purpose, pass) {
      const read = open(key, purpose, pass)
      if (read === undefined || read.endsMs < nowMs() || used.has(read.nonce)) return undefined
      forgetEnded()
      // Kept for a life from now, which is never shorter than what is left of it.
      used.set(read.nonce, nowMs() + LIFE_MS[purpose])
      return read.text
    },
    look(purpose, pass) {
      const read = open(key, purpose, pass)
      return read === undefined || read.endsMs < nowMs() ? undefined : read.text
    },
  }
}

function open(
  key: Buffer,
  purpose: Purpose,
  pass: string,
): { nonce: string; endsMs: number; text: string } | undefined {
  // The same bytes in another spelling are not what was handed out.
  if (Buffer.from(pass, 'base64').toString('base64') !== pass) return undefined
  try {
    return JSON.parse(unseal(key, pass, purpose)) as { nonce: string; endsMs: number; text: string }
  } catch {
    // Forged, cut short, or made for something else.
    return undefined
  }
}
