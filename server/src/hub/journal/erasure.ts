import type { BusinessDay, StreamName } from '@pingting/contract'
import type { Hub } from '../dispatch.ts'
import type { Logger } from '../process/log.ts'
import { keyName, type StoredCommit } from './codec.ts'
import type { Keys } from './keys.ts'

export interface ErasurePorts {
  keys: Keys
  log: Logger
  /** Writes a stream's state down now. @returns whether it was written; who only follows the stream does not. */
  snapshot(stream: StreamName): Promise<boolean>
}

const RETRY_MS = 10_000

/**
 * Does what the journal says of erased days: drops their data keys, and writes the stream's snapshot anew, since the
 * one before it was sealed as a whole and may hold what is to be forgotten. Repeating it does no harm; what a crash
 * cut off is done at the next start, which reads the same commit again or finds the day among the erased. Who follows a
 * stream owes it too: the owner may be killed before he has written, and then it is done by who owns the stream next.
 */
export class Erasure {
  readonly #ports: ErasurePorts
  readonly #owed = new Map<StreamName, ReadonlySet<BusinessDay>>()
  readonly #timer: NodeJS.Timeout
  #open = false
  #working: Promise<void> = Promise.resolve()

  constructor(ports: ErasurePorts) {
    this.#ports = ports
    this.#timer = setInterval(() => this.retry(), RETRY_MS)
  }

  /** Hears every commit; while a start reads the journal, it waits until the streams are open. */
  take({ stream, events }: Pick<StoredCommit, 'stream' | 'events'>): void {
    const erased = events.filter(({ type }) => type === 'hall.dayErased' || type === 'lot.dayErased')
    if (erased.length === 0) return
    this.#owe(
      stream,
      erased.map(event => String(event['businessDay'])),
    )
    this.retry()
  }

  /** The streams are open. Of what their states say was erased, a key may have survived a crash. */
  start(hub: Pick<Hub, 'states'>): void {
    for (const { stream, days } of erasedIn(hub)) {
      const alive = days.filter(day => this.#ports.keys.find(keyName(stream, day)) !== undefined)
      if (alive.length > 0) this.#owe(stream, alive)
    }
    this.#open = true
    this.retry()
  }

  /** Does what is owed: now and then, since the store may have failed, and when this hub owns a stream from here on. */
  retry(): void {
    if (!this.#open || this.#owed.size === 0) return
    const owed = [...this.#owed]
    this.#owed.clear()
    this.#working = this.#working.then(async () => {
      for (const [stream, days] of owed) await this.#erase(stream, days)
    })
  }

  /** Resolves when everything heard so far was tried. */
  close(): Promise<void> {
    clearInterval(this.#timer)
    return this.#working
  }

  #owe(stream: StreamName, days: Iterable<BusinessDay>): void {
    this.#owed.set(stream, new Set([...(this.#owed.get(stream) ?? []), ...days]))
  }

  async #erase(stream: StreamName, days: ReadonlySet<BusinessDay>): Promise<void> {
    try {
      for (const day of days) await this.#ports.keys.drop(keyName(stream, day))
      if (await this.#ports.snapshot(stream))
        return this.#ports.log.info({ stream, days: [...days] }, 'the personal data of these days was erased')
    } catch (error) {
      this.#ports.log.error({ stream, error }, 'days were not erased; trying again')
    }
    this.#owe(stream, days)
  }
}

const erasedIn = (hub: Pick<Hub, 'states'>) => [
  ...hub.states('hall').map(({ id, state }) => ({
    stream: `hall:${id}` as const,
    days: [...state.halls.retention.erased.keys()],
  })),
  ...hub.states('lot').map(({ id, state }) => ({
    stream: `lot:${id}` as const,
    days: [...state.retention.erased.keys()],
  })),
]
