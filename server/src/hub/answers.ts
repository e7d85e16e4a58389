import {
  type Actor,
  type Answer,
  type Commit,
  isRefusal,
  type Lease,
  numberAfter,
  type Refusal,
  type Refused,
  refusals,
  ticketIdOf,
} from '@pingting/contract'
import type { Hub } from './dispatch.ts'
import type { Malformed, Outcome } from './pending.ts'
import { deliveries } from './publish/audience.ts'
import { audienceOf } from './publish/listeners.ts'
import { whereIn } from './publish/shown.ts'
import type { TicketTokens } from './tokens.ts'

/** A refusal in the words of the wire. */
function refusedOf(refusal: Refusal & { paths?: string[] }): Refused {
  const { zh, en } = refusals[refusal.refused]
  const { about, paths } = refusal
  return {
    ok: false,
    code: refusal.refused,
    zh,
    en,
    ...(about === undefined ? {} : { about }),
    ...(paths === undefined ? {} : { paths }),
  }
}

const numbersIn = (first: string, last: string): string[] =>
  Array.from({ length: Number(last.slice(1)) - Number(first.slice(1)) + 1 }, (_, index) => numberAfter(first, index))

/** Puts an outcome into the words of the wire: an actor sees of its own command what its audience would. */
export function answering(hub: Hub, tokens: TicketTokens, publicUrl: () => string) {
  function eventsFor(stream: string, actor: Actor, events: Commit['events']) {
    const hall = stream.startsWith('hall:') ? hub.stream('hall', stream.slice('hall:'.length))?.peek() : undefined
    return deliveries(events, whereIn(hall)).get(audienceOf(actor, stream)) ?? []
  }

  /** A taken ticket comes with what opens it; the same at every repeat, since it is made from the ticket. */
  function openerOf(stream: string, events: Commit['events']) {
    const taken = events.find(event => event.type === 'ticket.taken')
    const hallNumber = hub.stream('hall', stream.slice('hall:'.length))?.peek().halls.hall?.hallNumber
    if (taken === undefined || hallNumber === undefined) return {}
    const token = tokens.issue(hallNumber, taken.ticketId)
    return {
      ticket: { token, code: tokens.codeOf(hallNumber, taken.ticketId), url: `${publicUrl()}/phone#t=${token}` },
    }
  }

  /** Numbers come with their codes, which are made from them as those of every ticket. */
  function leaseOf(stream: string, events: Commit['events']): { lease?: Lease } {
    const leased = events.filter(event => event.type === 'ticket.leased')
    const hallNumber = hub.stream('hall', stream.slice('hall:'.length))?.peek().halls.hall?.hallNumber
    if (leased[0] === undefined || hallNumber === undefined) return {}
    const { businessDay } = leased[0]
    const ranges = leased.map(({ serviceCode, firstNumber, lastNumber }) => ({
      ...{ serviceCode, firstNumber },
      codes: numbersIn(firstNumber, lastNumber).map(number =>
        tokens.codeOf(hallNumber, ticketIdOf(businessDay, number)),
      ),
    }))
    return { lease: { businessDay, hallNumber, pageUrl: `${publicUrl()}/phone`, ranges } }
  }

  const added = (stream: string, events: Commit['events']) => ({
    ...openerOf(stream, events),
    ...leaseOf(stream, events),
  })

  return (stream: string, outcome: Outcome | Malformed, actor: Actor): Answer => {
    if (isRefusal(outcome)) return refusedOf(outcome)
    const { seq, events } = outcome.commit
    const { replayed } = outcome
    return { ok: true, stream, seq, replayed, events: eventsFor(stream, actor, events), ...added(stream, events) }
  }
}
