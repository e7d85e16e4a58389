/** What a card reader that types like a keyboard has typed so far, and when its last sign came, in ms. */
export interface Typed {
  text: string
  atMs: number
}

export const NOTHING: Typed = { text: '', atMs: 0 }

/** A reader types its signs a few ms apart; whoever types by hand is slower, and is not heard. */
const APART_MAX_MS = 100
/** More than a person has typed within that by chance. */
const READ_MIN = 10
const SIGN = /^[\dXx]$/

interface Heard {
  typed: Typed
  /** What was read: by its form a number of a card, or not. */
  read?: string
}

/** One more key. @param atMs when it was pressed, on the clock of `typed` */
export function afterKey(typed: Typed, key: string, atMs: number): Heard {
  const text = atMs - typed.atMs > APART_MAX_MS ? '' : typed.text
  if (key === 'Enter') return text.length < READ_MIN ? { typed: NOTHING } : { typed: NOTHING, read: text }
  // Shift comes before a capital X.
  if (key === 'Shift') return { typed: { text, atMs } }
  return { typed: SIGN.test(key) ? { text: text + key.toUpperCase(), atMs } : NOTHING }
}
