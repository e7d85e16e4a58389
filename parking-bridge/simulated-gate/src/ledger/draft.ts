import type { Instant } from '@pingting/contract/words/time'
import type { Commit, EventBody, GateEvent, LedgerRecord, RecordBody } from './entries.ts'
import type { Ledger } from './state.ts'

/** Numbers what a decision writes down. The ledger itself changes only when the finished commit is applied. */
export interface Draft {
  record(body: RecordBody): void
  event(body: EventBody): void
  readonly ledgerSeq: number
  readonly commit: Commit
}

export function draftOn(ledger: Ledger, at: Instant): Draft {
  const commit: Commit = { records: [], events: [] }
  return {
    record: body =>
      void commit.records.push({
        ledgerSeq: ledger.ledgerSeq + commit.records.length + 1,
        at,
        ...body,
      } as LedgerRecord),
    event: body =>
      void commit.events.push({ sequenceNumber: ledger.eventSeq + commit.events.length + 1, at, ...body } as GateEvent),
    get ledgerSeq() {
      return ledger.ledgerSeq + commit.records.length
    },
    commit,
  }
}

/** What a command did, and what its caller is told. */
export interface Decision<Answer> {
  commit: Commit
  answer: Answer
}

/** A wish of the world outside that the gate cannot follow (a car that is not there), with a stable code. */
export interface Refusal {
  refused: string
}
