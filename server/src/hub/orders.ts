import { type Actor, type ExemptionOrder, type Refusal, refuse, type SignRequest } from '@pingting/contract'
import { type Exemption, isOpen } from '../exemptions/claim.ts'
import type { ExemptionRecord, ExemptionStore } from '../exemptions/store.ts'
import { orderOf } from '../exemptions/view.ts'
import { isTakenBack } from '../lots/phantoms.ts'
import type { Hub } from './dispatch.ts'
import { type Keys, unseal } from './journal/keys.ts'
import type { Signer } from './signer.ts'

export interface Orders {
  /** Signs one sending of an order, or of its revocation, for the bridge that asks. */
  sign(request: SignRequest, actor: Actor): object | Refusal
  ofDay(hallId: string, businessDay: string): Promise<object[]>
}

interface Found {
  exemption: Exemption
  isUsed: boolean
  order: ExemptionOrder
}

/**
 * Signs what the bridge is about to send: only for the bridge in office, and only for an open exemption of its lot of which
 * the lot has recorded no use. The hall may be about to book that use, and a gate that lost its ledger knows nothing of it.
 * What no hall has granted is signed for only to take it back, where the books have found it at the gate.
 */
export function openOrders(hub: Hub, signer: Signer, store: ExemptionStore, keys: Keys): Orders {
  function find(lotId: string, exemptionId: string, bridgeEpoch: number): Found | 'phantom' | Refusal {
    const lot = hub.stream('lot', lotId)?.peek()
    if (lot === undefined) return refuse('lot.unknown')
    if (lot.restored !== undefined) return refuse('lot.awaits-sign-off')
    if (lot.bridgeEpoch !== bridgeEpoch) return refuse('lot.fenced', String(lot.bridgeEpoch))
    for (const { state } of hub.states('hall')) {
      const exemption = state.exemptions.exemptions.get(exemptionId)
      if (exemption === undefined) continue
      if (exemption.lotId !== lotId) return refuse('exemption.unknown')
      const isUsed = [...lot.honoured.values()].some(use => use.exemptionId === exemptionId)
      return { exemption, isUsed, order: orderOf(state.exemptions, exemptionId)! }
    }
    return isTakenBack(lot, exemptionId) ? 'phantom' : refuse('exemption.unknown')
  }

  return {
    sign(request, actor) {
      const { lotId, exemptionId, bridgeEpoch } = request
      if (actor.kind !== 'bridge' || !actor.lotIds.includes(lotId)) return refuse('access.denied')
      const found = find(lotId, exemptionId, bridgeEpoch)
      if (found === 'phantom')
        return request.op === 'revoke'
          ? signer.revoke(request.key, exemptionId, bridgeEpoch)
          : refuse('exemption.unknown')
      if ('refused' in found) return found
      const { exemption, order, isUsed } = found
      if (request.op === 'revoke')
        return exemption.revoking ? signer.revoke(request.key, exemptionId, bridgeEpoch) : refuse('exemption.ended')
      if (isUsed || !isOpen(exemption)) return refuse('exemption.ended')
      return { order, ...signer.grant(order, bridgeEpoch, request.submitDeadline) }
    },
    ofDay: async (hallId, businessDay) =>
      (await store.ofDay(hallId, businessDay)).map(record => withPlate(record, keys)),
  }
}

function withPlate({ plate, ...record }: ExemptionRecord, keys: Keys): object {
  const key = keys.find(plate.key)
  return { ...record, plate: key === undefined ? 'erased' : unseal(key, plate.sealed, `${plate.key}|plate`) }
}
