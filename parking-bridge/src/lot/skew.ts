/** How far the clock of the gate is from ours. Beyond 30 s orders with a deadline of half a minute begin to miss it. */
export type Skew = 'fine' | 'off' | 'farOff'

const OFF_MS = 2_000
const FAR_OFF_MS = 30_000

/** @param skewMs between the two clocks, in ms of the wall, whichever is ahead. */
export function skewOf(skewMs: number): Skew {
  const apartMs = Math.abs(skewMs)
  if (apartMs > FAR_OFF_MS) return 'farOff'
  return apartMs > OFF_MS ? 'off' : 'fine'
}
