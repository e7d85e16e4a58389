import type { Answer, Command, CommandOf } from '@pingting/contract'
import type { Credential } from './http.ts'

/** A command before it has its id. */
export type Wish = { [T in Command['type']]: Omit<CommandOf<T>, 'commandId'> }[Command['type']]

export interface OutboxPorts {
  /** One try. What nobody answered comes back as `hub.unavailable`. */
  post(stream: string, command: object, credential?: Credential): Promise<Answer>
  newId(): string
  pause(): Promise<void>
}

export interface Outbox {
  send(stream: string, wish: Wish, credential?: Credential): Promise<Answer>
  /** Where one person leaves and the next begins, a wish repeated is a new wish. */
  forget(): void
}

const TRIES_MAX = 3
const UNANSWERED = 'hub.unavailable'

/** What a page measures is no part of what somebody wishes: the same choice is the same wish, however long it took. */
const MEASURED: ReadonlySet<string> = new Set(['formOpenMs'] satisfies (keyof CommandOf<'evaluation.submit'>)[])
const keyOf = (stream: string, wish: Wish): string =>
  `${stream} ${JSON.stringify(wish, (name, value) => (MEASURED.has(name) ? undefined : value))}`

/**
 * Sends a wish and repeats it, under one id, until it is answered or the tries run out. What went out for a wish whose
 * outcome we never learnt is kept: pressed again, the same wish goes out as it first did, and the hub does it once.
 */
export function outbox({ post, newId, pause }: OutboxPorts): Outbox {
  const unsettled = new Map<string, object>()
  return {
    async send(stream, wish, credential) {
      const key = keyOf(stream, wish)
      const command = unsettled.get(key) ?? { ...wish, commandId: newId() }
      unsettled.set(key, command)
      for (let tries = 1; ; tries += 1) {
        const answer = await post(stream, command, credential)
        if (answer.ok || answer.code !== UNANSWERED) {
          unsettled.delete(key)
          return answer
        }
        if (tries >= TRIES_MAX) return answer
        await pause()
      }
    },
    forget: () => unsettled.clear(),
  }
}
