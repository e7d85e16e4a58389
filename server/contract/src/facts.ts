import type { Actor } from './actors.ts'
import type { Event } from './vocabulary.ts'
import type { Refusal } from './words/refusals.ts'
import type { BusinessDay, Instant } from './words/time.ts'

/** What every decider is handed; each module names what else it may see. */
export interface Facts {
  at: Instant
  businessDay: BusinessDay
  actor: Actor
  /** A UUIDv5 made of the command's id and the name: the same command always makes the same ids. */
  idFor(name: string): string
}

export type Decision = Event[] | Refusal
