import {
  type BusinessDay,
  type CountedUse,
  countUse,
  type DayUse,
  nextDay,
  noUse,
  type Refusal,
  refuse,
} from '@pingting/contract'
import type { ExemptionStore } from '../../exemptions/store.ts'
import type { Hub } from '../dispatch.ts'

interface UsePorts {
  hub: Pick<Hub, 'stream'>
  exemptions: Pick<ExemptionStore, 'rows'>
}

export type TellUses = (lotId: string, from: BusinessDay, to: BusinessDay) => Promise<DayUse[] | Refusal>

/** What the free parking of a lot came to on each of some days, both included, from history: it may lag a moment. */
export const openUses =
  ({ hub, exemptions: { rows } }: UsePorts): TellUses =>
  async (lotId, from, to) => {
    const hallIds = hub.stream('lot', lotId)?.peek().card?.hallIds
    if (hallIds === undefined) return refuse('lot.unknown')
    const days: DayUse[] = []
    for (let businessDay = from; businessDay <= to; businessDay = nextDay(businessDay)) {
      const day = noUse(businessDay)
      for (const hallId of hallIds)
        for await (const row of rows.find({ hallId, businessDay, lotId }).lean<CountedUse[]>().cursor())
          countUse(day, row)
      days.push(day)
    }
    return days
  }
