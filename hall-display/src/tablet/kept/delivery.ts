import type { Answer, CommandOf, Refused } from '@pingting/contract'
import { refusedWith } from '../../hub/http.ts'

/** A rating as it goes to the hub, the same each time it is sent. */
export type SignedRating = CommandOf<'evaluation.submit'> & { givenAt: string; signature: string }

export interface Shelved {
  /** The order they were given in. */
  place: number
  command: SignedRating
}

/** What is kept on the device, and outlasts the page and the power. */
export interface Shelf {
  /** @returns false where there is no room left; nothing is kept then. */
  put(command: SignedRating): Promise<boolean>
  first(): Promise<Shelved | undefined>
  /** It has its answer. @param refused is told once more, where nobody waited for the answer any more. */
  take(place: number, refused?: Refused): Promise<void>
}

export interface DeliveryPorts {
  shelf: Shelf
  /** One try. */
  post(command: SignedRating): Promise<Answer>
  /** Something was put on the shelf or taken from it. */
  changed(): void
}

export interface Delivery {
  /**
   * Keeps a rating and sends what is kept. @returns its answer, or `kept` when the hub gave none.
   * @param waits whether somebody stands there for the answer; where the hub is known to be away nobody does
   */
  give(command: SignedRating, waits: boolean): Promise<Answer | 'kept'>
  /** Sends what is kept, one after the other in the order it was given, until the hub is away. */
  deliver(): Promise<void>
}

/** Not about this rating: the hub is away, has too much to do, or does not know the device just now. */
const PASSING: ReadonlySet<string> = new Set(['hub.unavailable', 'hub.busy', 'request.too-many', 'access.unknown'])

export function openDelivery({ shelf, post, changed }: DeliveryPorts): Delivery {
  /** By command, who stands there for its answer. */
  const waiting = new Map<string, (answer: Answer) => void>()
  let running: Promise<void> | undefined
  let asked = false

  async function sendAll(): Promise<void> {
    for (let next = await shelf.first(); next !== undefined; next = await shelf.first()) {
      const { place, command } = next
      const answer = await post(command)
      if (!answer.ok && PASSING.has(answer.code)) return
      const tell = waiting.get(command.commandId)
      await shelf.take(place, answer.ok || tell !== undefined ? undefined : answer)
      tell?.(answer)
      changed()
    }
  }

  async function run(): Promise<void> {
    while (asked) {
      asked = false
      await sendAll()
    }
  }

  const deliver = (): Promise<void> => {
    asked = true
    running ??= run().finally(() => {
      running = undefined
    })
    return running
  }

  return {
    deliver,
    async give(command, waits) {
      let answer: Answer | 'kept' = 'kept'
      if (waits) waiting.set(command.commandId, told => (answer = told))
      if (!(await shelf.put(command))) {
        waiting.delete(command.commandId)
        return refusedWith('evaluation.kept-full')
      }
      changed()
      const sent = deliver()
      if (waits) await sent
      waiting.delete(command.commandId)
      return answer
    },
  }
}
