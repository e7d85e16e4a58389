import type { IncomingMessage } from 'node:http'

export interface AdmissionSettings {
  /** A hall often stands behind one address, so this is the screens of a hall, not of a person. */
  perAddress: number
  /** Where a handshake comes from, as far as it can be believed. */
  addressOf(request: IncomingMessage): string
}

export interface Admission {
  /** Whether this handshake may go on; if so it holds a place until its connection ends. */
  admit(request: IncomingMessage): boolean
  /** Called each second. */
  nextSecond(): void
}

/**
 * Handshakes beyond this would only be given up: a storm is let in at a pace. Two thousand screens come back in two
 * seconds, since a handshake costs about half a millisecond.
 */
export const HANDSHAKES_PER_SECOND = 1_000

export function openAdmission({ perAddress, addressOf }: AdmissionSettings): Admission {
  const open = new Map<string, number>()
  let admitted = 0
  return {
    admit(request) {
      const address = addressOf(request)
      const tally = open.get(address) ?? 0
      if (admitted >= HANDSHAKES_PER_SECOND || tally >= perAddress) return false
      admitted += 1
      open.set(address, tally + 1)
      request.socket.once('close', () => {
        const left = open.get(address)! - 1
        if (left === 0) open.delete(address)
        else open.set(address, left)
      })
      return true
    },
    nextSecond() {
      admitted = 0
    },
  }
}

/** So many a second, and at most that many at once unless told otherwise. @param nowMs any clock that only runs forward */
export function pace(perSecond: number, nowMs: () => number, atOnce = perSecond): () => boolean {
  let left = atOnce
  let atMs = nowMs()
  return () => {
    const since = nowMs() - atMs
    atMs += since
    left = Math.min(atOnce, left + (since * perSecond) / 1_000)
    if (left < 1) return false
    left -= 1
    return true
  }
}
