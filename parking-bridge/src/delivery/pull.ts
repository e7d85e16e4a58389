import type { Answer, GateRecord } from '@pingting/contract'
import type { Lot } from '../lot/port.ts'
import { type Fault, type Log, noFault, type Time } from '../ports.ts'

/** A message to the hub may be 16 000 bytes; so many of the longest facts stay below. */
export const RECORDS_MAX = 24
/** A hint may be lost (a full event queue tells nobody), so the gate is asked now and then without one. */
const LOOK_ANYWAY_MS = 5_000
const RETRY_MS = 1_000

/** What the gate told, for the hub; the oldest number it still has where facts before it are missing. */
export interface GateTold {
  gateEpoch: string
  /** The epoch the hub has recorded, as far as it told us; empty before the first. */
  follows: string
  records: GateRecord[]
  oldestSeq?: number
}

/**
 * Carries the gate's facts to the hub, by the gate's own numbers, one batch at a time. The place is the hub's: this
 * process only remembers what the hub has answered.
 */
export class Puller {
  #lot: Lot
  #report: (told: GateTold) => Promise<Answer>
  #time: Time
  #log: Log
  #fault: Fault
  #place: { gateEpoch: string | undefined; seq: number } | undefined
  /** The last unreadable fact that was warned of: reading it again is no news. */
  #warned: { gateEpoch: string; seq: number } | undefined
  /** The ledger was read to its end, and the hub told so; after a restore an operator waits for that. */
  #toldEnd = false
  #running = false
  #again = false
  #callOff: () => void = () => undefined
  #stopped = false

  constructor(lot: Lot, report: (told: GateTold) => Promise<Answer>, time: Time, log: Log, fault: Fault = noFault) {
    this.#lot = lot
    this.#report = report
    this.#time = time
    this.#log = log
    this.#fault = fault
  }

  /** What the hub has recorded so far, as a snapshot tells it. */
  startFrom(gateEpoch: string | undefined, seq: number): void {
    this.#place = { gateEpoch, seq }
    this.#toldEnd = false
    this.wake()
  }

  /** There may be something to fetch. */
  wake(): void {
    this.#again = true
    if (!this.#running) void this.#run()
  }

  stop(): void {
    this.#stopped = true
    this.#callOff()
  }

  async #run(): Promise<void> {
    this.#running = true
    this.#callOff()
    let delayMs = LOOK_ANYWAY_MS
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false
        if (await this.#fetch()) this.#again = true
      }
    } catch (error) {
      this.#log.error({ err: error }, 'the facts of the gate could not be carried to the hub')
      delayMs = RETRY_MS
    }
    this.#running = false
    if (!this.#stopped) this.#callOff = this.#time.after(delayMs, () => this.wake())
  }

  /** @returns whether there may be more right away. */
  async #fetch(): Promise<boolean> {
    if (this.#place === undefined || !this.#lot.usable()) return false
    const { gateEpoch, seq } = this.#place
    // Another ledger counts from the beginning.
    const from = this.#lot.epoch() === gateEpoch ? seq : 0
    const told = await this.#lot.eventsSince(from, RECORDS_MAX)
    if (told.told !== 'answered') return false
    const { records, gateEpoch: tellsOf, oldestSeq } = told.answer
    const isNew = tellsOf !== gateEpoch
    if (isNew && from !== 0) return true
    const isLost = oldestSeq > from + 1
    if (isLost) this.#log.error({ from, oldestSeq }, 'the gate has dropped facts nobody recorded')
    this.#warnOfForeign(tellsOf, records)
    if (records.length === 0 && !isNew && !isLost && this.#toldEnd) return false
    if (records.length === 0) this.#toldEnd = true
    this.#fault('c14')
    const gap = isLost ? { oldestSeq } : {}
    const answer = await this.#report({ gateEpoch: tellsOf, follows: gateEpoch ?? '', records, ...gap })
    return this.#settle(answer, tellsOf, records.at(-1)?.gateSeq ?? Math.max(from, oldestSeq - 1))
  }

  #warnOfForeign(gateEpoch: string, records: readonly GateRecord[]): void {
    for (const record of records) {
      if (record.kind !== 'foreign') continue
      const { gateSeq, rawType } = record
      if (this.#warned?.gateEpoch === gateEpoch && gateSeq <= this.#warned.seq) continue
      this.#warned = { gateEpoch, seq: gateSeq }
      this.#log.warn({ gateEpoch, gateSeq, rawType }, 'a fact of the gate cannot be read; it is recorded as foreign')
    }
  }

  #settle(answer: Answer, gateEpoch: string, lastSeq: number): boolean {
    if (answer.ok) {
      this.#place = { gateEpoch, seq: lastSeq }
      return true
    }
    if (answer.code === 'lot.gap') {
      const told = Number(answer.about)
      const before = this.#place?.seq
      if (Number.isSafeInteger(told)) this.#place = { gateEpoch, seq: told }
      return told !== before
    }
    if (answer.code === 'lot.other-epoch' && answer.about !== this.#place?.gateEpoch) {
      this.#place = { gateEpoch: answer.about, seq: 0 }
      return true
    }
    this.#log.error({ code: answer.code }, 'the hub refused a report of the gate')
    return false
  }
}
