import { AttributeIds, type OPCUAClient } from 'node-opcua'
import type { GateCalls } from '../methods/calls.ts'
import { type GateNodes, type GateObject, type HintListener, listenForHints, resolveNodes } from '../methods/nodes.ts'
import { type ClientSettings, type Connected, connect, type POLICIES } from './client.ts'

const PROTOCOL_MAJOR = '1'
/** Opening takes some 100 ms; one that takes longer than this has met a black hole. */
const OPEN_TIMEOUT_MS = 10_000
const CLOSE_TIMEOUT_MS = 1_500

/** One life of the link, from connect to the first doubt about it. */
export interface Life {
  gate: GateCalls
  /** Settled with the reason when the link is lost, never rejected. */
  lost: Promise<string>
  lose(reason: string): void
  /** Reads epoch and time. @throws when the gate does not answer. */
  look(): Promise<GateState>
  close(): Promise<void>
}

export interface GateState {
  gateEpoch: string
  controllerTime: string
}

/** @throws when the gate cannot be reached, does not let us in, or is not the model we know. */
export async function beginLife(
  settings: ClientSettings,
  policy: (typeof POLICIES)[number],
  gateObject: GateObject,
  listener: HintListener,
): Promise<Life> {
  const loss = Promise.withResolvers<string>()
  let client: OPCUAClient | undefined
  const opening = connect(settings, policy, made => {
    client = made
    for (const event of ['close', 'connection_lost', 'abort'] as const) made.on(event, () => loss.resolve(event))
  })
  try {
    const connected = await within(OPEN_TIMEOUT_MS, opening, 'connect')
    return await within(OPEN_TIMEOUT_MS, settle(connected, gateObject, listener, loss), 'open')
  } catch (error) {
    opening.catch(() => undefined)
    await disconnect(client)
    throw error
  }
}

async function settle(
  { client, session }: Connected,
  gateObject: GateObject,
  listener: HintListener,
  loss: PromiseWithResolvers<string>,
): Promise<Life> {
  session.on('session_closed', () => loss.resolve('session_closed'))
  const nodes = await resolveNodes(session, gateObject)
  const version = await session.read({ nodeId: nodes.protocolVersion, attributeId: AttributeIds.Value })
  const protocol = String(version.value.value)
  if (protocol.split('.')[0] !== PROTOCOL_MAJOR) throw new Error(`the gate speaks protocol ${protocol}`)
  const look = () => lookAt(session, nodes)
  const { gateEpoch } = await look()
  await listenForHints(session, nodes, listener)
  return {
    gate: { session, nodes, gateEpoch },
    lost: loss.promise,
    lose: loss.resolve,
    look,
    close: () => disconnect(client),
  }
}

async function lookAt(session: Connected['session'], nodes: GateNodes): Promise<GateState> {
  const wanted = [nodes.controllerEpoch, nodes.controllerTime]
  const values = await session.read(wanted.map(nodeId => ({ nodeId, attributeId: AttributeIds.Value })))
  const [epoch, time] = values
  for (const value of values)
    if (!value.statusCode.isGood()) throw new Error(`the gate's state is not readable (${value.statusCode.name})`)
  return {
    gateEpoch: String(epoch!.value.value).toLowerCase(),
    controllerTime: (time!.value.value as Date).toISOString(),
  }
}

/** Says goodbye when there is somebody to hear it, and lets go in any case. */
async function disconnect(client: OPCUAClient | undefined): Promise<void> {
  if (client === undefined) return
  await within(CLOSE_TIMEOUT_MS, client.disconnect(), 'disconnect').catch(() => undefined)
}

async function within<T>(timeoutMs: number, work: Promise<T>, what: string): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`${what} took longer than ${timeoutMs} ms`)), timeoutMs)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
