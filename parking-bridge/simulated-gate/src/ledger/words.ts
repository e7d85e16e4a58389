/** The enumerations of the information model, with the values that travel (nodeset/parking-gate.xml). */
export const GrantOutcome = { Applied: 0, AlreadyApplied: 1, Conflict: 2, Rejected: 3 } as const
export type GrantOutcome = keyof typeof GrantOutcome

export const RevokeOutcome = { Revoked: 0, AlreadyRevoked: 1, AlreadyConsumed: 2, NotFound: 3 } as const
export type RevokeOutcome = keyof typeof RevokeOutcome

/** Pending waits for its stay, Active is bound to one. */
export const ExemptionState = { Pending: 0, Active: 1, PartlyUsed: 2, Consumed: 3, Expired: 4, Revoked: 5 } as const
export type ExemptionState = keyof typeof ExemptionState

export const ReasonCode = {
  None: 0,
  DeadlinePassed: 1,
  AlreadyLeft: 2,
  AlreadyPaid: 3,
  ClassExcluded: 4,
  Expired: 5,
  BadMac: 6,
  FencedEpoch: 7,
  StoreFull: 8,
  BadHash: 9,
  Revoked: 10,
  KindUnsupported: 11,
  StackRuleUnsupported: 12,
  StackRefused: 13,
  WrongSite: 14,
  Superseded: 15,
  NotYetValid: 16,
} as const
export type ReasonCode = keyof typeof ReasonCode
