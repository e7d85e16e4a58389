import { type Fen, fen } from '../fen.ts'

/**
 * What a stay costs. Typical of a hall (三水): short stays are free, beyond that the fee counts from entry, part hours
 * round up, and each 24 h since entry have a cap.
 */
export interface Tariff {
  /** A stay of at most so many minutes costs nothing. */
  freeUntilMinutes: number
  hourFen: number
  /** For each 24 h since entry. */
  capFen: number
  /** Which end of the stay free minutes come off: it matters only where a cap is reached. */
  freeMinutesSide: 'front' | 'back'
  /** After prepayment, time to drive out before the meter runs on. */
  leaveWithinMinutes: number
}

const CAP_WINDOW_MINUTES = 24 * 60

/** Whole minutes of a stay. A begun minute is not counted, which is in the citizen's favour; a clock set back counts 0. */
export const stayMinutesOf = (enteredMs: number, leavesMs: number): number =>
  Math.max(0, Math.floor((leavesMs - enteredMs) / 60_000))

/**
 * The fee of a stay of `stayMinutes`, of which `freeMinutes` are taken off.
 * The free half hour belongs to the whole stay and does not come back for what is left after the exemption.
 */
export function feeOf(stayMinutes: number, freeMinutes: number, tariff: Tariff): Fen {
  if (stayMinutes <= tariff.freeUntilMinutes) return fen(0)
  const free = Math.min(freeMinutes, stayMinutes)
  const from = tariff.freeMinutesSide === 'front' ? free : 0
  const until = tariff.freeMinutesSide === 'front' ? stayMinutes : stayMinutes - free
  let total = 0
  for (let window = from - (from % CAP_WINDOW_MINUTES); window < until; window += CAP_WINDOW_MINUTES) {
    const chargeable = Math.min(until, window + CAP_WINDOW_MINUTES) - Math.max(from, window)
    total += Math.min(tariff.capFen, Math.ceil(chargeable / 60) * tariff.hourFen)
  }
  return fen(total)
}
