/** How much of everything: kills, rounds, clients. Names end in what they count. */
export type Counts = Readonly<Record<string, number>>

/** One thing that was asserted, and what was found when it does not hold. */
export interface Claim {
  what: string
  holds: boolean
  /** A time or a ratio of times: on a machine that does something else what is found is an upper bound. */
  isTiming?: true
  found?: string
}

export interface Outcome {
  /** The closing line: what was done, and the figures that count. */
  line: string
  claims: readonly Claim[]
  figures: Readonly<Record<string, number | string>>
  /** Why nothing could be tried on this machine. There is then no evidence, and no claim. */
  skipped?: string
}

/** Faults on real processes, again and again. The suite runs the same with the counts of `quick`. */
export interface Campaign<C extends Counts = Counts> {
  readonly name: string
  readonly what: string
  readonly full: C
  readonly quick: C
  run(counts: C, seed: number): Promise<Outcome>
}

const SHOWN_MAX = 3

/** Gathers what is asserted, so that one that does not hold does not hide the others. */
export class Claims {
  readonly all: Claim[] = []

  /** Nothing of it may have been found. */
  none(what: string, found: readonly unknown[]): void {
    const shown = found.slice(0, SHOWN_MAX).map(one => (typeof one === 'string' ? one : JSON.stringify(one)))
    this.#add(what, found.length === 0, `${found.length}: ${shown.join(' | ').slice(0, 600)}`)
  }

  atMost(what: string, value: number, max: number): void {
    this.#add(`${what} ≤ ${max}`, value <= max, String(rounded(value)))
  }

  /** A time, or a ratio of times. */
  inTime(what: string, value: number, max: number): void {
    this.atMost(what, value, max)
    this.all.at(-1)!.isTiming = true
  }

  atLeast(what: string, value: number, min: number): void {
    this.#add(`${what} ≥ ${min}`, value >= min, String(rounded(value)))
  }

  #add(what: string, holds: boolean, found: string): void {
    this.all.push({ what, holds, ...(holds ? {} : { found }) })
  }
}

export const rounded = (value: number): number => Math.round(value * 100) / 100

/** The value below which a share of all lies; of nothing it is 0. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return rounded(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0)
}

export const faultsOf = ({ claims }: Outcome): string[] =>
  claims.filter(({ holds }) => !holds).map(({ what, found }) => `${what}: ${found}`)
