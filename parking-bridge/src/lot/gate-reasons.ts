import type { GateReason } from '@pingting/contract'

/** ReasonCode of the information model (nodeset/parking-gate.xml) by its number: its name there, and a word of the house. */
const reasons: Readonly<Record<number, readonly [name: string, reason?: GateReason]>> = {
  0: ['None'],
  1: ['DeadlinePassed', 'DEADLINE_PASSED'],
  2: ['AlreadyLeft', 'ALREADY_LEFT'],
  3: ['AlreadyPaid', 'ALREADY_PAID'],
  4: ['ClassExcluded', 'CLASS_EXCLUDED'],
  5: ['Expired', 'EXPIRED'],
  6: ['BadMac', 'BAD_MAC'],
  7: ['FencedEpoch', 'FENCED_EPOCH'],
  8: ['StoreFull', 'STORE_FULL'],
  9: ['BadHash'],
  10: ['Revoked'],
  11: ['KindUnsupported'],
  12: ['StackRuleUnsupported', 'STACK_REJECTED'],
  13: ['StackRefused', 'STACK_REJECTED'],
  14: ['WrongSite'],
  15: ['Superseded', 'STACK_REJECTED'],
  16: ['NotYetValid'],
}

/** A vendor may add codes: one that we do not know is an order the gate calls invalid. */
export const gateReasonOf = (reasonCode: number): GateReason => reasons[reasonCode]?.[1] ?? 'INVALID'

export const reasonNameOf = (reasonCode: number): string => reasons[reasonCode]?.[0] ?? `Reason${reasonCode}`
