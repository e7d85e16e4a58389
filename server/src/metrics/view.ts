import {
  addMinutes,
  type BusinessDay,
  type CounterRank,
  type HallFrame,
  type Instant,
  type OfficeFrame,
  type PeriodSums,
  WAIT_LIMIT_MINUTES,
  WALL_ROWS,
  type WaitError,
  type WaitLimitMinutes,
} from '@pingting/contract'
import { type DayFigures, freshDay } from './day.ts'
import { averageSeconds, levelRates, participationRates, type RatingSums, satisfactionRates } from './formulas.ts'
import { tallySince } from './line.ts'
import { lateWaits, type Marginals, marginalsOf } from './marginals.ts'
import { rank } from './ranking.ts'
import { limitOf, type MetricsState, openTally } from './state.ts'
import { waitError } from './told-waits.ts'

/** What is made of levels, to the last rating. For managers only. */
export type ExactLevels = Pick<HallFrame, 'byLevel' | 'rates'>

/** The figures of today, as everybody may hear them; a day on which nothing has happened yet shows nothing of the day before. */
export function hallFrame(state: MetricsState, today: BusinessDay, spacesLeft?: number): HallFrame {
  return dayFrame(dayOn(state, today), openTally(state), spacesLeft)
}

const dayOn = (state: MetricsState, today: BusinessDay): DayFigures =>
  state.day.businessDay === today ? state.day : freshDay(today, state.services)

/** Of today, for managers: exact, and by counter. */
export function officeFigures(
  state: MetricsState,
  today: BusinessDay,
): Omit<OfficeFrame, 'kind' | 'outlooks' | 'cases'> {
  const day = dayOn(state, today)
  const byCounter = day.marginals.counterByLevel
  return {
    today: { ...dayFrame(day, openTally(state)), ...exactLevels(day) },
    byCounter: Object.fromEntries([...byCounter].map(([counterId, row]) => [counterId, { ...row }])),
    missedTally: day.missedTally,
  }
}

/** Who is behind the figures of a wall, by ticket. */
export interface WallFigures {
  ranking: CounterRank[]
  lateTally: number
  /** The longest first. */
  late: string[]
  missedTally: number
  /** The latest first. */
  absent: string[]
}

/** Of today, for a wall: counters by whole batches of their ratings, and of tickets as many as a wall shows. */
export function wallFigures(state: MetricsState, today: BusinessDay, now: Instant): WallFigures {
  const day = dayOn(state, today)
  const lateTally = tallySince(day.waitingSince, addMinutes(now, -(state.waitLimitMinutes ?? WAIT_LIMIT_MINUTES)))
  return {
    ranking: rank(day.toldByCounter),
    lateTally,
    late: day.waitingSince.slice(0, Math.min(lateTally, WALL_ROWS)).map(entry => entry.split(' ')[1]!),
    missedTally: day.missedTally,
    absent: [...day.absent.keys()].slice(-WALL_ROWS).reverse(),
  }
}

function dayFrame(day: DayFigures, countersOpenTally: number, spacesLeft?: number): HallFrame {
  return {
    ...{ kind: 'hall', businessDay: day.businessDay },
    ...{ takenTally: day.takenTally, completedTally: day.completedTally, servingTally: day.servingTally },
    ...{ waitingTally: day.waitingTally, waitingByService: Object.fromEntries(day.waitingByService) },
    countersOpenTally,
    ...times(day),
    ...{ evaluationTally: day.evaluationTally, byLevel: { ...day.told } },
    ...{ byChannel: Object.fromEntries(day.byChannel), byHour: byHour(day) },
    // Of the same ratings as `byLevel`: of two tallies that move at different moments one tells what the other hides.
    rates: { ...participationRates(closed(day)), ...levelRates({ ...closed(day), active: day.told }) },
    ...{ exemptionTally: day.exemptions.size, freeMinutesGiven: day.freeMinutesGiven },
    ...(spacesLeft === undefined ? {} : { spacesLeft }),
  }
}

const closed = (day: DayFigures): RatingSums => ({
  ...{ services: day.completedTally, active: day.closedActive, byDefault: day.closedByDefault },
})

export const exactLevels = (day: DayFigures): ExactLevels => ({
  byLevel: { ...day.byLevel },
  rates: satisfactionRates(closed(day)),
})

const byHour = ({ marginals }: DayFigures): HallFrame['byHour'] =>
  marginals.byHour.map(({ completed, evaluated }) => ({ completed, evaluated }))

/** What is written down of a business day. */
export interface DayBook {
  figures: HallFrame
  exact: ExactLevels
  sums: PeriodSums
  marginals: Marginals
}

/** How wrong what visitors of a service were told of their wait has been today. */
export const waitErrorOn = ({ day }: MetricsState, today: BusinessDay, serviceCode: string): WaitError | undefined =>
  day.businessDay === today ? waitError(day.toldErrors, serviceCode) : undefined

/** The day that goes on, and the one before it as it ended; a hall in which nothing has happened yet has neither. */
export function dayBooks({ day, ended, ...state }: MetricsState): DayBook[] {
  const now = { ...limitOf(state), day, countersOpenTally: openTally({ day, ...state }) }
  return [...(ended === undefined ? [] : [ended]), ...(day.businessDay === '' ? [] : [now])].map(one => ({
    figures: dayFrame(one.day, one.countersOpenTally),
    exact: exactLevels(one.day),
    sums: sumsOf(one.day, one.waitLimitMinutes),
    marginals: marginalsOf(one.day.marginals),
  }))
}

const sumsOf = (day: DayFigures, limitMinutes: WaitLimitMinutes = WAIT_LIMIT_MINUTES): PeriodSums => ({
  ...{
    taken: day.takenTally,
    called: day.calledTally,
    waitMs: day.waitMs,
    lateWaits: lateWaits(day.marginals, limitMinutes),
  },
  ...{ missed: day.missedTally, completed: day.completedTally, serviceMs: day.serviceMs },
  ...{ evaluated: day.evaluationTally, active: { ...day.closedActive }, byDefault: { ...day.closedByDefault } },
})

type Times = Pick<HallFrame, 'averageWaitSeconds' | 'averageServiceSeconds' | 'oldestWaitingSince'>

function times(day: DayFigures): Times {
  const averageWaitSeconds = averageSeconds(day.waitMs, day.calledTally)
  const averageServiceSeconds = averageSeconds(day.serviceMs, day.servedTally)
  const oldestWaitingSince = day.waitingSince[0]?.split(' ')[0]
  return {
    ...(averageWaitSeconds === undefined ? {} : { averageWaitSeconds }),
    ...(averageServiceSeconds === undefined ? {} : { averageServiceSeconds }),
    ...(oldestWaitingSince === undefined ? {} : { oldestWaitingSince }),
  }
}
