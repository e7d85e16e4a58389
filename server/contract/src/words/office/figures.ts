import type { Level } from '../levels.ts'
import type { Instant } from '../time.ts'

/**
 * The figures of the public board; every one is also a pure fold of the journal. How many rated is told to the last
 * one; `byLevel` and the rates made of levels only of whole batches (ME13), but in a day that a manager asks for.
 */
export interface HallFrame {
  kind: 'hall'
  businessDay: string
  takenTally: number
  completedTally: number
  servingTally: number
  waitingTally: number
  waitingByService: Record<string, number>
  countersOpenTally: number
  /** Seconds, over today's called tickets; absent while there are none. */
  averageWaitSeconds?: number
  averageServiceSeconds?: number
  oldestWaitingSince?: Instant
  evaluationTally: number
  byLevel: Record<Level, number>
  byChannel: Record<string, number>
  /** Per hour of the local day, 0 to 23: completed services and evaluations. */
  byHour: { completed: number; evaluated: number }[]
  rates: SatisfactionRates
  exemptionTally: number
  freeMinutesGiven: number
  spacesLeft?: number
  /** Whether exemptions reach the gate of every lot; absent where the hall has none. */
  gateUsable?: boolean
  /** By counter that is not closed; only for the staff of the hall. */
  outlook?: Record<string, CounterOutlook>
}

/**
 * Why this one is next: back from hold; a class with a head start; a service that comes first at this counter; or waits
 * longest of all who wait for it.
 */
export type NextReason = 'returned' | 'priority' | 'profile' | 'longest'

/** What a counter would do as things stand: the next command decides all the same. */
export interface CounterOutlook {
  /** Whom "call the next" would call; absent while nobody waits for this counter. */
  next?: { ticketId: string; why: NextReason }
  /** What "undo" would take back; whether its visitor has rated since is not told. */
  undo?: { ticketId: string; verb: string }
}

/** Shares from 0 to 1; absent where the denominator is zero, which a screen prints as "—". */
export interface SatisfactionRates {
  /** 主动评价率 A/E */
  active?: number
  /** 未评率 U/E */
  unrated?: number
  /** 评价率 (A+Df)/E */
  evaluated?: number
  /** 好评率 */
  good?: number
  /** 主动评价好评率 (A3+A4+A5)/A */
  activeGood?: number
  /** 差评率 B/A */
  bad?: number
  /** 满意度得分, out of 10 */
  score?: number
}

/** How far the first calls of a service were from the middle of what their visitors were told, today. */
export interface WaitError {
  /** Half of the waits were nearer, half farther. */
  medianMinutes: number
  /** Of so many waits, at least 20. */
  tally: number
}
