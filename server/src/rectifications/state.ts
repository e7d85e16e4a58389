import {
  addMs,
  CASES_MAX,
  type CaseOutcome,
  type CaseReasons,
  type CaseStatus,
  DAY_MS,
  type Event,
  type EventOf,
  type EventsNamed,
  type Folds,
  type Instant,
  isBad,
  type Listens,
} from '@pingting/contract'

/** A bad evaluation that waits to be put right: 待预审, taken by somebody, or replied to and not approved. */
export type OpenCase = Omit<EventOf<'rectification.opened'>, 'type' | 'v' | 'at'> & {
  openedAt: Instant
  status: CaseStatus
  handlerId?: string
  takenAt?: Instant
  extendedFor?: string
  outcome?: CaseOutcome
  reply?: string
  repliedAt?: Instant
  /** What was missing in the last reply. */
  returned?: string
}

/** What became of a bad rating, for its visitor. */
export interface ClosedCase {
  caseId: string
  takenAt: Instant
  outcome: CaseOutcome
  reply: string
  closedAt: Instant
  /** Whether the reply came before its time was over; absent where it had none. */
  inTime?: boolean
}

export interface RectificationState {
  /** By case, in the order they were opened. */
  open: Map<string, OpenCase>
  /** The newest of them, at most `CASES_MAX`, in the same order: what is shown again and again. One that is closed leaves a gap. */
  latest: OpenCase[]
  /** Which open case a ticket has. */
  byTicket: Map<string, string>
  /** By evaluation, for as long as its case is open. */
  reasons: Map<string, CaseReasons>
  /** By ticket. */
  closed: Map<string, ClosedCase>
}

/** So long the page of a ticket tells what became of its bad rating; less than the key of the words is kept. */
export const CLOSED_KEPT_DAYS = 14

export const initial = (): RectificationState => ({
  ...{ open: new Map(), latest: [], byTicket: new Map(), reasons: new Map(), closed: new Map() },
})

const own: Folds<RectificationState, EventsNamed<'rectification'>> = {
  'rectification.opened': (state, { type: _type, v: _v, at, ...opened }) => {
    const row: OpenCase = { ...opened, openedAt: at, status: 'open' }
    state.open.set(row.caseId, row)
    state.byTicket.set(row.ticketId, row.caseId)
    state.latest.push(row)
    if (state.latest.length > CASES_MAX) state.latest.shift()
  },
  'rectification.taken': (state, { caseId, staffId, at }) =>
    change(state, caseId, row => ({ ...row, status: 'taken', handlerId: staffId, takenAt: row.takenAt ?? at })),
  'rectification.extended': (state, { caseId, dueAt, reason }) =>
    change(state, caseId, row => ({ ...row, dueAt, extendedFor: reason })),
  'rectification.replied': (state, { caseId, outcome, text, at }) =>
    change(state, caseId, ({ returned: _, ...row }) => ({
      ...{ ...row, status: 'replied', outcome, reply: text, repliedAt: at },
    })),
  'rectification.returned': (state, { caseId, text }) =>
    change(state, caseId, ({ outcome: _, reply: __, repliedAt: ___, ...row }) => ({
      ...{ ...row, status: 'taken', returned: text },
    })),
  'rectification.approved': (state, { caseId, ticketId, outcome, text, at }) => {
    const { takenAt = at, evaluationId = '', dueAt, repliedAt = at } = state.open.get(caseId) ?? {}
    state.open.delete(caseId)
    state.byTicket.delete(ticketId)
    state.reasons.delete(evaluationId)
    state.latest = state.latest.filter(row => row.caseId !== caseId)
    const inTime = dueAt === undefined ? {} : { inTime: repliedAt <= dueAt }
    state.closed.set(ticketId, { caseId, takenAt, outcome, reply: text, closedAt: at, ...inTime })
  },
}

const heard: Listens<RectificationState> = {
  'evaluation.submitted': (state, { evaluationId, level, tagCodes, text }) => {
    if (isBad(level)) state.reasons.set(evaluationId, text === undefined ? { tagCodes } : { tagCodes, text })
  },
  'hall.dayClosed': (state, { at }) => {
    const keptFrom = addMs(at, -CLOSED_KEPT_DAYS * DAY_MS)
    for (const [ticketId, { closedAt }] of state.closed) if (closedAt < keptFrom) state.closed.delete(ticketId)
  },
}

function change(state: RectificationState, caseId: string, to: (row: OpenCase) => OpenCase): void {
  const row = state.open.get(caseId)
  if (row === undefined) return
  const changed = to(row)
  state.open.set(caseId, changed)
  state.latest = state.latest.map(each => (each.caseId === caseId ? changed : each))
}

const folds: Listens<RectificationState> = { ...own, ...heard }

export function evolve<E extends Event>(state: RectificationState, event: E): void {
  const fold = (folds as Record<string, unknown>)[event.type] as
    | ((state: RectificationState, event: E) => void)
    | undefined
  fold?.(state, event)
}
