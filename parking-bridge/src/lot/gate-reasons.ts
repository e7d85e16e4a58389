import type { GateReason } from '@pingting/contract'

/** ReasonCode of the information model (nodeset/parking-gate.xml), by its number, in the words of the house. */
const reasons: Readonly<Record<number, GateReason>> = {
  1: 'DEADLINE_PASSED',
  2: 'ALREADY_LEFT',
  3: 'ALREADY_PAID',
  4: 'CLASS_EXCLUDED',
  5: 'EXPIRED',
  6: 'BAD_MAC',
  7: 'FENCED_EPOCH',
  8: 'STORE_FULL',
  12: 'STACK_REJECTED',
  13: 'STACK_REJECTED',
  15: 'STACK_REJECTED',
}

/** A vendor may add codes: one that we do not know is an order the gate calls invalid. */
export const gateReasonOf = (reasonCode: number): GateReason => reasons[reasonCode] ?? 'INVALID'
