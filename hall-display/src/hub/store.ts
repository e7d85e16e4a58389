import type { Refused } from '@pingting/contract'
import { useEffect, useState } from 'react'
import { create } from 'zustand'
import { businessNow, type HubClock } from './clock.ts'
import type { Held } from './place.ts'

type LinkState = 'connecting' | 'live' | 'lost'

export interface Room {
  held?: Held
  refused?: Refused
}

interface HubState {
  link: LinkState
  /** Monotonic wall time of the hub's last word: an event, a frame, an answer or a ping. */
  lastWordMs: number
  clock?: HubClock
  /** The hub knows our credential no more: the device must be paired again, the ticket scanned again. */
  turnedAway?: boolean
  /** By `stream audience`. */
  rooms: Record<string, Room>
}

export const useHub = create<HubState>()(() => ({ link: 'connecting', lastWordMs: 0, rooms: {} }))

export const roomKey = (stream: string, audience: string): string => `${stream} ${audience}`

let gathered: Partial<HubState> | undefined

function write(change: Partial<HubState>): void {
  if (gathered === undefined) useHub.setState(change)
  else Object.assign(gathered, change)
}

export const showRoom = (key: string, room: Room): void =>
  write({ rooms: { ...(gathered?.rooms ?? useHub.getState().rooms), [key]: room } })

/** The hub spoke: that it did, and all that follows from it, is one write, so that screens are drawn once for it. */
export function heard(what: () => void = () => undefined): void {
  gathered = { lastWordMs: performance.now() }
  try {
    what()
  } finally {
    const all = gathered
    gathered = undefined
    useHub.setState(all)
  }
}

/** The hub pings every ten seconds; silence longer than this is shown. */
const STALE_AFTER_MS = 15_000
const TICK_MS = 1_000

/** The clock of the page: renders once a second, in business time; the wall's until the hub has spoken. */
export function useNow(): number {
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick(n => n + 1), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return nowMs()
}

/** Business time in ms. */
export function nowMs(): number {
  const { clock } = useHub.getState()
  return clock === undefined ? Date.now() : businessNow(clock, performance.now())
}

/** Whether the hub is there to be asked for something. */
export const useLive = (): boolean => useHub(({ link }) => link === 'live')

/** Whether what is shown is live, and if not, since when it is old (business ms). */
export function useFreshness(): { live: boolean; sinceMs?: number } {
  useNow()
  const { link, lastWordMs, clock } = useHub()
  if (link === 'live' && performance.now() - lastWordMs <= STALE_AFTER_MS) return { live: true }
  return clock === undefined || lastWordMs === 0
    ? { live: false }
    : { live: false, sinceMs: businessNow(clock, lastWordMs) }
}
