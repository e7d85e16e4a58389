import type { CommandOf, Instant } from '@pingting/contract'
import { erasableDays } from './retention.ts'
import type { LotState } from './state.ts'

export interface LotEraseDue {
  key: string
  command: Omit<CommandOf<'lot.eraseDay'>, 'commandId'>
}

/** Days whose plates have been kept long enough. A day is erased once, so its name is key enough. */
export const due = (state: LotState, now: Instant): LotEraseDue[] =>
  erasableDays(state.retention, now).map(businessDay => ({
    key: `lot.eraseDay ${businessDay}`,
    command: { type: 'lot.eraseDay', businessDay },
  }))
