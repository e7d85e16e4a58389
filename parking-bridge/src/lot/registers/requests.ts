import { DataType, VariantArrayType, type VariantOptions } from 'node-opcua'
import { uint64 } from '../opcua/int64.ts'
import type { GrantSending, RevokeSending } from '../port.ts'
import { type Body, keyBytes, OPS, requestCrc } from './layout.ts'
import type { BodyName, SealName } from './nodes.ts'

const STACK_RULES = { replace: 0, max: 1, sum: 2, reject: 3 } as const

/** A request, with what a controller that has the registers for it can prove it by. */
export interface Request {
  body: Body
  seal: Partial<Record<SealName, VariantOptions>>
}

const NOTHING = { plate: '', minutes: 0, notAfterMs: 0, deadlineMs: 0 }

export function grantRequest({ order, submitDeadline, bridgeEpoch, requestHash, mac }: GrantSending): Request {
  return {
    body: { op: OPS.grant, deadlineMs: Date.parse(submitDeadline), ...orderBody(order) },
    seal: {
      ReqHash: bytes(Buffer.from(requestHash, 'hex')),
      ReqMac: bytes(Buffer.from(mac, 'hex')),
      ReqEpoch: uint64(bridgeEpoch),
      ReqSite: text(order.siteId),
      ReqColour: { dataType: DataType.Int32, value: order.plateColour },
      ReqNotBefore: time(Date.parse(order.notBefore)),
      ReqMaxUses: { dataType: DataType.UInt16, value: order.maxUses },
      ReqStackRule: { dataType: DataType.UInt16, value: STACK_RULES[order.stackRule] },
    },
  }
}

/** What of an order stands in the body, and makes up its sum. */
export const orderBody = ({ key, plate, freeMinutes, notAfter }: GrantSending['order']) => ({
  ...{ key, plate, minutes: freeMinutes },
  notAfterMs: Date.parse(notAfter),
})

export const revokeRequest = ({ key, grantKey, bridgeEpoch, mac }: RevokeSending): Request => ({
  body: { op: OPS.revoke, key: grantKey, ...NOTHING },
  seal: {
    ReqRevokeKey: bytes(keyBytes(key)),
    ReqMac: bytes(Buffer.from(mac, 'hex')),
    ReqEpoch: uint64(bridgeEpoch),
  },
})

export const queryRequest = (grantKey: string): Request => ({
  body: { op: OPS.query, key: grantKey, ...NOTHING },
  seal: {},
})

/** The body as its registers take it. @throws RangeError when a value does not fit. */
export const bodyValues = (body: Body, seq: number): Record<BodyName, VariantOptions> => ({
  ReqOp: { dataType: DataType.UInt16, value: body.op },
  ReqKey: bytes(keyBytes(body.key)),
  ReqPlate: text(body.plate),
  ReqMinutes: uint32(body.minutes),
  ReqNotAfter: time(body.notAfterMs),
  ReqDeadline: time(body.deadlineMs),
  ReqCrc: uint32(requestCrc(body, seq)),
})

export const uint32 = (value: number): VariantOptions => ({ dataType: DataType.UInt32, value })
const text = (value: string): VariantOptions => ({ dataType: DataType.String, value })
const bytes = (value: Buffer): VariantOptions => ({ dataType: DataType.ByteString, value })
const time = (ms: number): VariantOptions => ({
  dataType: DataType.DateTime,
  arrayType: VariantArrayType.Scalar,
  value: new Date(ms),
})
