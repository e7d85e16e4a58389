import type { BusinessDay } from '../time.ts'

/** What free parking came to on some days, or would have come to. */
export interface TrialSum {
  granted: number
  grantedMinutes: number
  /** Left with it in time. */
  used: number
  /** Minutes of the stays that used it, of each at most those granted. */
  coveredMinutes: number
  /** What the gate has told, or what comes of a tariff; absent where there is none. */
  waivedFen?: number
  /** Visits without it: `WithheldReason`, or one of `TRIAL_REASONS`. */
  byReason: Record<string, number>
}

/** Nobody rated; what was granted was refused, taken back or written off. */
export const TRIAL_REASONS = ['NOT_RATED', 'NOT_HELD'] as const

/** A policy tried on past days, beside the one in force tried on the same, and what there was in truth. */
export interface PolicyTrial {
  from: BusinessDay
  to: BusinessDay
  /** Services that were completed or rated. */
  visits: number
  tried: TrialSum
  /** The policy in force today, tried alike: what differs from it comes of the policy, and of nothing else. */
  inForce: TrialSum
  inTruth: TrialSum
}
