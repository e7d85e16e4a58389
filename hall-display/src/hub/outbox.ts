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

/**
 * Sends a wish and repeats it, under one id, until it is answered or the tries run out. The id of a wish whose outcome
 * we never learnt is kept: pressed again, the same wish goes out under the same id, and the hub does it once.
 */
export function outbox({ post, newId, pause }: OutboxPorts): Outbox {
  const unsettled = new Map<string, string>()
  return {
    async send(stream, wish, credential) {
      const key = `${stream} ${JSON.stringify(wish)}`
      const commandId = unsettled.get(key) ?? newId()
      unsettled.set(key, commandId)
      for (let tries = 1; ; tries += 1) {
        const answer = await post(stream, { ...wish, commandId }, credential)
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
