import type { Held } from '../hub/place.ts'

const KEPT_AS = 'pingting.ticket'
/** Another shape of what is kept gets another number; what is kept in an older one is not read. */
const SHAPE = 1

/** The last ticket this phone was shown, for when the hub cannot be reached. */
export interface Kept {
  shape: number
  token: string
  ticketId: string
  held: Held
  /** Business ms of the hub's last word. */
  asOfMs: number
}

/** @param token of the page; without one, as when opened from the home screen, the last ticket is meant. */
export function findKept(token?: string): Kept | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT_AS) ?? 'null') as Kept | null
    if (kept?.shape !== SHAPE) return undefined
    return token === undefined || token === kept.token ? kept : undefined
  } catch {
    return undefined
  }
}

/** A phone without room for it, or in private browsing, shows the ticket all the same. */
export function keep(kept: Omit<Kept, 'shape'>): void {
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify({ shape: SHAPE, ...kept }))
  } catch {}
}

/** What the hub knows no more is not shown again. */
export function forget(token: string): void {
  if (findKept(token) !== undefined) localStorage.removeItem(KEPT_AS)
}
