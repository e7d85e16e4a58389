import {
  addMs,
  businessDayOf,
  type Calendar,
  type Command,
  type CommandOf,
  type Decision,
  type Facts,
  type Refusal,
  rectificationEndsAt,
  refuse,
} from '@pingting/contract'
import type { OpenCase, RectificationState } from './state.ts'

export interface RectificationFacts extends Facts {
  /** Published working days, for the time that is given once more. */
  calendar: Calendar
}

type CaseCommand = Extract<Command['type'], `rectification.${string}`>

/**
 * Order of checks: one of the staff asks, the case is there and not closed, it is not about his own service, how far it
 * is, whose it is, then the rule of the verb. Two persons close a case: who replies, and another who approves.
 */
export const decide: {
  [T in CaseCommand]: (command: CommandOf<T>, state: RectificationState, facts: RectificationFacts) => Decision
} = {
  'rectification.take': take,
  'rectification.extend': extend,
  'rectification.reply': reply,
  'rectification.approve': approve,
  'rectification.return': giveBack,
}

function take({ caseId }: CommandOf<'rectification.take'>, state: RectificationState, facts: Facts): Decision {
  return onCase(caseId, state, facts, (row, staffId) => {
    if (row.status === 'replied') return refuse('case.replied')
    if (row.handlerId === staffId) return []
    const due = row.dueAt === undefined ? {} : { dueAt: row.dueAt }
    return [{ type: 'rectification.taken', v: 1, at: facts.at, ...aboutOf(row), staffId, ...due }]
  })
}

function extend(
  { caseId, reason }: CommandOf<'rectification.extend'>,
  state: RectificationState,
  facts: RectificationFacts,
): Decision {
  const { at, calendar } = facts
  return onOwn(caseId, state, facts, (row, staffId) => {
    if (row.extendedFor !== undefined) return refuse('case.extended-once')
    const { dueAt } = row
    if (dueAt !== undefined && dueAt <= at) return refuse('case.overdue', dueAt)
    // The end of a day is the first instant of the next. A case of early commits has no time yet.
    const lastDay = businessDayOf(dueAt === undefined ? at : addMs(dueAt, -1))
    const until = rectificationEndsAt(lastDay, calendar)
    return [{ type: 'rectification.extended', v: 1, at, ...aboutOf(row), staffId, dueAt: until, reason }]
  })
}

function reply(
  { caseId, outcome, text }: CommandOf<'rectification.reply'>,
  state: RectificationState,
  facts: Facts,
): Decision {
  return onOwn(caseId, state, facts, (row, staffId) => [
    { type: 'rectification.replied', v: 1, at: facts.at, ...aboutOf(row), staffId, outcome, text },
  ])
}

function approve({ caseId }: CommandOf<'rectification.approve'>, state: RectificationState, facts: Facts): Decision {
  return onReply(caseId, state, facts, (row, staffId) => {
    const told = { outcome: row.outcome!, text: row.reply! }
    return [{ type: 'rectification.approved', v: 1, at: facts.at, ...aboutOf(row), staffId, ...told }]
  })
}

function giveBack(
  { caseId, text }: CommandOf<'rectification.return'>,
  state: RectificationState,
  facts: Facts,
): Decision {
  return onReply(caseId, state, facts, (row, staffId) => [
    { type: 'rectification.returned', v: 1, at: facts.at, ...aboutOf(row), staffId, text },
  ])
}

const aboutOf = ({ caseId, ticketId }: OpenCase) => ({ caseId, ticketId })

type Ask = (row: OpenCase, staffId: string) => Decision

function onCase(caseId: string, state: RectificationState, { actor }: Facts, ask: Ask): Decision {
  if (actor.kind !== 'staff') return refuse('access.denied')
  const row = state.open.get(caseId)
  if (row === undefined) return refuse(isClosed(state, caseId) ? 'case.closed' : 'case.unknown')
  return row.staffId === actor.staffId ? refuse('case.own') : ask(row, actor.staffId)
}

const isClosed = ({ closed }: RectificationState, caseId: string): boolean =>
  [...closed.values()].some(one => one.caseId === caseId)

/** For who has taken it, until he has replied. */
const onOwn = (caseId: string, state: RectificationState, facts: Facts, ask: Ask): Decision =>
  onCase(caseId, state, facts, (row, staffId) => notHis(row, staffId) ?? ask(row, staffId))

function notHis({ status, handlerId }: OpenCase, staffId: string): Refusal | undefined {
  if (status === 'open') return refuse('case.not-taken')
  if (status === 'replied') return refuse('case.replied')
  return handlerId === staffId ? undefined : refuse('case.not-yours', handlerId)
}

/** For everybody but who has replied. */
const onReply = (caseId: string, state: RectificationState, facts: Facts, ask: Ask): Decision =>
  onCase(caseId, state, facts, (row, staffId) => {
    if (row.status !== 'replied') return refuse('case.not-replied')
    return row.handlerId === staffId ? refuse('case.same-person') : ask(row, staffId)
  })
