declare const fenMark: unique symbol
/** Money: integer fen, nothing else. */
export type Fen = number & { readonly [fenMark]?: true }

/** @throws RangeError when the number is not a whole number of fen, which is a bug of the caller. */
export function fen(amount: number): Fen {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not whole fen: ${amount}`)
  return amount as Fen
}
