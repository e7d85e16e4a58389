import type { Actor, Command, Commit, Refusal } from '@pingting/contract'

/** The part of a commit that answers its command. */
export type Taken = Pick<Commit, 'seq' | 'events' | 'at'>
export type Outcome = { commit: Taken; replayed: boolean } | Refusal

/** A command that waits for its answer. */
export interface Pending {
  command: Command
  bodyHash: string
  actor: Actor
  tries: number
  answer(outcome: Outcome): void
}
