import type { GateReason } from '@pingting/contract'
import type { Wish } from '../reactions/world.ts'

/** What the bridge in office may tell of an exemption. */
export const gateWords = (exemptionId: string) => ({
  confirm: { type: 'exemption.confirm', bridgeEpoch: 1, exemptionId, gateEpoch: 'g1', ledgerSeq: 1 } as Wish,
  refuse: { type: 'exemption.refuse', bridgeEpoch: 1, exemptionId, reason: 'STORE_FULL' as GateReason } as Wish,
  doubt: { type: 'exemption.doubt', bridgeEpoch: 1, exemptionId } as Wish,
  freeze: { type: 'exemption.freeze', bridgeEpoch: 1, exemptionId } as Wish,
  revoke: { type: 'exemption.recordRevocation', bridgeEpoch: 1, exemptionId, outcome: 'Revoked' } as Wish,
  consumed: { type: 'exemption.recordRevocation', bridgeEpoch: 1, exemptionId, outcome: 'AlreadyConsumed' } as Wish,
})
