import type { BusinessDay, HallFrame, WaitError } from '@pingting/contract'
import { averageSeconds, levelRates, participationRates, type RatingSums, satisfactionRates } from './formulas.ts'
import { type Marginals, marginalsOf } from './marginals.ts'
import { type DayFigures, freshDay, type MetricsState, openTally } from './state.ts'
import { waitError } from './told-waits.ts'

/** What is made of levels, to the last rating. For managers only. */
export type ExactLevels = Pick<HallFrame, 'byLevel' | 'rates'>

/** The figures of today, as everybody may hear them; a day on which nothing has happened yet shows nothing of the day before. */
export function hallFrame(state: MetricsState, today: BusinessDay, spacesLeft?: number): HallFrame {
  const day = state.day.businessDay === today ? state.day : freshDay(today, state.services)
  return dayFrame(day, openTally(state), spacesLeft)
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
  marginals: Marginals
}

/** How wrong what visitors of a service were told of their wait has been today. */
export const waitErrorOn = ({ day }: MetricsState, today: BusinessDay, serviceCode: string): WaitError | undefined =>
  day.businessDay === today ? waitError(day.toldErrors, serviceCode) : undefined

/** The day that goes on, and the one before it as it ended; a hall in which nothing has happened yet has neither. */
export function dayBooks({ day, ended, ...state }: MetricsState): DayBook[] {
  const now = { day, countersOpenTally: openTally({ day, ...state }) }
  return [...(ended === undefined ? [] : [ended]), ...(day.businessDay === '' ? [] : [now])].map(one => ({
    figures: dayFrame(one.day, one.countersOpenTally),
    exact: exactLevels(one.day),
    marginals: marginalsOf(one.day.marginals),
  }))
}

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
