import type { BusinessDay, HallFrame } from '@pingting/contract'
import { averageSeconds, satisfactionRates } from './formulas.ts'
import { type DayFigures, freshDay, type MetricsState } from './state.ts'

/** The figures of today; a day on which nothing has happened yet shows nothing of the day before. */
export function hallFrame(state: MetricsState, today: BusinessDay, spacesLeft?: number): HallFrame {
  const day = state.day.businessDay === today ? state.day : freshDay(today, state.services)
  return {
    ...{ kind: 'hall', businessDay: today },
    ...{ takenTally: day.takenTally, completedTally: day.completedTally, servingTally: day.servingTally },
    ...{ waitingTally: day.waitingTally, waitingByService: Object.fromEntries(day.waitingByService) },
    countersOpenTally: [...state.counters.values()].filter(status => status === 'open').length,
    ...times(day),
    ...{ evaluationTally: day.evaluationTally, byLevel: { ...day.byLevel } },
    ...{ byChannel: Object.fromEntries(day.byChannel), byHour: day.hours.map(hour => ({ ...hour })) },
    rates: satisfactionRates({
      ...{ services: day.completedTally, active: day.closedActive, byDefault: day.closedByDefault },
    }),
    ...{ exemptionTally: day.exemptions.size, freeMinutesGiven: day.freeMinutesGiven },
    ...(spacesLeft === undefined ? {} : { spacesLeft }),
  }
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
