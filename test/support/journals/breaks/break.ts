import type { Command, Event, MatchClass } from '@pingting/contract'
import type { Profile } from '../gate.ts'
import type { Moment, Place } from '../place.ts'
import { OUT, type Visit } from '../visit.ts'

export type BreakClass = Exclude<MatchClass, 'M0' | 'M1'>

/** One thing that goes wrong in the world, and the key under which the books must find it. */
export interface Way {
  what: string
  /** Where not at every gate: what such a gate can tell. */
  profiles?: readonly Profile[]
  /** Where not at both. */
  moments?: readonly Moment[]
  /** The car park hands in its file of the day. */
  isFiled?: true
  play(visit: Visit): void
  key(visit: Visit): string
}

export const ofExemption = (visit: Visit): string => visit.exemptionId
export const ofOwed = (visit: Visit): string => `owed|${visit.evaluationId}`
/** @param minutes from when he was called, at which he drove out */
export const ofExit =
  (minutes = 70) =>
  ({ place, stayId, servedAt }: Visit): string =>
    `exit|${place.lotId}|${stayId}|${OUT}|${place.instantAt(servedAt + minutes)}`

/** A hall that answers one command otherwise than its rules do. */
export function answering(
  place: Place,
  isMeant: (command: Command) => boolean,
  answer: (right: Event[]) => Event[],
): void {
  place.trick('hall', rules => ({
    ...rules,
    decide(state, command, facts) {
      const right = rules.decide(state, command, facts)
      return isMeant(command) && Array.isArray(right) ? answer(right) : right
    },
  }))
}
