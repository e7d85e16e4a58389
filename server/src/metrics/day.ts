import type { BusinessDay, Instant, Level, TicketStatus } from '@pingting/contract'
import { type ByLevel, noRatings } from './formulas.ts'
import type { Line } from './line.ts'
import { type MarginalSums, noMarginals } from './marginals.ts'
import type { ToldErrors, ToldWait } from './told-waits.ts'

/** A ticket of today, as far as figures need it: what it adds can always be taken back (undo). */
export interface CountedTicket {
  status: TicketStatus
  serviceCode: string
  takenAt: Instant
  queuedAt: Instant
  /** Calls that stand; the first of them ends the wait. */
  callTally: number
  firstCalledAt?: Instant
  /** The service of that call; a transfer later changes nothing of the wait. */
  firstCalledFor?: string
  toldWait?: ToldWait
  /** How often it was called in vain; an undone one counts no more. */
  missTally?: number
  servingAt?: Instant
  completedAt?: Instant
  rating?: { level: Level; source: 'active' | 'default' }
}

/** The figures of one business day. */
export interface DayFigures {
  businessDay: BusinessDay
  tickets: Map<string, CountedTicket>
  takenTally: number
  waitingTally: number
  waitingByService: Map<string, number>
  waitingSince: Line
  /** Who was missed and has not come since, the latest last. */
  absent: Map<string, true>
  missedTally: number
  servingTally: number
  completedTally: number
  calledTally: number
  waitMs: number
  toldErrors: ToldErrors
  servedTally: number
  serviceMs: number
  evaluationTally: number
  byLevel: ByLevel
  /** `byLevel` as it stood when the last batch of ratings was full: all that is told of levels (ME13). */
  told: ByLevel
  /** The same of each counter, by batches of its own. */
  toldByCounter: Map<string, ByLevel>
  byChannel: Map<string, number>
  marginals: MarginalSums
  /** Ratings of the services closed today: the rates are made of these alone, so A never exceeds E. */
  closedActive: ByLevel
  closedByDefault: ByLevel
  /** Minutes by exemption granted today and not refused or taken back. */
  exemptions: Map<string, number>
  /** Those refused or taken back: the gate may tell late that one was used all the same. */
  takenBack: Map<string, number>
  freeMinutesGiven: number
}

export const freshDay = (businessDay: BusinessDay, services: readonly string[]): DayFigures => ({
  ...{ businessDay, tickets: new Map(), takenTally: 0 },
  ...{ waitingTally: 0, waitingByService: new Map(services.map(code => [code, 0])), waitingSince: [] },
  ...{ absent: new Map(), missedTally: 0, toldByCounter: new Map() },
  ...{
    servingTally: 0,
    completedTally: 0,
    calledTally: 0,
    waitMs: 0,
    toldErrors: new Map(),
    servedTally: 0,
    serviceMs: 0,
  },
  ...{ evaluationTally: 0, byLevel: noRatings(), told: noRatings(), byChannel: new Map() },
  ...{ closedActive: noRatings(), closedByDefault: noRatings(), exemptions: new Map(), takenBack: new Map() },
  freeMinutesGiven: 0,
  marginals: noMarginals(),
})
