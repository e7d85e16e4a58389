/** A seeded stream of chance (mulberry32): the same seed plays the same day. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  chance(share: number): boolean
  between(from: number, to: number): number
  /** Log-normal by its median and 95th percentile, the usual shape of waits and service times. */
  skewed(quantiles: { p50: number; p95: number }): number
  pick<T>(weights: readonly (readonly [T, number])[]): T
}

/** The 95th percentile of the standard normal. */
const Z95 = 1.6449

export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    next,
    chance: share => next() < share,
    between: (from, to) => from + (to - from) * next(),
    skewed: ({ p50, p95 }) => p50 * Math.exp((normal() * Math.log(p95 / p50)) / Z95),
    pick(weights) {
      let left = next() * weights.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [value, weight] of weights) {
        left -= weight
        if (left < 0) return value
      }
      return weights.at(-1)![0]
    },
  }
}
