import {
  addMs,
  type Calendar,
  type CommandOf,
  type Decision,
  type Facts,
  findTag,
  type Instant,
  inForceOn,
  isBad,
  type Level,
  levelOfTag,
  type Refusal,
  ratingWindowEndsAt,
  refuse,
  TAG_VERSION,
  type UnrewardedReason,
} from '@pingting/contract'
import type { EvaluationState, RateableTicket, Server } from './state.ts'

interface EvaluationFacts extends Facts {
  /** Published working days, for the end of the rating window. */
  calendar: Calendar
}

type Submit = CommandOf<'evaluation.submit'>
type Decide<T extends 'evaluation.submit' | 'evaluation.lapse'> = (
  command: CommandOf<T>,
  state: EvaluationState,
  facts: EvaluationFacts,
) => Decision

/**
 * `evaluation.submit` is checked in this order: the ticket is known (or lapsed, for its visitor), the visitor himself
 * asks, the number was called, it was given since, the tablet stands (or then stood) before this visitor, nobody rated
 * before, the window is open, the tags fit, a bad rating has its reason. `evaluation.lapse`: the ticket is known, was completed, is not rated, the window has
 * ended.
 */
export const decide: { [T in 'evaluation.submit' | 'evaluation.lapse']: Decide<T> } = {
  'evaluation.submit': submit,
  'evaluation.lapse': lapse,
}

function submit(command: Submit, state: EvaluationState, facts: EvaluationFacts): Decision {
  const { ticketId, level, channel, tagVersion, givenAt } = command
  const ticket = state.tickets.get(ticketId)
  if (ticket === undefined)
    return refuse(isOver(command, state, facts) ? 'evaluation.window-closed' : 'ticket.unknown', ticketId)
  if (!isVisitor(command, facts)) return refuse('evaluation.not-citizen')
  const server = serverOf(ticket)
  if (server === undefined) return refuse('evaluation.not-called', ticketId)
  const hindrance =
    untimely(command, ticket, facts) ??
    elsewhere(command, state, facts) ??
    taken(ticket, facts) ??
    contentHindrance(command)
  if (hindrance !== undefined) return hindrance
  const unrewarded = whyUnrewarded(command, ticket, state, facts)
  return [
    {
      ...{ type: 'evaluation.submitted', v: 1, at: facts.at },
      ...{ evaluationId: facts.idFor('evaluation'), ticketId, ...server },
      ...{ serviceDay: ticket.serviceDay, level, tagVersion, tagCodes: [...new Set(command.tagCodes)] },
      ...(command.text ? { text: command.text } : {}),
      ...{ channel, source: 'active' },
      ...(givenAt === undefined ? {} : { givenAt: possible(givenAt, ticket, facts.at) }),
      ...(unrewarded === undefined ? {} : { unrewarded }),
    },
  ]
}

/** V3: only the visitor rates, and each kind of caller has its own channels, so none can pass for another. */
function isVisitor({ ticketId, channel }: Submit, { actor }: EvaluationFacts): boolean {
  if (actor.kind === 'citizen') return actor.ticketId === ticketId && (channel === 'phone' || channel === 'qr')
  return actor.kind === 'device' && (actor.device === 'tablet' || actor.device === 'kiosk') && actor.device === channel
}

/**
 * What lapsed is forgotten, and its visitor still hears that the window has closed. That there was such a ticket is
 * proved by what opens it, or by the tablet that called it last; its id names its day.
 */
function isOver(command: Submit, state: EvaluationState, facts: EvaluationFacts): boolean {
  const { ticketId } = command
  if (!isVisitor(command, facts) || elsewhere(command, state, facts) !== undefined) return false
  const day = `${ticketId.slice(0, 4)}-${ticketId.slice(4, 6)}-${ticketId.slice(6, 8)}`
  return facts.at >= ratingWindowEndsAt(day, facts.calendar)
}

/** V1: a rating is taken from the first call on; who was called in vain, or left unserved, has nothing to rate. */
function serverOf({ status, server, servingAt }: RateableTicket): Server | undefined {
  const there = status === 'called' || status === 'serving' || status === 'held' || status === 'completed'
  return there || servingAt !== undefined ? server : undefined
}

/** So far off may the clock of a tablet be: it is the hub's, kept through the delays of a network. */
const CLOCK_LEEWAY_MS = 300_000

/** A tablet may have kept a rating; it cannot have been given before the call, nor later than now. */
function untimely({ givenAt }: Submit, { ticketId, firstCalledAt }: RateableTicket, { at }: EvaluationFacts) {
  if (givenAt === undefined) return undefined
  const isBefore = firstCalledAt !== undefined && givenAt < addMs(firstCalledAt, -CLOCK_LEEWAY_MS)
  return isBefore || givenAt > addMs(at, CLOCK_LEEWAY_MS) ? refuse('evaluation.time-wrong', ticketId) : undefined
}

/** The time it was given as it can have been: a clock that is a little off puts nothing before the call or after now. */
function possible(givenAt: Instant, { firstCalledAt = givenAt }: RateableTicket, at: Instant): Instant {
  const since = givenAt < firstCalledAt ? firstCalledAt : givenAt
  return since < at ? since : at
}

/**
 * A tablet takes the rating of the visitor before it, until its counter calls the next. What it kept was given in time
 * when that call came later.
 */
function elsewhere({ ticketId, givenAt }: Submit, state: EvaluationState, { actor }: EvaluationFacts) {
  if (actor.kind !== 'device' || actor.device !== 'tablet') return undefined
  const { counterId } = actor
  if (counterId !== undefined && state.lastAt.get(counterId)?.ticketId === ticketId) return undefined
  const left = state.tickets.get(ticketId)?.leftAt
  const wasHere = givenAt !== undefined && left?.counterId === counterId && left !== undefined && givenAt < left.at
  return wasHere ? undefined : refuse('ticket.not-here', ticketId)
}

/** The refusal says nothing about the first rating. */
function taken(ticket: RateableTicket, facts: EvaluationFacts): Refusal | undefined {
  if (ticket.rated) return refuse('evaluation.duplicate', ticket.ticketId)
  if (facts.at >= ratingWindowEndsAt(ticket.serviceDay, facts.calendar))
    return refuse('evaluation.window-closed', ticket.ticketId)
  return undefined
}

function contentHindrance({ level, tagVersion, tagCodes, text }: Submit): Refusal | undefined {
  if (tagVersion !== TAG_VERSION) return refuse('evaluation.tag-unknown', String(tagVersion))
  const strange = tagCodes.find(code => !fits(code, level))
  if (strange !== undefined) return refuse('evaluation.tag-unknown', strange)
  if (isBad(level) && tagCodes.length === 0 && !text) return refuse('evaluation.reason-missing')
  return undefined
}

const fits = (code: string, level: Level): boolean => findTag(code) !== undefined && levelOfTag(code) === level

/**
 * V4, V6. Fixed here once, so that no later question depends on how the form was filled in; never on the level (V9). How
 * long the service lasted is known when it is completed, and asked then.
 */
function whyUnrewarded(
  { formOpenMs }: Submit,
  { serviceDay }: RateableTicket,
  { policies }: EvaluationState,
  { businessDay }: EvaluationFacts,
): UnrewardedReason | undefined {
  if (businessDay !== serviceDay) return 'NOT_SAME_DAY'
  const policy = inForceOn(policies, businessDay)
  return policy === undefined || formOpenMs < policy.minFormSeconds * 1000 ? 'TOO_FAST' : undefined
}

function lapse({ ticketId }: CommandOf<'evaluation.lapse'>, state: EvaluationState, facts: EvaluationFacts): Decision {
  const ticket = state.tickets.get(ticketId)
  if (ticket === undefined) return refuse('ticket.unknown', ticketId)
  if (ticket.status !== 'completed') return refuse('evaluation.not-called', ticketId)
  if (ticket.rated) return refuse('evaluation.duplicate', ticketId)
  if (facts.at < ratingWindowEndsAt(ticket.serviceDay, facts.calendar)) return refuse('evaluation.not-open', ticketId)
  return [{ type: 'evaluation.lapsed', v: 1, at: facts.at, ticketId }]
}
