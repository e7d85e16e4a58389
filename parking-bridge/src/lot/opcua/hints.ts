import {
  AttributeIds,
  type ClientSession,
  type ClientSubscription,
  constructEventFilter,
  MonitoringMode,
  type NodeIdLike,
  TimestampsToReturn,
} from 'node-opcua'
import type { GateHealth } from '../port.ts'
import { isRefused } from './quality.ts'

const PUBLISHING_MS = 50
const EVENT_QUEUE = 1_000
const KEEP_ALIVE_COUNT = 20
const LIFETIME_COUNT = 600

export interface HintListener {
  hint(): void
  /** The server gives less than was asked for. */
  revised(what: string, asked: number, got: number): void
  /** The server does not tell of this: what it would have told is found by asking, some seconds later. */
  silent(what: string, code: string): void
  /** The server has none of this. */
  lacks(what: string, code: string): void
  /** Whether its cameras are heard; not said where there are none to hear. */
  cameras(heard: boolean): void
  /** How the devices of the gate are: first when that is known, then whenever it changed. */
  health(told: GateHealth): void
}

/**
 * Listens to the events of a node, where it has any, and to a number that grows. Both only say that there is something to
 * fetch, so that a server which tells of neither is served too, only later.
 * @returns the subscription, for whatever else is listened to; undefined where the server gives none.
 */
export async function listenForHints(
  session: ClientSession,
  nodes: { events?: NodeIdLike; number: NodeIdLike | undefined },
  listener: HintListener,
): Promise<ClientSubscription | undefined> {
  const subscription = await subscribe(session).catch((error: Error) => listener.silent('anything', error.message))
  if (subscription === undefined) return undefined
  listener.revised('publishingInterval', PUBLISHING_MS, subscription.publishingInterval)
  const orSilent = (what: string) => (error: Error) => listener.silent(what, error.message)
  if (nodes.events !== undefined) await hearEvents(subscription, nodes.events, listener).catch(orSilent('events'))
  if (nodes.number !== undefined) await hearNumber(subscription, nodes.number, listener).catch(orSilent('its number'))
  return subscription
}

export const subscribe = (session: ClientSession): Promise<ClientSubscription> =>
  session.createSubscription2({
    requestedPublishingInterval: PUBLISHING_MS,
    requestedLifetimeCount: LIFETIME_COUNT,
    requestedMaxKeepAliveCount: KEEP_ALIVE_COUNT,
    maxNotificationsPerPublish: 0,
    publishingEnabled: true,
    priority: 1,
  })

async function hearEvents(subscription: ClientSubscription, nodeId: NodeIdLike, listener: HintListener) {
  const events = await subscription.monitor(
    { nodeId, attributeId: AttributeIds.EventNotifier },
    {
      samplingInterval: 0,
      discardOldest: true,
      queueSize: EVENT_QUEUE,
      filter: constructEventFilter(['EventType', 'Time']),
    },
    TimestampsToReturn.Neither,
    MonitoringMode.Reporting,
  )
  if (isRefused(events.statusCode)) return listener.silent('events', events.statusCode.name)
  const queue = events.result?.revisedQueueSize
  if (queue !== undefined) listener.revised('queueSize', EVENT_QUEUE, queue)
  events.on('changed', () => listener.hint())
}

async function hearNumber(subscription: ClientSubscription, nodeId: NodeIdLike, listener: HintListener) {
  const number = await subscription.monitor(
    { nodeId, attributeId: AttributeIds.Value },
    { samplingInterval: PUBLISHING_MS, discardOldest: true, queueSize: 1 },
    TimestampsToReturn.Neither,
    MonitoringMode.Reporting,
  )
  if (isRefused(number.statusCode)) return listener.silent('its number', number.statusCode.name)
  number.on('changed', () => listener.hint())
}
