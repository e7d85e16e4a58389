import type { KeptAppointment } from '@pingting/contract/words/slips/appointments'

const KEPT_AS = 'pingting.appointments'
/** Another shape of what is kept gets another number; what is kept in an older one is not read. */
const SHAPE = 1
/** A family's; more are found by their codes. */
const KEPT_MAX = 5

export interface Kept {
  appointment: KeptAppointment
  /** Business ms of the hub's last word about it. */
  asOfMs: number
}

/** The appointments this phone has made or looked at, the latest first; without a network the codes are shown from here. */
export function findKept(): Kept[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT_AS) ?? 'null') as { shape: number; all: Kept[] } | null
    return kept?.shape === SHAPE ? kept.all : []
  } catch {
    return []
  }
}

/** Lays one on top, or over what is kept of the same. @returns all that are kept now. */
export function keep(kept: Kept): Kept[] {
  const { code, hallId } = kept.appointment
  const isSame = (other: Kept): boolean => other.appointment.code === code && other.appointment.hallId === hallId
  const all = findKept()
  if (all.some(isSame)) return write(all.map(other => (isSame(other) ? kept : other)))
  return write([kept, ...all].slice(0, KEPT_MAX))
}

export const forget = (code: string): Kept[] => write(findKept().filter(kept => kept.appointment.code !== code))

/** A phone without room for it, or in private browsing, shows them until the page is closed. */
function write(all: Kept[]): Kept[] {
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify({ shape: SHAPE, all }))
  } catch {}
  return all
}
