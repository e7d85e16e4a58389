import { type BusinessDay, type ClosedShift, fen, type LaneTotal, sumFen } from '@pingting/contract'
import type { Verdict } from '../../../settlements/matching/classify.ts'
import { daysIn, type ShiftSpan } from '../../../settlements/shifts.ts'

/** The control totals of a shift: what is settled of the cars that left in it, by lane, in the order of their names. */
export async function closedShift(
  span: ShiftSpan,
  verdictsOf: (day: BusinessDay) => Promise<readonly Verdict[]>,
): Promise<ClosedShift> {
  const lanes = new Map<string, LaneTotal>()
  for (const day of daysIn(span))
    for (const { settled } of await verdictsOf(day)) {
      if (settled === undefined || settled.exitedAt < span.from || settled.exitedAt >= span.to) continue
      const { laneId, minutes, feeWaivedFen } = settled
      const lane = lanes.get(laneId) ?? { laneId, count: 0, minutes: 0, amountFen: fen(0) }
      lanes.set(laneId, {
        ...{ laneId, count: lane.count + 1, minutes: lane.minutes + minutes },
        amountFen: sumFen([lane.amountFen, feeWaivedFen]),
      })
    }
  const all = [...lanes.values()].sort((one, other) => (one.laneId < other.laneId ? -1 : 1))
  return {
    ...{ ...span, count: sum(all, 'count'), minutes: sum(all, 'minutes') },
    ...{ amountFen: sumFen(all.map(({ amountFen }) => amountFen)), lanes: all },
  }
}

const sum = (lanes: readonly LaneTotal[], field: 'count' | 'minutes'): number =>
  lanes.reduce((whole, lane) => whole + lane[field], 0)
