import { createHash, createHmac, createSecretKey } from 'node:crypto'
import { type ExemptionOrder, grantMacText, orderText, revokeMacText } from '@pingting/contract'

/** Signs orders for the gate, so that whoever has a session at the gate still cannot grant without the hub. */
export interface Signer {
  grant(order: ExemptionOrder, bridgeEpoch: number, submitDeadline: string): { requestHash: string; mac: string }
  revoke(key: string, grantKey: string, bridgeEpoch: number): { mac: string }
}

export function openSigner(key: Buffer): Signer {
  // A key object once, not one for every order.
  const macKey = createSecretKey(key)
  const mac = (text: string): string => createHmac('sha256', macKey).update(text).digest('hex')
  return {
    grant(order, bridgeEpoch, submitDeadline) {
      const requestHash = createHash('sha256').update(orderText(order)).digest('hex')
      return { requestHash, mac: mac(grantMacText(requestHash, bridgeEpoch, submitDeadline)) }
    },
    revoke: (revokeKey, grantKey, bridgeEpoch) => ({ mac: mac(revokeMacText(revokeKey, grantKey, bridgeEpoch)) }),
  }
}
