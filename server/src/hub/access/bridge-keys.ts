import { createHmac, timingSafeEqual } from 'node:crypto'

const tagOf = (key: Buffer, lotId: string): Buffer => createHmac('sha256', key).update(`bridge of ${lotId}`).digest()

/** What the bridge of one lot shows: `b1.lot.tag`, the tag being HMAC-SHA-256 in hex. It opens that lot and no other. */
export const bridgeCredentialOf = (key: Buffer, lotId: string): string =>
  `b1.${lotId}.${tagOf(key, lotId).toString('hex')}`

/** @returns the lot whose bridge shows this, or undefined for anything forged or edited. */
export function lotOfBridge(key: Buffer, credential: string): string | undefined {
  const [, lotId, tag] = /^b1\.([A-Za-z0-9][A-Za-z0-9._:-]{0,63})\.([0-9a-f]{64})$/.exec(credential) ?? []
  if (lotId === undefined || tag === undefined) return undefined
  return timingSafeEqual(Buffer.from(tag, 'hex'), tagOf(key, lotId)) ? lotId : undefined
}
