import type { Answer } from '@pingting/contract'
import type { Lot } from '../lot/port.ts'
import { type Fault, type Log, noFault, type Time } from '../ports.ts'
import type { Source } from './sources.ts'

/** A message to the hub may be 16 000 bytes; so many of the longest facts stay below. */
export const RECORDS_MAX = 20
/** A hint may be lost (a full event queue tells nobody), so the gate is asked now and then without one. */
const LOOK_ANYWAY_MS = 5_000
const RETRY_MS = 1_000
/** A gate that has just started may not have read its records yet: what it calls gone is asked for again for so long. */
const BELIEVED_AFTER_MS = 10_000

/**
 * Carries what the gate numbers to the hub, facts or ledger, by the gate's own numbers, one batch at a time. The place is the hub's: this
 * process only remembers what the hub has answered.
 */
export class Puller<R> {
  #lot: Lot
  #source: Source<R>
  #time: Time
  #log: Log
  #fault: Fault
  #place: { gateEpoch: string | undefined; seq: number } | undefined
  /** What the gate calls gone, from where on, and since when. */
  #gone: { gateEpoch: string; from: number; sinceMs: number } | undefined
  /** The last unreadable fact that was warned of: reading it again is no news. */
  #warned: { gateEpoch: string; seq: number } | undefined
  /** The ledger was read to its end, and the hub told so; after a restore an operator waits for that. */
  #toldEnd = false
  #running = false
  #again = false
  #callOff: () => void = () => undefined
  #stopped = false

  constructor(lot: Lot, source: Source<R>, time: Time, log: Log, fault: Fault = noFault) {
    this.#lot = lot
    this.#source = source
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
      this.#log.error({ err: error, what: this.#source.name }, 'what the gate tells could not be carried to the hub')
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
    const told = await this.#source.since(from, RECORDS_MAX)
    if (told.told !== 'answered') return false
    const { records, gateEpoch: tellsOf, oldestSeq } = told.answer
    const isNew = tellsOf !== gateEpoch
    if (isNew && from !== 0) return true
    const isLost = oldestSeq > from + 1
    if (!isLost) this.#gone = undefined
    else if (!this.#isBelieved(tellsOf, from, oldestSeq)) return false
    else this.#log.error({ what: this.#source.name, from, oldestSeq }, 'the gate has dropped what nobody recorded')
    this.#warnOfUnread(tellsOf, records)
    if (records.length === 0 && !isNew && !isLost && (this.#toldEnd || !this.#source.tellsEnd)) return false
    if (records.length === 0) this.#toldEnd = true
    this.#fault('c14')
    const gap = isLost ? { oldestSeq } : {}
    const last = records.at(-1)
    const lastSeq = last === undefined ? Math.max(from, oldestSeq - 1) : this.#source.seqOf(last)
    const answer = await this.#source.report({ gateEpoch: tellsOf, follows: gateEpoch ?? '', records, ...gap })
    return this.#settle(answer, tellsOf, lastSeq)
  }

  /** Fetched again from where the gap begins, until the gate has said for a while that it is not to be had. */
  #isBelieved(gateEpoch: string, from: number, oldestSeq: number): boolean {
    const now = this.#time.wallMs()
    if (this.#gone?.gateEpoch !== gateEpoch || this.#gone.from !== from) {
      this.#gone = { gateEpoch, from, sinceMs: now }
      this.#log.warn({ what: this.#source.name, from, oldestSeq }, 'the gate lacks what nobody recorded; asking again')
    }
    return now - this.#gone.sinceMs >= BELIEVED_AFTER_MS
  }

  #warnOfUnread(gateEpoch: string, records: readonly R[]): void {
    const { seqOf, unread } = this.#source
    for (const record of records) {
      const known = unread(record)
      if (known === undefined) continue
      const seq = seqOf(record)
      if (this.#warned?.gateEpoch === gateEpoch && seq <= this.#warned.seq) continue
      this.#warned = { gateEpoch, seq }
      this.#log.warn({ gateEpoch, ...known }, 'what the gate tells here cannot be read; it is recorded as foreign')
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
