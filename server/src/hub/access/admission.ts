import type { IncomingMessage } from 'node:http'
import type { Actor } from '@pingting/contract'

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

/** A bridge catches up after hours without a hub. */
export const BRIDGE_PER_SECOND = 500
/** Of one address: a hall's, or of a carrier who hides thousands of phones behind it. */
const STRANGERS_SHARE = 2
/** A phone shows one page of one ticket. */
const TICKETS_SHARE = 1 / 5
const GENERATION_MS = 1_000

/**
 * How often each caller is heard: who shows no credential by his address, everybody else by who he is, however many
 * credentials and connections he has.
 * @param perSecond of a device and of one of the staff
 */
export function openPaces(
  perSecond: number,
  nowMs: () => number,
): (actor: Actor | undefined, address?: string) => boolean {
  // Two generations: who was not heard for a whole one has all of his pace again, and is forgotten.
  let recent = new Map<string, () => boolean>()
  let before = recent
  let bornMs = nowMs()
  return (actor, address = '') => {
    if (nowMs() - bornMs >= GENERATION_MS) {
      before = recent
      recent = new Map()
      bornMs = nowMs()
    }
    const [who, most] =
      actor === undefined ? [`address ${address}`, perSecond * STRANGERS_SHARE] : ofActor(actor, perSecond)
    const inPace = recent.get(who) ?? before.get(who) ?? pace(most, nowMs)
    recent.set(who, inPace)
    return inPace()
  }
}

function ofActor(actor: Actor, perSecond: number): [who: string, perSecond: number] {
  switch (actor.kind) {
    case 'citizen':
      return [`citizen ${actor.hallId} ${actor.ticketId}`, perSecond * TICKETS_SHARE]
    case 'device':
      return [`device ${actor.hallId} ${actor.deviceId}`, perSecond]
    case 'staff':
      return [`staff ${actor.staffId}`, perSecond]
    case 'bridge':
      return [`bridge ${actor.lotIds.join(' ')}`, Math.max(perSecond, BRIDGE_PER_SECOND)]
    case 'system':
      return ['system', perSecond]
  }
}
