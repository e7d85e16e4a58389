import { type CommandOf, endOfBusinessDay, type Instant } from '@pingting/contract'
import { erasableDays } from './retention.ts'
import type { HallState } from './state.ts'

export interface DayCloseDue {
  key: string
  command: Omit<CommandOf<'hall.closeDay'>, 'commandId'>
}

export interface EraseDue {
  key: string
  command: Omit<CommandOf<'hall.eraseDay'>, 'commandId'>
}

/**
 * At 24:00 local time an active day is closed. The key names the first work of the day, so a day that staff closed and
 * that woke again is not taken for the one closed before. A day kept long enough is erased, once.
 */
export function due(state: HallState, now: Instant): (DayCloseDue | EraseDue)[] {
  return [...closeDue(state, now), ...eraseDue(state, now)]
}

function closeDue(state: HallState, now: Instant): DayCloseDue[] {
  return [...state.activeDays]
    .filter(([day]) => endOfBusinessDay(day) <= now)
    .map(([businessDay, since]) => ({
      key: `hall.closeDay ${businessDay} ${since}`,
      command: { type: 'hall.closeDay', businessDay },
    }))
}

const eraseDue = (state: HallState, now: Instant): EraseDue[] =>
  erasableDays(state.retention, now).map(businessDay => ({
    key: `hall.eraseDay ${businessDay}`,
    command: { type: 'hall.eraseDay', businessDay },
  }))
