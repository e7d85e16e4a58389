import {
  type BusinessDay,
  daysBefore,
  LEVELS,
  type PeriodSums,
  type Trend,
  type TrendRow,
  weekdayOf,
} from '@pingting/contract'
import { averageSeconds, noRatings, satisfactionRates } from './formulas.ts'

/** What a day came to. */
export type DaySums = PeriodSums & { businessDay: BusinessDay }

/** Days in their order, and the weeks they make; a day that is not there is in no week. */
export function trendOf(found: readonly DaySums[]): Trend {
  const days = found.toSorted((one, other) => (one.businessDay < other.businessDay ? -1 : 1))
  const weeks = Map.groupBy(days, ({ businessDay }) => mondayOf(businessDay))
  return { days: days.map(day => rowOf([day])), weeks: [...weeks.values()].map(rowOf) }
}

/** The Monday on or before the day. */
const mondayOf = (day: BusinessDay): BusinessDay => daysBefore(day, (weekdayOf(day) + 6) % 7)

/** @param days at least one, in their order */
function rowOf(days: readonly DaySums[]): TrendRow {
  const sums = days.reduce<PeriodSums>(added, {
    ...{ taken: 0, called: 0, waitMs: 0, lateWaits: 0, missed: 0, completed: 0, serviceMs: 0, evaluated: 0 },
    ...{ active: noRatings(), byDefault: noRatings() },
  })
  const averageWaitSeconds = averageSeconds(sums.waitMs, sums.called)
  const averageServiceSeconds = averageSeconds(sums.serviceMs, sums.completed)
  return {
    ...{ from: days[0]!.businessDay, to: days.at(-1)!.businessDay, ...sums },
    ...(averageWaitSeconds === undefined ? {} : { averageWaitSeconds }),
    ...(averageServiceSeconds === undefined ? {} : { averageServiceSeconds }),
    rates: satisfactionRates({ services: sums.completed, active: sums.active, byDefault: sums.byDefault }),
  }
}

function added(sum: PeriodSums, day: DaySums): PeriodSums {
  const whole = { ...sum, active: { ...sum.active }, byDefault: { ...sum.byDefault } }
  for (const what of PLAIN) whole[what] += day[what]
  for (const level of LEVELS) {
    whole.active[level] += day.active[level]
    whole.byDefault[level] += day.byDefault[level]
  }
  return whole
}

const PLAIN = [
  ...(['taken', 'called', 'waitMs', 'lateWaits', 'missed', 'completed', 'serviceMs', 'evaluated'] as const),
] as const
