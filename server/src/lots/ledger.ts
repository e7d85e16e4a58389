import { type CommandOf, type Decision, type Event, type Instant, type LedgerRecord, refuse } from '@pingting/contract'

/**
 * What the gate holds, by the numbers of its ledger. Records told again are dropped; a ledger of another epoch counts
 * from the start, and so do we. A run of records that are of no concern leaves one word at most: how far was read.
 * @param recorded the last record that is recorded, absent before the first
 */
export function recordLedger(
  { gateEpoch, follows, records, oldestSeq = 0 }: CommandOf<'lot.recordLedger'>,
  recorded: { gateEpoch: string; ledgerSeq: number } | undefined,
  at: Instant,
): Decision {
  const stands = recorded?.gateEpoch ?? ''
  const anew = gateEpoch !== stands
  if (anew && follows !== undefined && follows !== stands) return refuse('lot.other-epoch', stands)
  const head = { v: 1, at, gateEpoch } as const
  const events: Event[] = []
  let last = recorded === undefined || anew ? 0 : recorded.ledgerSeq
  if (oldestSeq > last + 1) {
    events.push({ type: 'ledger.missed', ...head, from: last + 1, to: oldestSeq - 1 })
    last = oldestSeq - 1
  }
  let told = last
  for (const record of records) {
    const { ledgerSeq } = record
    if (ledgerSeq <= last) continue
    if (ledgerSeq !== last + 1) return refuse('lot.gap', String(last))
    last = ledgerSeq
    if (record.kind === 'other') continue
    told = last
    events.push(eventOf(record, head))
  }
  if (last > told) events.push({ type: 'ledger.passed', ...head, ledgerSeq: last })
  return events
}

function eventOf(
  record: Exclude<LedgerRecord, { kind: 'other' }>,
  head: { v: 1; at: Instant; gateEpoch: string },
): Event {
  switch (record.kind) {
    case 'accepted': {
      const { kind: _kind, ...fact } = record
      return { type: 'ledger.accepted', ...head, ...fact }
    }
    case 'ended': {
      const { kind: _kind, ...fact } = record
      return { type: 'ledger.ended', ...head, ...fact }
    }
    case 'unread':
      return { type: 'ledger.missed', ...head, from: record.ledgerSeq, to: record.ledgerSeq }
  }
}
