import type { Level } from '../levels.ts'
import type { BusinessDay } from '../time.ts'
import type { SatisfactionRates } from './figures.ts'

/** Days a trend goes over at most: a quarter. */
export const TREND_DAYS_MAX = 92
/** Days that ratings can be looked into at once. */
export const RATINGS_DAYS_MAX = 31

/** What a period came to; every field is a sum, so that days add up to weeks. */
export interface PeriodSums {
  taken: number
  /** Tickets called at least once, and their waits up to that call, in ms. */
  called: number
  waitMs: number
  /** Of those waits the ones over what the hall called too long that day. */
  lateWaits: number
  /** Calls nobody came to. */
  missed: number
  completed: number
  serviceMs: number
  /** Active ratings given in it. */
  evaluated: number
  /** Ratings of the services completed in it: the rates are made of these. */
  active: Record<Level, number>
  byDefault: Record<Level, number>
}

/** A day, or a week from its Monday on as far as days were asked for; both ends included. */
export interface TrendRow extends PeriodSums {
  from: BusinessDay
  to: BusinessDay
  averageWaitSeconds?: number
  averageServiceSeconds?: number
  rates: SatisfactionRates
}

/** Days without a record are in neither. */
export interface Trend {
  days: TrendRow[]
  weeks: TrendRow[]
}

/** Active ratings of one counter for one item on one channel. */
export interface RatingCell {
  counterId: string
  serviceCode: string
  channel: string
  byLevel: Record<Level, number>
}

export interface Ratings {
  /** Days there is a record of. */
  days: number
  cells: RatingCell[]
}
