import type { z } from 'zod'

/** Money: integer fen. It comes from `FenAmount` or from the functions below, and from no sum, share or float. */
export type Fen = number & z.core.$brand<'Fen'>

/** @throws RangeError when the number is not a whole number of fen, which is a bug of the caller. */
export function fen(amount: number): Fen {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not whole fen: ${amount}`)
  // There is one zero: -0 is written otherwise.
  return (amount + 0) as Fen
}

/** @throws RangeError beyond 2^53 fen. */
export function sumFen(amounts: Iterable<Fen>): Fen {
  let sum = fen(0)
  for (const amount of amounts) sum = fen(sum + amount)
  return sum
}

/** @throws RangeError beyond 2^53 fen. */
export const subFen = (from: Fen, amount: Fen): Fen => fen(from - amount)

/** `1234` fen are `12.34` yuan: the point is put between digits, nothing is divided. */
export function yuanText(amount: Fen): string {
  const digits = String(Math.abs(amount)).padStart(3, '0')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Yuan with at most two places that are not 0, and with or without commas between thousands. */
const YUAN = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2})0*)?$/

/** Yuan as a person or another system writes them, by their digits; undefined when the text is no whole number of fen. */
export function fenOfYuan(text: string): Fen | undefined {
  const [, sign, yuan, places = ''] = YUAN.exec(text) ?? []
  if (yuan === undefined) return undefined
  const amount = Number(`${sign}${yuan.replaceAll(',', '')}${places.padEnd(2, '0')}`)
  return Number.isSafeInteger(amount) ? fen(amount) : undefined
}
