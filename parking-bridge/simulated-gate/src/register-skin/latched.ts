import { DataType, Variant, VariantArrayType } from 'node-opcua'
import type { GrantCommand, Ledger, RevokeCommand } from '../ledger.ts'
import { readGrant, readRevoke } from '../opcua-skin/orders.ts'
import type { Registers } from './registers.ts'
import { type Body, keyOf, orderSum } from './sums.ts'

/** What a controller without a seal takes an order for: nobody tells it more. */
const PLAIN = { colour: 0, maxUses: 1, stackRule: 1 }
const REVOKE_REASON = 'taken back through the registers'

/** The body as it stands in the registers now, in one turn of the program. */
export const bodyIn = (registers: Registers): Body => ({
  op: Number(registers.get('ReqOp')),
  key: bytes(registers.get('ReqKey')),
  plate: String(registers.get('ReqPlate') ?? ''),
  minutes: Number(registers.get('ReqMinutes')),
  notAfterMs: msOf(registers.get('ReqNotAfter')),
  deadlineMs: msOf(registers.get('ReqDeadline')),
})

/** An order with its seal, as the same call of a method would be. @returns undefined for values no hub would send. */
export const sealedGrant = (registers: Registers, body: Body, macKey: Buffer): GrantCommand | undefined =>
  readGrant(
    [
      ...[text(keyOf(body.key)), text(body.plate), registers.variant('ReqColour')],
      ...[number(body.minutes), number(0), registers.variant('ReqNotBefore'), time(body.notAfterMs)],
      ...[time(body.deadlineMs), registers.variant('ReqMaxUses'), registers.variant('ReqStackRule')],
      ...[registers.variant('ReqSite'), registers.variant('ReqHash'), registers.variant('ReqEpoch')],
      registers.variant('ReqMac'),
    ],
    macKey,
  )

/** An order that nothing proves: whoever has a session is believed, and the sum stands for the hash. */
export function plainGrant(body: Body, { policy, bridgeEpoch }: Ledger, nowMs: number): GrantCommand | undefined {
  const command = readGrant(
    [
      ...[text(keyOf(body.key)), text(body.plate), number(PLAIN.colour), number(body.minutes), number(0)],
      ...[time(Math.min(nowMs, body.notAfterMs)), time(body.notAfterMs), time(body.deadlineMs)],
      ...[number(PLAIN.maxUses), number(PLAIN.stackRule), text(policy.siteId)],
      ...[new Variant(), new Variant({ dataType: DataType.UInt64, value: [0, 0], ...SCALAR }), new Variant()],
    ],
    Buffer.alloc(0),
  )
  if (command === undefined) return undefined
  const requestHash = orderSum(body).toString(16).padStart(8, '0')
  return { ...command, order: { ...command.order, requestHash }, bridgeEpoch, hashMatches: true, macMatches: true }
}

export const sealedRevoke = (registers: Registers, body: Body, macKey: Buffer): RevokeCommand | undefined =>
  readRevoke(
    [
      ...[text(keyOf(bytes(registers.get('ReqRevokeKey')))), text(keyOf(body.key)), text(REVOKE_REASON)],
      ...[registers.variant('ReqEpoch'), registers.variant('ReqMac')],
    ],
    macKey,
  )

export const plainRevoke = (body: Body, { bridgeEpoch }: Ledger): RevokeCommand => {
  const grantKey = keyOf(body.key)
  return { revokeKey: grantKey, grantKey, reason: REVOKE_REASON, bridgeEpoch, macMatches: true }
}

const SCALAR = { arrayType: VariantArrayType.Scalar }
const bytes = (value: unknown): Buffer => (Buffer.isBuffer(value) ? value : Buffer.alloc(0))
const msOf = (value: unknown): number => (value instanceof Date ? value.getTime() : 0)
const text = (value: string): Variant => new Variant({ dataType: DataType.String, value })
const number = (value: number): Variant => new Variant({ dataType: DataType.UInt32, value })
const time = (ms: number): Variant => new Variant({ dataType: DataType.DateTime, value: new Date(ms), ...SCALAR })
