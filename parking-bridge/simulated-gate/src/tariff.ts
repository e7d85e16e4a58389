import type { Tariff } from '@pingting/contract/words/parking/tariff'

/** Money is integer fen, and at the gate never a debt; the brand keeps other numbers out. */
export type Fen = number & { readonly unit: 'fen' }

/** @throws when the number is not a whole, safe amount of at least 0 fen: a bug, never an input. */
export function fen(amount: number): Fen {
  if (!Number.isSafeInteger(amount) || amount < 0) throw new RangeError(`${amount} is not an amount in fen`)
  return amount as Fen
}

/** 三水's rule with our own figures; `TARIFF` changes them. */
export const HALL_TARIFF: Tariff = {
  freeUntilMinutes: 30,
  hourFen: 200,
  capFen: 1000,
  freeMinutesSide: 'front',
  leaveWithinMinutes: 15,
}
