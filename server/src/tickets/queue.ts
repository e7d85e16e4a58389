import { type Instant, later, MINUTE_MS, msOf, type PriorityClass } from '@pingting/contract'
import type { Ticket } from './ticket.ts'

/**
 * The order of the queue: key = when it joined − the head start of its class, + a step for every place its service
 * stands behind the first in the counter's profile. The lowest key is called. Keys never change while time passes, so
 * everybody who joins later than the largest head start plus step comes after: nobody starves.
 */
const HEAD_START_MINUTES: Readonly<Record<PriorityClass, number>> = {
  none: 0,
  soldier: 20,
  elder: 20,
  disabled: 20,
  appointment: 10,
}
const PROFILE_STEP_MINUTES = 10

/** A ticket in the waiting list of its service, with the part of its key that no counter changes. */
export interface Waiting {
  ticketId: string
  /** Returned from hold: before everybody. */
  ahead: boolean
  keyMs: number
  order: number
}

export const waitingOf = (ticket: Ticket): Waiting => ({
  ...newcomer(ticket, ticket.place.queuedAt),
  ahead: ticket.place.ahead,
})

type Comer = Pick<Ticket, 'ticketId' | 'priority' | 'order' | 'slotStartsAt'>

/**
 * Where somebody stands who joins the queue at `queuedAt`. Who comes to an appointment before its slot joins when the
 * slot begins, whoever comes after joins as he comes: coming early wins nothing, and coming late loses just that.
 */
export const newcomer = ({ ticketId, priority, order, slotStartsAt = '' }: Comer, queuedAt: Instant): Waiting => ({
  ...{ ticketId, ahead: false, order },
  keyMs: msOf(later(queuedAt, slotStartsAt)) - HEAD_START_MINUTES[priority] * MINUTE_MS,
})

/** Negative when the first is called before the second; never 0 for two tickets. */
export function compare(a: Waiting, b: Waiting): number {
  if (a.ahead !== b.ahead) return a.ahead ? -1 : 1
  return a.keyMs - b.keyMs || a.order - b.order
}

/** How many of the sorted list stand before the entry, which may be in it or not; O(log n). */
export function rankIn(list: readonly Waiting[], entry: Waiting): number {
  let from = 0
  let to = list.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if (compare(list[middle]!, entry) < 0) from = middle + 1
    else to = middle
  }
  return from
}

export const join = (list: Waiting[], entry: Waiting): void => {
  list.splice(rankIn(list, entry), 0, entry)
}

/** @throws RangeError when the entry is not in the list, which is a bug. */
export function leave(list: Waiting[], entry: Waiting): void {
  const rank = rankIn(list, entry)
  if (list[rank]?.ticketId !== entry.ticketId) throw new RangeError(`${entry.ticketId} is not in its waiting list`)
  list.splice(rank, 1)
}

/** Whom a counter with this profile calls next: only the heads of its lists can be the lowest. */
export function firstFor(
  profile: readonly string[],
  waiting: ReadonlyMap<string, readonly Waiting[]>,
): string | undefined {
  const heads = profile.flatMap((serviceCode, position) => {
    const head = waiting.get(serviceCode)?.[0]
    return head === undefined ? [] : [{ ...head, keyMs: head.keyMs + position * PROFILE_STEP_MINUTES * MINUTE_MS }]
  })
  return heads.reduce<Waiting | undefined>(
    (first, head) => (first === undefined || compare(head, first) < 0 ? head : first),
    undefined,
  )?.ticketId
}
