import type { Event, EventOf, EventsNamed, Folds, Instant } from '@pingting/contract'

/** A bad evaluation that waits to be put right (open 待预审). */
export type OpenCase = Omit<EventOf<'rectification.opened'>, 'type' | 'v' | 'at'> & { openedAt: Instant }

export interface RectificationState {
  /** By case, in the order they were opened. */
  open: Map<string, OpenCase>
}

export const initial = (): RectificationState => ({ open: new Map() })

const own: Folds<RectificationState, EventsNamed<'rectification'>> = {
  'rectification.opened': (state, { type: _type, v: _v, at, ...opened }) => {
    state.open.set(opened.caseId, { ...opened, openedAt: at })
  },
}

export function evolve<E extends Event>(state: RectificationState, event: E): void {
  const fold = (own as Record<string, unknown>)[event.type] as
    | ((state: RectificationState, event: E) => void)
    | undefined
  fold?.(state, event)
}
