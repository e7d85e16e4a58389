/** From the arguments of a method call to a command of the ledger, every value checked. */
import { grantMacText, orderText, revokeMacText } from '@pingting/contract/words/order'
import { parseVehicle } from '@pingting/contract/words/plates'
import type { Variant } from 'node-opcua'
import type { GrantCommand, RevokeCommand } from '../ledger.ts'
import { numberOf } from './int64.ts'
import { hashOf, macMatches } from './seal.ts'

const KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const MINUTES_MAX = 7 * 24 * 60
const USES_MAX = 100
const REASON_LENGTH_MAX = 200
const KINDS = ['time', 'amount', 'full'] as const
const STACK_RULES = ['replace', 'max', 'sum', 'reject'] as const

/** @returns undefined for arguments that no hub of ours would send: BadInvalidArgument, nothing ran. */
export function readGrant(inputs: Variant[], macKey: Buffer): GrantCommand | undefined {
  const [key, plate, colour, minutes, kind, notBefore, notAfter, deadline, uses, stack, site, hash, epoch, mac] = inputs
  const bridgeEpoch = numberOf(epoch!)
  const rule = STACK_RULES[stack!.value as number]
  const kindWord = KINDS[kind!.value as number]
  const times = [instant(notBefore!), instant(notAfter!), instant(deadline!)] as const
  if (bridgeEpoch === undefined || rule === undefined || kindWord === undefined || !isKey(key!.value)) return undefined
  if (!whole(minutes!.value, 1, MINUTES_MAX) || !whole(uses!.value, 1, USES_MAX)) return undefined
  if (times[0] === undefined || times[1] === undefined || times[2] === undefined || times[0] > times[1])
    return undefined
  if (!isNormalised(plate!.value) || typeof site!.value !== 'string') return undefined
  const requestHash = bytes(hash!).toString('hex')
  const shared = {
    plate: plate!.value as string,
    plateColour: colour!.value as number,
    freeMinutes: minutes!.value as number,
    notBefore: times[0],
    notAfter: times[1],
    maxUses: uses!.value as number,
  }
  // The hash is made over the words of the order; a kind this gate cannot do is hashed as it came, to be refused by name.
  const ordered = {
    key: key!.value as string,
    siteId: site!.value,
    kind: kindWord as 'time',
    stackRule: rule,
    ...shared,
  }
  const unsupported =
    kindWord !== 'time' ? 'KindUnsupported' : rule === 'max' || rule === 'reject' ? undefined : 'StackRuleUnsupported'
  return {
    order: { grantKey: ordered.key, requestHash, stackRule: rule === 'reject' ? 'reject' : 'max', ...shared },
    ...(unsupported === undefined ? {} : { unsupported }),
    siteId: site!.value,
    submitDeadline: times[2],
    bridgeEpoch,
    hashMatches: hashOf(orderText(ordered)) === requestHash,
    macMatches: macMatches(macKey, grantMacText(requestHash, bridgeEpoch, times[2]), bytes(mac!)),
  }
}

/** @returns undefined for malformed arguments. */
export function readRevoke(inputs: Variant[], macKey: Buffer): RevokeCommand | undefined {
  const [key, grantKey, reason, epoch, mac] = inputs
  const bridgeEpoch = numberOf(epoch!)
  if (bridgeEpoch === undefined || !isKey(key!.value) || !isKey(grantKey!.value)) return undefined
  if (typeof reason!.value !== 'string' || reason!.value.length > REASON_LENGTH_MAX) return undefined
  return {
    revokeKey: key!.value,
    grantKey: grantKey!.value,
    reason: reason!.value,
    bridgeEpoch,
    macMatches: macMatches(macKey, revokeMacText(key!.value, grantKey!.value, bridgeEpoch), bytes(mac!)),
  }
}

const isKey = (value: unknown): value is string => typeof value === 'string' && KEY.test(value)
const whole = (value: unknown, min: number, max: number): boolean =>
  Number.isInteger(value) && Number(value) >= min && Number(value) <= max
const isNormalised = (value: unknown): boolean => typeof value === 'string' && parseVehicle(value)?.normalised === value
const bytes = (variant: Variant): Buffer => (Buffer.isBuffer(variant.value) ? variant.value : Buffer.alloc(0))

function instant(variant: Variant): string | undefined {
  const value: unknown = variant.value
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : undefined
}
