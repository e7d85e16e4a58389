import { type BusinessDay, businessDayOf, type CounterRow } from '@pingting/contract'
import type { Counter, CounterState } from './state.ts'

export function counterRow(counter: Counter): CounterRow {
  const { counterId, label, profile, status, staffName, ticketId, since, pauseReason } = counter
  return {
    counterId,
    label,
    profile: [...profile],
    status,
    ...(staffName !== undefined && { staffName }),
    ...(ticketId !== undefined && { ticketId }),
    ...(since !== undefined && { since }),
    ...(pauseReason !== undefined && { pauseReason }),
  }
}

/** What day close must close: counters opened no later than that day, so that an early bird of the next is left alone. */
export const openCounterIds = (state: CounterState, day: BusinessDay): string[] =>
  [...state.counters.values()]
    .filter(counter => counter.openedAt !== undefined && businessDayOf(counter.openedAt) <= day)
    .map(counter => counter.counterId)
