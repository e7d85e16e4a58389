import type { BusinessDay, StreamName } from '@pingting/contract'
import type { Hub } from '../dispatch.ts'
import type { Logger } from '../process/log.ts'
import { keyName, type StoredCommit } from './codec.ts'
import type { Keys } from './keys.ts'

export interface ErasurePorts {
  keys: Keys
  log: Logger
  /** Writes a stream's state down now. */
  snapshot(stream: StreamName): Promise<void>
}

/**
 * Does what the journal says of erased days: drops their data keys, and writes the stream's snapshot anew, since the
 * one before it was sealed as a whole and may hold what is to be forgotten. Repeating it does no harm; what a crash
 * cut off is done at the next start, which reads the same commit again or finds the day among the erased.
 */
export class Erasure {
  readonly #ports: ErasurePorts
  readonly #streams = new Map<StreamName, Set<BusinessDay>>()
  #open = false
  #working: Promise<void> = Promise.resolve()

  constructor(ports: ErasurePorts) {
    this.#ports = ports
  }

  /** Hears every commit; while a start reads the journal, it waits until the streams are open. */
  take({ stream, events }: Pick<StoredCommit, 'stream' | 'events'>): void {
    for (const event of events) {
      if (event.type !== 'hall.dayErased' && event.type !== 'lot.dayErased') continue
      const days = this.#streams.get(stream) ?? new Set()
      this.#streams.set(stream, days.add(String(event['businessDay'])))
    }
    if (this.#open && this.#streams.size > 0) this.#wake()
  }

  /** The streams are open. Of what their states say was erased, a key may have survived a crash. */
  start(hub: Pick<Hub, 'states'>): void {
    for (const { stream, days } of erasedIn(hub)) {
      const alive = days.filter(day => this.#ports.keys.find(keyName(stream, day)) !== undefined)
      if (alive.length > 0) this.#streams.set(stream, new Set([...(this.#streams.get(stream) ?? []), ...alive]))
    }
    this.#open = true
    if (this.#streams.size > 0) this.#wake()
  }

  /** Resolves when everything heard so far is done. */
  settled(): Promise<void> {
    return this.#working
  }

  #wake(): void {
    const taken = [...this.#streams]
    this.#streams.clear()
    this.#working = this.#working.then(async () => {
      for (const [stream, days] of taken) await this.#erase(stream, days)
    })
  }

  async #erase(stream: StreamName, days: ReadonlySet<BusinessDay>): Promise<void> {
    try {
      for (const day of days) await this.#ports.keys.drop(keyName(stream, day))
      await this.#ports.snapshot(stream)
      this.#ports.log.info({ stream, days: [...days] }, 'the personal data of these days was erased')
    } catch (error) {
      this.#ports.log.error({ stream, error }, 'days were not erased; the next start does it')
    }
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
