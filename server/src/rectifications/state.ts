import { CASES_MAX, type Event, type EventOf, type EventsNamed, type Folds, type Instant } from '@pingting/contract'

/** A bad evaluation that waits to be put right (open 待预审). */
export type OpenCase = Omit<EventOf<'rectification.opened'>, 'type' | 'v' | 'at'> & { openedAt: Instant }

export interface RectificationState {
  /** By case, in the order they were opened. */
  open: Map<string, OpenCase>
  /** The newest of them, at most `CASES_MAX`, in the same order: what is shown again and again. */
  latest: OpenCase[]
}

export const initial = (): RectificationState => ({ open: new Map(), latest: [] })

const own: Folds<RectificationState, EventsNamed<'rectification'>> = {
  'rectification.opened': (state, { type: _type, v: _v, at, ...opened }) => {
    const row = { ...opened, openedAt: at }
    state.open.set(row.caseId, row)
    state.latest.push(row)
    if (state.latest.length > CASES_MAX) state.latest.shift()
  },
}

export function evolve<E extends Event>(state: RectificationState, event: E): void {
  const fold = (own as Record<string, unknown>)[event.type] as
    | ((state: RectificationState, event: E) => void)
    | undefined
  fold?.(state, event)
}
