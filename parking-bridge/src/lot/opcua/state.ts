import { createHash } from 'node:crypto'
import type { Instant } from '@pingting/contract'
import {
  AttributeIds,
  type ClientSession,
  DataType,
  type DataValue,
  resolveNodeId,
  VariableIds,
  type Variant,
} from 'node-opcua'
import type { Log } from '../../ports.ts'
import type { GateState } from './life.ts'
import { speaksOurs } from './places/node-map.ts'
import type { NodeId } from './places/nodes.ts'
import { isUncertain, isUsable } from './quality.ts'

/** Where a gate without a clock of its own has the time from. */
export const serverTime = (): NodeId => resolveNodeId(VariableIds.Server_ServerStatus_CurrentTime)

/** A value of the gate's state, and its status where that is Uncertain. */
export interface StateRead {
  value: Variant
  doubt?: string
}

/** @param atOnce so many as the server takes in one call @throws when one of them cannot be read. */
export async function readState(
  session: ClientSession,
  nodeIds: readonly NodeId[],
  atOnce = nodeIds.length,
): Promise<StateRead[]> {
  const values: DataValue[] = []
  for (let from = 0; from < nodeIds.length; from += atOnce) {
    const some = nodeIds.slice(from, from + atOnce)
    values.push(...(await session.read(some.map(nodeId => ({ nodeId, attributeId: AttributeIds.Value })))))
  }
  for (const { statusCode } of values)
    if (!isUsable(statusCode)) throw new Error(`the gate's state is not readable (${statusCode.name})`)
  return values.map(({ value, statusCode }) =>
    isUncertain(statusCode) ? { value, doubt: statusCode.name } : { value },
  )
}

/** @throws when a clock tells no time. */
export const stateOf = (epoch: StateRead, time: StateRead): GateState => ({
  gateEpoch: epochOf(epoch.value.value),
  controllerTime: timeOf(time.value),
  ...(epoch.doubt === undefined ? {} : { epochDoubt: epoch.doubt }),
  ...(time.doubt === undefined ? {} : { clockDoubt: time.doubt }),
})

/** Servers write one in large letters or in small ones. */
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const PLAIN = /^[\x21-\x7e]{1,64}$/

/** Whatever a controller tells its ledgers apart by, as the hub takes it: what is too long or no plain text, by its hash. */
export function epochOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  const told = Buffer.isBuffer(value) ? value.toString('hex') : String(value)
  const text = GUID.test(told) ? told.toLowerCase() : told
  return PLAIN.test(text) ? text : createHash('sha256').update(text).digest('hex')
}

/** @throws when a clock tells no time: PLCs have types of time of their own. */
export function timeOf({ dataType, value }: Variant): Instant {
  if (value instanceof Date) return value.toISOString()
  throw new Error(`the clock of the gate is no DateTime (${DataType[dataType]})`)
}

/** @throws when the gate speaks another version of its model. */
export async function checkProtocol(session: ClientSession, nodeId: NodeId | undefined, log: Log): Promise<void> {
  if (nodeId === undefined) {
    log.warn({}, 'the gate does not say which version of the model it speaks')
    return
  }
  const version = await session.read({ nodeId, attributeId: AttributeIds.Value })
  const protocol = String(version.value.value)
  if (!speaksOurs(protocol)) throw new Error(`the gate speaks protocol ${protocol}`)
}
