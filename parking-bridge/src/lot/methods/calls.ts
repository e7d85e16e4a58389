import { DataType, type Variant, VariantArrayType, type VariantOptions } from 'node-opcua'
import { gateReasonOf } from '../gate-reasons.ts'
import { asByteArray, bytesOf } from '../opcua/bytes.ts'
import { CallFailed, callFailed } from '../opcua/call-failed.ts'
import { numberOf, uint64 } from '../opcua/int64.ts'
import type { At } from '../opcua/life.ts'
import { isDone } from '../opcua/quality.ts'
import { epochOf } from '../opcua/state.ts'
import type {
  EventsAnswer,
  GrantAnswer,
  GrantSending,
  HeldState,
  LedgerAnswer,
  QueryAnswer,
  RevokeAnswer,
  RevokeSending,
} from '../port.ts'
import { OVERLAP_MAX, recordsOf } from './gate-records.ts'
import { ledgerRecordsOf } from './ledger-records.ts'
import type { GateNodes, Method } from './nodes.ts'

const OUTCOMES = ['Applied', 'AlreadyApplied', 'Conflict', 'Rejected'] as const
const REVOKE_OUTCOMES = ['Revoked', 'AlreadyRevoked', 'AlreadyConsumed', 'NotFound'] as const
const STATES: readonly HeldState[] = ['Pending', 'Active', 'PartlyUsed', 'Consumed', 'Expired', 'Revoked']
const KINDS = { time: 0 } as const
const STACK_RULES = { replace: 0, max: 1, sum: 2, reject: 3 } as const
/** A plate was corrected or two persons wrote the exemption off: the gate need not know which. */
const REVOKE_REASON = 'taken back by the hall'

type GateCalls = At<GateNodes>

export async function grant(gate: GateCalls, sending: GrantSending): Promise<GrantAnswer> {
  const { order } = sending
  const outputs = await call(gate, 'GrantExemption', [
    text(order.key),
    text(order.plate),
    enumeration(order.plateColour),
    { dataType: DataType.UInt32, value: order.freeMinutes },
    enumeration(KINDS[order.kind]),
    time(order.notBefore),
    time(order.notAfter),
    time(sending.submitDeadline),
    { dataType: DataType.UInt16, value: order.maxUses },
    enumeration(STACK_RULES[order.stackRule]),
    text(order.siteId),
    bytes(sending.requestHash),
    uint64(sending.bridgeEpoch),
    bytes(sending.mac),
  ])
  const outcome = wordOf(OUTCOMES, outputs[1]!)
  return {
    outcome,
    ...(outcome === 'Rejected' ? { reason: gateReasonOf(outputs[2]!.value as number) } : {}),
    storedHash: hexOf(outputs[3]!),
    ledgerSeq: numberOf(outputs[5]!),
    gateEpoch: gate.gateEpoch,
  }
}

export async function revoke(gate: GateCalls, sending: RevokeSending): Promise<RevokeAnswer> {
  const outputs = await call(gate, 'RevokeExemption', [
    text(sending.key),
    text(sending.grantKey),
    text(REVOKE_REASON),
    uint64(sending.bridgeEpoch),
    bytes(sending.mac),
  ])
  return { outcome: wordOf(REVOKE_OUTCOMES, outputs[0]!), ledgerSeq: numberOf(outputs[1]!) }
}

export async function query(gate: GateCalls, grantKey: string): Promise<QueryAnswer> {
  const outputs = await call(gate, 'QueryExemption', [text(grantKey)])
  if (outputs[0]!.value !== true) return { found: false, gateEpoch: gate.gateEpoch }
  return {
    found: true,
    state: wordOf(STATES, outputs[1]!),
    storedHash: hexOf(outputs[5]!),
    ledgerSeq: numberOf(outputs[6]!),
    gateEpoch: gate.gateEpoch,
  }
}

export async function eventsSince(gate: GateCalls, seq: number, max: number): Promise<EventsAnswer> {
  const from = Math.max(0, seq - OVERLAP_MAX)
  const maximum = { dataType: DataType.UInt32, value: max + seq - from }
  const outputs = await call(gate, 'GetEventsSince', [uint64(from), maximum])
  const oldestSeq = numberOf(outputs[2]!)
  return {
    records: recordsOf((outputs[0]!.value as string[] | null) ?? [], seq, Math.max(from + 1, oldestSeq)),
    oldestSeq,
    gateEpoch: epochOf(outputs[3]!.value),
  }
}

export async function ledgerSince(gate: GateCalls, seq: number, max: number): Promise<LedgerAnswer> {
  const method = gate.nodes.getLedgerSince
  if (method === undefined) throw new CallFailed('BadMethodInvalid', true)
  const outputs = await callMethod(gate, method, [uint64(seq), { dataType: DataType.UInt32, value: max }])
  const oldestSeq = numberOf(outputs[2]!)
  return {
    records: ledgerRecordsOf((outputs[0]!.value as string[] | null) ?? [], Math.max(seq + 1, oldestSeq)),
    oldestSeq,
    gateEpoch: epochOf(outputs[3]!.value),
  }
}

const call = (gate: GateCalls, name: keyof GateNodes['methods'], inputs: VariantOptions[]): Promise<Variant[]> =>
  callMethod(gate, gate.nodes.methods[name], inputs)

async function callMethod(gate: GateCalls, method: Method, inputs: VariantOptions[]): Promise<Variant[]> {
  const { objectId, methodId, byteArrays } = method
  const inputArguments = inputs.map((value, place) => (byteArrays?.has(place) === true ? asByteArray(value) : value))
  const request = { objectId, methodId, inputArguments }
  const result = await gate.session.call(request).catch((error: unknown) => {
    throw callFailed(error)
  })
  if (!isDone(result.statusCode)) throw new CallFailed(result.statusCode.name, true)
  return result.outputArguments ?? []
}

/** An answer outside the model's words may still have run. */
function wordOf<W extends string>(words: readonly W[], variant: Variant): W {
  const word = words[variant.value as number]
  if (word === undefined) throw new CallFailed('BadUnexpectedError', true)
  return word
}

const text = (value: string): VariantOptions => ({ dataType: DataType.String, value })
const enumeration = (value: number): VariantOptions => ({ dataType: DataType.Int32, value })
const bytes = (hex: string): VariantOptions => ({ dataType: DataType.ByteString, value: Buffer.from(hex, 'hex') })
const time = (at: string): VariantOptions => ({
  dataType: DataType.DateTime,
  arrayType: VariantArrayType.Scalar,
  value: new Date(at),
})
const hexOf = ({ value }: Variant): string => Buffer.from(bytesOf(value)).toString('hex')
