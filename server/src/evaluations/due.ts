import { type Calendar, type CommandOf, type Instant, ratingWindowEndsAt } from '@pingting/contract'
import type { EvaluationState } from './state.ts'

export interface LapseDue {
  key: string
  command: Omit<CommandOf<'evaluation.lapse'>, 'commandId'>
}

/** At most so many a tick: a whole day lapses at one instant, and the hall goes on working meanwhile. */
const LAPSES_MAX = 100

/** The services whose rating window has ended without a rating. Looks at days, of which there are few, not at tickets. */
export function due(state: EvaluationState, now: Instant, calendar: Calendar): LapseDue[] {
  const lapsed: LapseDue[] = []
  for (const [day, tickets] of state.unrated) {
    if (now < ratingWindowEndsAt(day, calendar)) continue
    for (const ticketId of tickets.keys()) {
      if (lapsed.length === LAPSES_MAX) return lapsed
      lapsed.push({ key: `evaluation.lapse ${ticketId}`, command: { type: 'evaluation.lapse', ticketId } })
    }
  }
  return lapsed
}
