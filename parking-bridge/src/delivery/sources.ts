import type { Answer, GateRecord, LedgerRecord } from '@pingting/contract'
import type { Lot, Told } from '../lot/port.ts'

/** What the gate told, for the hub; the oldest number it still has where some before it are missing. */
export interface GateTold<R> {
  gateEpoch: string
  /** The epoch the hub has recorded, as far as it told us; empty before the first. */
  follows: string
  records: R[]
  oldestSeq?: number
}

/** Something the gate numbers without gaps, and how the hub is told of it. */
export interface Source<R> {
  /** For the log. */
  name: string
  /** The hub is told that all was read, once after each snapshot: an operator may wait for that. */
  tellsEnd: boolean
  since(seq: number, max: number): Promise<Told<{ records: R[]; gateEpoch: string; oldestSeq: number }>>
  seqOf(record: R): number
  /** What is known of a record that cannot be read; undefined of any other. */
  unread(record: R): object | undefined
  report(told: GateTold<R>): Promise<Answer>
}

export const factsOf = (lot: Lot, report: Source<GateRecord>['report']): Source<GateRecord> => ({
  name: 'facts',
  tellsEnd: true,
  since: (seq, max) => lot.eventsSince(seq, max),
  seqOf: ({ gateSeq }) => gateSeq,
  unread: record => (record.kind === 'foreign' ? { gateSeq: record.gateSeq, rawType: record.rawType } : undefined),
  report,
})

export const ledgerOf = (lot: Lot, report: Source<LedgerRecord>['report']): Source<LedgerRecord> => ({
  name: 'ledger',
  tellsEnd: false,
  since: (seq, max) => lot.ledgerSince(seq, max),
  seqOf: ({ ledgerSeq }) => ledgerSeq,
  unread: ({ kind, ledgerSeq }) => (kind === 'unread' ? { ledgerSeq } : undefined),
  report,
})
