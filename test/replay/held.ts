import type { LedgerRecord } from '@pingting/contract'

/** Each kind of record a gate's ledger has, after two that it dropped. */
export const held = (exemptionId: string, at: string): LedgerRecord[] => [
  {
    ...{ kind: 'accepted', ledgerSeq: 3, exemptionId, freeMinutes: 60 },
    ...{ requestHash: 'c'.repeat(64), plate: '鲁F55555', acceptedAt: at },
  },
  { kind: 'unread', ledgerSeq: 4 },
  { kind: 'ended', ledgerSeq: 5, exemptionId, end: 'lapsed', endedAt: at },
  { kind: 'other', ledgerSeq: 6 },
]
