import { createHash } from 'node:crypto'
import type { GateRecord, Instant, LedgerRecord } from '@pingting/contract'
import { pushesOf } from '../../../parking-bridge/simulated-gate/src/coupon-skin/pushes.ts'
import {
  apply,
  beginLedger,
  type Commit,
  type Decision,
  type GateEvent,
  type Ledger,
  pageAfter,
} from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import { Ring } from '../../../parking-bridge/simulated-gate/src/register-skin/ring.ts'
import { HALL_TARIFF } from '../../../parking-bridge/simulated-gate/src/tariff.ts'
import { Inbox } from '../../../parking-bridge/src/lot/coupons/inbox.ts'
import { factOf } from '../../../parking-bridge/src/lot/coupons/pushes.ts'
import { OVERLAP_MAX, recordsOf } from '../../../parking-bridge/src/lot/methods/gate-records.ts'
import { ledgerRecordsOf } from '../../../parking-bridge/src/lot/methods/ledger-records.ts'
import { recordsIn } from '../../../parking-bridge/src/lot/registers/ring.ts'

export const PROFILES = ['methods', 'registers', 'coupons'] as const
export type Profile = (typeof PROFILES)[number]

export interface GateFacts {
  records: GateRecord[]
  /** Facts before this number are no longer to be had. */
  oldestSeq: number
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/**
 * The gate of a car park: the ledger of the simulated gate, and what the product's bridge reads of it in one of three
 * ways. Facts of a controller are its own texts or slots, those of a platform its pushes.
 */
export class Gate {
  readonly profile: Profile
  readonly ledger: Ledger
  /** By stay: what arrives of a fact is another thing than what happened. */
  readonly twists = new Map<string, (record: GateRecord) => GateRecord>()
  /** Stays of which a platform pushes nothing more. */
  readonly silent = new Set<string>()
  #inbox = new Inbox()
  /** Events up to here were pushed. */
  #pushed = 0

  constructor(profile: Profile, siteId: string, now: Instant) {
    this.profile = profile
    this.ledger = beginLedger({ siteId, tariff: HALL_TARIFF, capacity: 10_000 }, `${siteId}-1`, now).ledger
  }

  /** @param change of what is written down */
  run<A>(decide: (ledger: Ledger) => Decision<A>, change: (commit: Commit) => Commit = commit => commit): A {
    const { commit, answer } = decide(this.ledger)
    apply(this.ledger, change(commit))
    return answer
  }

  /** Writes down what its rules would not: with the next number, and what it does to the ledger. */
  write(
    ...events: (GateEvent extends infer E ? (E extends GateEvent ? Omit<E, 'sequenceNumber'> : never) : never)[]
  ): void {
    for (const event of events)
      apply(this.ledger, { records: [], events: [{ ...event, sequenceNumber: this.ledger.eventSeq + 1 } as GateEvent] })
  }

  /** Tells something once more, under a new number. */
  repeat(isMeant: (event: GateEvent) => boolean): void {
    if (this.profile === 'coupons') {
      // The bridge was started anew before the platform heard that it was taken: it tells what it told last again.
      this.#inbox = new Inbox()
      this.#push(event => event.sequenceNumber <= this.#pushed && isMeant(event), 0)
      return
    }
    for (const event of this.ledger.events.filter(isMeant)) {
      const sequenceNumber = this.ledger.eventSeq + 1
      this.ledger.events.push({ ...event, sequenceNumber })
      this.ledger.eventSeq = sequenceNumber
    }
  }

  /** Its memory of facts came round: what nobody has fetched is gone. */
  forget(): void {
    this.ledger.events.length = 0
  }

  facts(seq: number, max: number): GateFacts {
    const { records, oldestSeq } = this[this.profile](seq, max)
    const told = records.map(one => ('stayId' in one ? this.twists.get(one.stayId) : undefined)?.(one) ?? one)
    return { records: told, oldestSeq }
  }

  /** Only a controller with methods tells its ledger. */
  ledgerSince(seq: number, max: number): LedgerRecord[] | undefined {
    if (this.profile !== 'methods') return undefined
    const { records, ledgerSeq } = this.ledger
    const { entries } = pageAfter(records, record => record.ledgerSeq, seq, max, ledgerSeq)
    return ledgerRecordsOf(
      entries.map(entry => JSON.stringify(entry)),
      seq + 1,
    )
  }

  methods(seq: number, max: number): GateFacts {
    const { events, eventSeq } = this.ledger
    const from = Math.max(0, seq - OVERLAP_MAX)
    const page = pageAfter(events, event => event.sequenceNumber, from, max + seq - from, eventSeq)
    const texts = page.entries.map(entry => JSON.stringify(entry))
    const oldestSeq = page.oldestAvailableSeq
    return { records: recordsOf(texts, seq, Math.max(from + 1, oldestSeq)), oldestSeq }
  }

  registers(seq: number, max: number): GateFacts {
    const { events, eventSeq } = this.ledger
    const oldestSeq = events[0]?.sequenceNumber ?? eventSeq + 1
    const ring = new Ring(1)
    const records: GateRecord[] = []
    for (let index = Math.max(0, seq + 1 - oldestSeq); index < events.length && records.length < max; index += 1) {
      ring.put(events, index)
      records.push(...recordsIn(ring.slots, events[index]!.sequenceNumber))
    }
    return { records, oldestSeq }
  }

  coupons(seq: number, max: number): GateFacts {
    this.#push(() => true, this.#pushed)
    this.#pushed = this.ledger.eventSeq
    return this.#inbox.since(seq, max)
  }

  #push(isMeant: (event: GateEvent) => boolean, after: number): void {
    const { events } = this.ledger
    const first = events[0]?.sequenceNumber ?? 1
    for (let index = Math.max(0, after + 1 - first); index < events.length; index += 1) {
      const event = events[index]!
      const pushes = isMeant(event) && !this.silent.has(event.stayId) ? pushesOf(events, index) : []
      for (const { path, fields } of pushes) {
        const fact = factOf(path, fields, md5)
        if (fact !== undefined) this.#inbox.take(fact)
      }
    }
  }
}
