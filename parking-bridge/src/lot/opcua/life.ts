import type { ClientSession, OPCUAClient } from 'node-opcua'
import { type ClientSettings, type Connected, connect } from './client.ts'
import type { Policy } from './endpoints.ts'
import type { HintListener } from './hints.ts'
import { within } from './within.ts'

/** Opening takes some 100 ms; one that takes longer than this has met a black hole. */
const OPEN_TIMEOUT_MS = 10_000
const CLOSE_TIMEOUT_MS = 1_500

/** What a profile knows of its gate: where things are, how its state is read, what tells that there is news. */
export interface Model<N> {
  /** @throws when something that is needed is missing, or is not what we know. */
  resolve(session: ClientSession): Promise<N>
  /** @throws when the gate does not answer. */
  look(session: ClientSession, nodes: N): Promise<GateState>
  listen(session: ClientSession, nodes: N, listener: HintListener): Promise<void>
}

export interface GateState {
  gateEpoch: string
  controllerTime: string
  /** The status where it is Uncertain: an epoch in doubt is no epoch, a clock in doubt is still a clock (ADR 48). */
  epochDoubt?: string
  clockDoubt?: string
}

/** What a call is made with. */
export interface At<N> {
  session: ClientSession
  nodes: N
  gateEpoch: string
  /** The time of the gate when the link came up. */
  begunAt: string
}

/** One life of the link, from connect to the first doubt about it. */
export interface Life<N> {
  at: At<N>
  /** Settled with the reason when the link is lost, never rejected. */
  lost: Promise<string>
  lose(reason: string): void
  /** Reads epoch and time. @throws when the gate does not answer. */
  look(): Promise<GateState>
  close(): Promise<void>
}

/** @throws when the gate cannot be reached, does not let us in, or is not the model we know. */
export async function beginLife<N>(
  settings: ClientSettings,
  policy: Policy,
  model: Model<N>,
  listener: HintListener,
): Promise<Life<N>> {
  const loss = Promise.withResolvers<string>()
  let client: OPCUAClient | undefined
  const opening = connect(settings, policy, made => {
    client = made
    for (const event of ['close', 'connection_lost', 'abort'] as const) made.on(event, () => loss.resolve(event))
  })
  try {
    const connected = await within(OPEN_TIMEOUT_MS, opening, 'connect')
    return await within(OPEN_TIMEOUT_MS, settle(connected, model, listener, loss), 'open')
  } catch (error) {
    opening.catch(() => undefined)
    await disconnect(client)
    throw error
  }
}

async function settle<N>(
  { client, session }: Connected,
  model: Model<N>,
  listener: HintListener,
  loss: PromiseWithResolvers<string>,
): Promise<Life<N>> {
  session.on('session_closed', () => loss.resolve('session_closed'))
  const nodes = await model.resolve(session)
  const look = () => model.look(session, nodes)
  const { gateEpoch, controllerTime, epochDoubt } = await look()
  if (epochDoubt !== undefined) throw new Error(`the gate is not sure which ledger it has (${epochDoubt})`)
  await model.listen(session, nodes, listener)
  return {
    at: { session, nodes, gateEpoch, begunAt: controllerTime },
    lost: loss.promise,
    lose: loss.resolve,
    look,
    close: () => disconnect(client),
  }
}

/** Says goodbye when there is somebody to hear it, and lets go in any case. */
async function disconnect(client: OPCUAClient | undefined): Promise<void> {
  if (client === undefined) return
  await within(CLOSE_TIMEOUT_MS, client.disconnect(), 'disconnect').catch(() => undefined)
}
