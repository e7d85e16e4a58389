/**
 * What the hub signs and the gate checks when an exemption is ordered. Both ends hash the very same text, so the text
 * is written once, here; hashing itself stays with whoever has a crypto library.
 */
export interface ExemptionOrder {
  /** UUIDv5 of evaluation, lot and plate revision: the idempotency key at the gate. */
  key: string
  siteId: string
  /** Normalised. */
  plate: string
  plateColour: number
  kind: 'time'
  freeMinutes: number
  notBefore: string
  notAfter: string
  maxUses: number
  stackRule: 'replace' | 'max' | 'sum' | 'reject'
}

/** The text under RequestHash (SHA-256, UTF-8). Never epoch or deadline: they differ between two sendings of one order. */
export const orderText = (o: ExemptionOrder): string =>
  JSON.stringify([
    o.key,
    o.siteId,
    o.plate,
    o.plateColour,
    o.kind,
    o.freeMinutes,
    Date.parse(o.notBefore),
    Date.parse(o.notAfter),
    o.maxUses,
    o.stackRule,
  ])

/** The text under the Mac of a grant (HMAC-SHA-256): the hash, the fencing epoch, the deadline of this sending. */
export const grantMacText = (requestHashHex: string, bridgeEpoch: number, submitDeadline: string): string =>
  `grant|${requestHashHex}|${bridgeEpoch}|${Date.parse(submitDeadline)}`

/** The text under the Mac of a revocation. */
export const revokeMacText = (key: string, grantKey: string, bridgeEpoch: number): string =>
  `revoke|${key}|${grantKey}|${bridgeEpoch}`
