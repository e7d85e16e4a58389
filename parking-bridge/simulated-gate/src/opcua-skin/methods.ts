/**
 * The methods of ExemptionStore. A handler that throws becomes BadInternalError, after which a client cannot know
 * whether it ran: so each one catches, logs, and tells apart what certainly did not run.
 */
import {
  DataType,
  type ISessionContext,
  type MethodFunctorA,
  StatusCodes,
  type UAMethod,
  type UAObject,
  type Variant,
  VariantArrayType,
  type VariantOptions,
} from 'node-opcua'
import { GateBusy, type GateController } from '../controller.ts'
import {
  decideGrant,
  decideRevoke,
  ExemptionState,
  type GrantAnswer,
  GrantOutcome,
  pageAfter,
  queryExemption,
  queryPlate,
  ReasonCode,
  RevokeOutcome,
} from '../ledger.ts'
import type { Logger } from '../log.ts'
import { type Switches, Unanswered, underFaults } from '../world/switches.ts'
import { int64Fen, numberOf, uint64 } from './int64.ts'
import { readGrant, readRevoke } from './orders.ts'

export interface MethodsOf {
  controller: GateController
  switches: Switches
  macKey: Buffer
  log: Logger
  crash: () => void
  /** Or its cameras do. */
  tellsConfidence: boolean
}

type Answer = Awaited<ReturnType<MethodFunctorA>>

export function bindMethods(store: UAObject, gate: MethodsOf): void {
  bind(store, 'GrantExemption', inputs => grantExemption(inputs, gate), gate.log)
  bind(store, 'RevokeExemption', inputs => revokeExemption(inputs, gate), gate.log)
  bind(store, 'QueryExemption', inputs => askExemption(inputs, gate), gate.log)
  bind(store, 'QueryPlate', inputs => askPlate(inputs, gate), gate.log)
  bind(store, 'GetLedgerSince', inputs => page(inputs, gate, 'ledger'), gate.log)
  bind(store, 'GetEventsSince', inputs => page(inputs, gate, 'events'), gate.log)
}

function bind(store: UAObject, name: string, carryOut: (inputs: Variant[]) => Promise<Answer>, log: Logger): void {
  const method = store.getMethodByName(name) as UAMethod | null
  if (method === null) throw new Error(`the information model has no method ${name}`)
  // node-opcua counts the parameters: two, or it takes the function for one with a callback.
  method.bindMethod(async (inputs: Variant[], _context: ISessionContext) => {
    try {
      return await carryOut(inputs)
    } catch (error) {
      if (error instanceof GateBusy) return { statusCode: StatusCodes.BadTooManyOperations }
      if (error instanceof Unanswered) return { statusCode: StatusCodes.BadTimeout }
      log.error({ err: error, method: name }, 'a method failed; it may have run')
      return { statusCode: StatusCodes.BadInternalError }
    }
  })
}

async function grantExemption(inputs: Variant[], gate: MethodsOf): Promise<Answer> {
  const command = readGrant(inputs, gate.macKey)
  if (command === undefined) return { statusCode: StatusCodes.BadInvalidArgument }
  const answer: GrantAnswer = await underFaults(
    gate.switches,
    () => gate.controller.execute((ledger, now) => decideGrant(ledger, command, now)),
    gate.crash,
  )
  const { grantKey, plate } = command.order
  gate.log.info({ grantKey, plate, outcome: answer.outcome, reasonCode: answer.reasonCode }, 'GrantExemption')
  return good(
    text(answer.grantId),
    enumeration(GrantOutcome[answer.outcome]),
    uint32(ReasonCode[answer.reasonCode]),
    hash(answer.storedHash),
    time(answer.acceptedAt),
    uint64(answer.ledgerSeq),
  )
}

async function revokeExemption(inputs: Variant[], gate: MethodsOf): Promise<Answer> {
  const command = readRevoke(inputs, gate.macKey)
  if (command === undefined) return { statusCode: StatusCodes.BadInvalidArgument }
  const answer = await underFaults(
    gate.switches,
    () => gate.controller.execute((ledger, now) => decideRevoke(ledger, command, now)),
    gate.crash,
  )
  gate.log.info({ grantKey: command.grantKey, ...answer }, 'RevokeExemption')
  if ('denied' in answer) return { statusCode: StatusCodes.BadUserAccessDenied, statusText: answer.denied }
  return good(enumeration(RevokeOutcome[answer.outcome]), uint64(answer.ledgerSeq))
}

async function askExemption(inputs: Variant[], gate: MethodsOf): Promise<Answer> {
  const answer = await gate.controller.read((ledger, now) => queryExemption(ledger, String(inputs[0]!.value), now))
  return good(
    { dataType: DataType.Boolean, value: answer.found },
    enumeration(ExemptionState[answer.state]),
    uint32(answer.minutesUsed),
    int64Fen(answer.waivedFen),
    time(answer.exitedAt),
    hash(answer.storedHash),
    uint64(answer.ledgerSeq),
  )
}

async function askPlate(inputs: Variant[], gate: MethodsOf): Promise<Answer> {
  const answer = await gate.controller.read((ledger, now) => queryPlate(ledger, String(inputs[0]!.value), now))
  return good(
    { dataType: DataType.Boolean, value: answer.openStay },
    text(answer.stayId),
    time(answer.enteredAt),
    int64Fen(answer.feeDueFen),
    texts(answer.activeGrants),
  )
}

async function page(inputs: Variant[], gate: MethodsOf, which: 'ledger' | 'events'): Promise<Answer> {
  const fromSeq = numberOf(inputs[0]!)
  if (fromSeq === undefined) return { statusCode: StatusCodes.BadInvalidArgument }
  const max = inputs[1]!.value as number
  const answer = await gate.controller.read(ledger => ({
    controllerEpoch: ledger.controllerEpoch,
    ...(which === 'ledger'
      ? pageAfter<unknown>(ledger.records, seqOf('ledgerSeq'), fromSeq, max, ledger.ledgerSeq)
      : pageAfter<unknown>(ledger.events, seqOf('sequenceNumber'), fromSeq, max, ledger.eventSeq)),
  }))
  return good(
    texts(answer.entries.map(entry => JSON.stringify(entry, gate.tellsConfidence ? undefined : withoutConfidence))),
    uint64(answer.nextSeq),
    uint64(answer.oldestAvailableSeq),
    { dataType: DataType.Guid, value: answer.controllerEpoch },
  )
}

const withoutConfidence = (name: string, value: unknown): unknown => (name === 'confidence' ? undefined : value)

const seqOf = (field: string) => (entry: unknown) => (entry as Record<string, number>)[field]!

/** What the wire says for a time that has not come: the first moment OPC UA knows. */
const NO_TIME = new Date('1601-01-01T00:00:00.000Z')

const good = (...outputArguments: VariantOptions[]): Answer => ({ statusCode: StatusCodes.Good, outputArguments })
const text = (value: string): VariantOptions => ({ dataType: DataType.String, value })
const texts = (value: string[]): VariantOptions => ({
  dataType: DataType.String,
  arrayType: VariantArrayType.Array,
  value,
})
const enumeration = (value: number): VariantOptions => ({ dataType: DataType.Int32, value })
const uint32 = (value: number): VariantOptions => ({ dataType: DataType.UInt32, value })
const hash = (hex: string): VariantOptions => ({ dataType: DataType.ByteString, value: Buffer.from(hex, 'hex') })
const time = (at: string | undefined): VariantOptions => ({
  dataType: DataType.DateTime,
  value: at === undefined ? NO_TIME : new Date(at),
})
