import { type Actor, type Command, type Commit, type Refusal, refuse } from '@pingting/contract'

/** The part of a commit that answers its command. */
export type Taken = Pick<Commit, 'seq' | 'events' | 'at'>
/** A refusal before the rules were asked, with the places of the input that did not fit. */
export type Malformed = Refusal & { paths?: string[] }
export type Outcome = { commit: Taken; replayed: boolean } | Refusal

/** What a repeat of an accepted command is compared with, and answered. */
export interface Answered {
  bodyHash: string
  commit: Taken
}

/** A command that waits for its answer. */
export interface Pending {
  command: Command
  bodyHash: string
  actor: Actor
  tries: number
  answer(outcome: Outcome): void
}

/** Some hours of a busy hall, at about a kilobyte each: a hub may have hundreds of streams. */
const RECENT_MAX = 4_096

type Remembered = Pick<Commit, 'commandId' | 'bodyHash' | 'seq' | 'events' | 'at'>

/**
 * The answers of the latest accepted commands, so that most repeats need no question to the store, and so that an id
 * which changed nothing, and of which the store therefore knows nothing, is known again. A ring says which is the oldest:
 * asking a map for its first key costs more with every key that was taken away before it.
 */
export class Recent {
  readonly #answers = new Map<string, Answered>()
  readonly #ring: string[] = []
  #place = 0

  get(commandId: string): Answered | undefined {
    return this.#answers.get(commandId)
  }

  remember({ commandId, bodyHash, seq, events, at }: Remembered): void {
    if (!this.#answers.has(commandId)) {
      const oldest = this.#ring[this.#place]
      if (oldest !== undefined) this.#answers.delete(oldest)
      this.#ring[this.#place] = commandId
      this.#place = (this.#place + 1) % RECENT_MAX
    }
    this.#answers.set(commandId, { bodyHash, commit: { seq, events, at } })
  }

  /**
   * Remembers what was accepted and changed nothing. What the hub asks of itself is not: it is asked again under the
   * same id, with the same body, when the facts are others.
   */
  unchanged({ command: { commandId }, bodyHash, actor }: Pending, seq: number, at: string): Taken {
    if (actor.kind !== 'system') this.remember({ commandId, bodyHash, seq, events: [], at })
    return { seq, events: [], at }
  }
}

/** Same id and same body: the first answer. Another body: a mistake of the caller, who must hear of it. */
export function answerRepeat(pending: Pending, known: Answered): void {
  const same = known.bodyHash === pending.bodyHash
  pending.answer(same ? { commit: known.commit, replayed: true } : refuse('command.id-reused'))
}
