import { businessDayOf, type Command, flawOfIdNumber, type Instant, type Refusal, refuse } from '@pingting/contract'
import type { HallState } from '../../domain.ts'

/**
 * The number of an identity card goes no further than the door: its keyed hash takes its place, before the command is
 * hashed, decided or handed to another hub. The day is put to it where it is decided, so that a repeat after midnight is
 * the same command.
 */
export function withoutIdNumber(command: Command, now: Instant, indexOf: (text: string) => string): Command | Refusal {
  if (command.type !== 'ticket.take' || command.person === undefined) return command
  if (flawOfIdNumber(command.person, businessDayOf(now)) !== undefined) return refuse('ticket.card-unreadable')
  return { ...command, person: `#${indexOf(`person ${command.person}`)}` }
}

/** Where kiosks ask a card reader of their own machine. */
export const readersOf = (halls: readonly { state: HallState }[]): string[] => [
  ...new Set(halls.flatMap(({ state }) => state.halls.realName?.readerUrl ?? [])),
]
