import { chanceFor, type Random } from './chance.ts'

/** Every kind of fault with how likely it is: per message, per write, per passage of a point, per minute. */
export const USUAL = {
  ...{ dropped: 0.03, doubled: 0.03, slow: 0.08, tail: 0.03, gateTail: 0.06, refusedByGate: 0.02, hintLost: 0.2 },
  ...{ writeRefused: 0.001, writePrefix: 0.001, replyLost: 0.0015, writeLate: 0.001, readFailed: 0.001 },
  ...{ c1: 0.0003, c2: 0.0003, c3: 0.0005, c4: 0.00025, c5: 0.00025, c6: 0.00025, c7: 0.00025, c15: 0.006 },
  ...{ c8: 0.003, c9: 0.004, c10: 0.004, c11: 0.005, c12: 0.003, c13: 0.02, c14: 0.006 },
  ...{ cut: 0.03, gateCut: 0.04, stop: 0.03, clock: 0.05, secondHub: 0.012, secondBridge: 0.012, deploy: 0.008 },
  ...{ gateReset: 0.006, gateKilled: 0.008, gateTorn: 0.002, overnight: 0.25 },
} as const
export type FaultKind = keyof typeof USUAL
export type Weights = Readonly<Record<FaultKind, number>>

export const FAULT_KINDS = Object.keys(USUAL) as FaultKind[]
export const CRASH_POINTS = FAULT_KINDS.filter(kind => /^c\d+$/.test(kind))

/** Share of seeds in which a kind of fault does not occur at all, and how much more it may be where it does. */
const ABSENT = 0.25
const MORE_MAX = 2.5
/** Whatever is tried again and again gets through. */
const LIKELY_MAX = 0.5

/** Each seed has its own weather: some faults are absent, others are many, so that no fault always hides another. */
export function weightsOf(seed: number, scale: number): Weights {
  const random = chanceFor(seed, 'weather')
  const drawn = FAULT_KINDS.map(kind => {
    const factor = random.chance(ABSENT) ? 0 : random.between(0.3, MORE_MAX)
    return [kind, Math.min(LIKELY_MAX, USUAL[kind] * factor * scale)]
  })
  return Object.fromEntries(drawn) as Weights
}

/** Rolls the dice, and counts what came of it. Once it is calm nothing goes wrong any more. */
export class Faults {
  readonly weights: Weights
  readonly random: Random
  readonly tally: Record<FaultKind, number>
  /** How many of the strikes at c15 cut off a repair; the others, the crossing of ordinary news. */
  inRepair = 0
  calm = false
  /** So many times as likely as usual: where little is said and written, as much is to go wrong. */
  times = 1
  #heard: (kind: FaultKind) => void

  constructor(seed: number, weights: Weights, heard: (kind: FaultKind) => void) {
    this.weights = weights
    this.random = chanceFor(seed, 'faults')
    this.tally = Object.fromEntries(FAULT_KINDS.map(kind => [kind, 0])) as Record<FaultKind, number>
    this.#heard = heard
  }

  get total(): number {
    return FAULT_KINDS.reduce((sum, kind) => sum + this.tally[kind], 0)
  }

  strikes(kind: FaultKind): boolean {
    if (this.calm || this.weights[kind] === 0) return false
    if (!this.random.chance(Math.min(LIKELY_MAX, this.weights[kind] * this.times))) return false
    this.tally[kind] += 1
    this.#heard(kind)
    return true
  }
}
