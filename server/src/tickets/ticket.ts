import type { BusinessDay, Instant, PriorityClass, TicketPlace, TicketStatus, Told } from '@pingting/contract'

export interface Ticket {
  ticketId: string
  number: string
  priority: PriorityClass
  businessDay: BusinessDay
  takenAt: Instant
  /** Its rank among all tickets ever taken here: decides between two that came in the same millisecond. */
  order: number
  /** Whose it is, where he showed his card. */
  personMark?: string
  /** Replaced as a whole, never changed, so that a counter may keep the one before for undo. */
  place: TicketPlace
  /** Counts the verbs that moved it; an undo takes one back. By it a counter sees that somebody else moved it since. */
  moves: number
  /** Of an appointment: where the queue has it who checked in before. */
  slotStartsAt?: Instant
  /** Rated on whichever channel; from then on nothing about it is undone. */
  rated: boolean
  /** It earned free parking, which needs no rating where the policy asks for none; nothing is undone either. */
  rewarded?: true
  /** What its taker was told, and what the slip says; absent for one taken before this was recorded. */
  told?: Told
  /** The kiosk that gave it out while no hub could be reached, and when by the clock of that kiosk. */
  offline?: { deviceId: string; issuedAt: Instant }
  /** Its day was closed: gone from the hall's screens, kept for its owner's page. */
  filed: boolean
}

const ENDED: ReadonlySet<TicketStatus> = new Set(['completed', 'cancelled', 'expired'])

export const hasEnded = (ticket: Ticket): boolean => ENDED.has(ticket.place.status)

/** The counter at which somebody is called or served now; held and missed tickets stand at none. */
export const counterServing = (place: TicketPlace): string | undefined =>
  place.status === 'called' || place.status === 'serving' ? place.counterId : undefined
