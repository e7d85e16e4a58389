import {
  type Actor,
  type BadCell,
  type BusinessDay,
  businessDayOf,
  type Fen,
  type FiledExit,
  type FileMapping,
  type FileOfDay,
  type Refusal,
  refuse,
  type TakenFile,
} from '@pingting/contract'
import type { Hub } from '../../dispatch.ts'
import { apart } from '../apart.ts'

const WORKER = new URL('./worker.ts', import.meta.url)

export interface FileToRead {
  bytes: Uint8Array
  mapping: FileMapping
  day: BusinessDay
}
export type FileRead =
  | { exits: FiledExit[]; totalFen: Fen; sha256: string }
  /** `bad`: the first hundred of so many. */
  | { bad: BadCell[]; badTally: number }

interface IntakePorts {
  hub: Pick<Hub, 'submit' | 'now' | 'stream'>
  /** By lot, how it writes its daily file. */
  mappings: Readonly<Record<string, FileMapping>>
}

/** Takes the daily file of a lot: all of its rows, or none. One at a time, since each is held whole while it is read. */
export class Intake {
  readonly #ports: IntakePorts
  #isReading = false

  constructor(ports: IntakePorts) {
    this.#ports = ports
  }

  /** What is known of a day's file before one is handed in. */
  about(lotId: string, day: BusinessDay): FileOfDay {
    const { hub, mappings } = this.#ports
    const mapping = mappings[lotId]
    const columns = Object.values(mapping?.columns ?? {}).flatMap(title => title ?? [])
    const file = hub.stream('lot', lotId)?.peek().settlements.files.get(day)
    return {
      ...(mapping === undefined ? {} : { encoding: mapping.encoding, columns }),
      ...(file === undefined ? {} : { taken: { businessDay: day, ...file } }),
    }
  }

  /** @returns a refusal, with what is bad by line and column where the file cannot be taken; and while another is read. */
  async take(
    lotId: string,
    day: BusinessDay,
    bytes: Uint8Array,
    actor: Actor,
  ): Promise<TakenFile | (Refusal & { bad?: BadCell[]; badTally?: number })> {
    const { hub, mappings } = this.#ports
    const mapping = mappings[lotId]
    if (mapping === undefined) return refuse('settlement.file-unmapped')
    if (day > businessDayOf(hub.now())) return refuse('settlement.day-wrong')
    if (this.#isReading) return refuse('hub.busy')
    this.#isReading = true
    try {
      const read = await apart<FileRead>(WORKER, { bytes, mapping, day } satisfies FileToRead)
      if ('bad' in read) return { ...refuse('settlement.file-wrong'), ...read }
      const { exits, ...sums } = read
      const file = { businessDay: day, mappingVersion: mapping.version, ...sums, exits }
      // The sum of the file says whether it was taken already; sent again under another id it is no news.
      const command = { type: 'settlement.takeFile', commandId: crypto.randomUUID(), ...file }
      const outcome = await hub.submit(`lot:${lotId}`, command, actor)
      return 'refused' in outcome ? outcome : { businessDay: day, ...sums, rowTally: exits.length }
    } finally {
      this.#isReading = false
    }
  }
}
