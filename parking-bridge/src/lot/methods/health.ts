import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { DeviceHealth } from '@pingting/contract'
import {
  AttributeIds,
  type ClientSession,
  type ClientSubscription,
  coerceNodeId,
  DataType,
  EventFilter,
  MonitoringMode,
  NodeId,
  SimpleAttributeOperand,
  TimestampsToReturn,
  type Variant,
} from 'node-opcua'
import { callFailed } from '../opcua/call-failed.ts'
import type { HintListener } from '../opcua/hints.ts'
import type { NodeId as Place } from '../opcua/places/nodes.ts'
import { isGood, isRefused, isUsable } from '../opcua/quality.ts'
import { afterTold, type ConditionTold, gravest, healthOf } from './alarms.ts'

const BASE_EVENT_TYPE = coerceNodeId('i=2041')
const CONDITION_TYPE = coerceNodeId('i=2782')
const ALARM_CONDITION_TYPE = coerceNodeId('i=2915')
const CONDITION_REFRESH = coerceNodeId('i=3875')
const REFRESH_END = 'i=2788'
const REFRESH_REQUIRED = 'i=2789'
/** A server may tell the end of a refresh at another node than the one listened to. */
const REFRESHED_AFTER_MS = 500
const QUEUE = 1_000
const SAMPLING_MS = 1_000

/** Each field by the type that has it, since a strict server knows it of no other. */
const FIELDS = [
  [BASE_EVENT_TYPE, 'EventType'],
  [BASE_EVENT_TYPE, 'SourceName'],
  [BASE_EVENT_TYPE, 'Time'],
  [BASE_EVENT_TYPE, 'Severity'],
  [BASE_EVENT_TYPE, 'Message'],
  [CONDITION_TYPE, 'ConditionName'],
  [CONDITION_TYPE, 'BranchId'],
  [ALARM_CONDITION_TYPE, 'ActiveState/Id'],
  [ALARM_CONDITION_TYPE, 'ActiveState/TransitionTime'],
] as const

const FILTER = new EventFilter({
  selectClauses: [
    // The condition itself: the NodeId attribute of the type, by an empty path (OPC 10000-9, 5.5.2.13).
    new SimpleAttributeOperand({ typeDefinitionId: CONDITION_TYPE, browsePath: [], attributeId: AttributeIds.NodeId }),
    ...FIELDS.map(
      ([typeDefinitionId, path]) =>
        new SimpleAttributeOperand({
          typeDefinitionId,
          browsePath: path.split('/').map(name => ({ name })),
          attributeId: AttributeIds.Value,
        }),
    ),
  ],
})

/**
 * Listens to alarms and to DeviceHealth, and tells how things are once that is known: what was active before we came is
 * told again by ConditionRefresh. A server without the one or the other is served as well.
 */
export async function listenForHealth(
  session: ClientSession,
  subscription: ClientSubscription,
  nodes: { alarms: Place; deviceHealth: Place | undefined },
  listener: HintListener,
): Promise<void> {
  let active: ReturnType<typeof afterTold> = new Map()
  let deviceHealth: DeviceHealth | undefined
  let known = false
  let refreshed = Promise.withResolvers<void>()
  const tell = (): void => {
    if (known) listener.health({ ...(deviceHealth === undefined ? {} : { deviceHealth }), alarms: gravest(active) })
  }
  /** Orders do not wait for it. */
  const learn = async (): Promise<void> => {
    known = false
    active = new Map()
    refreshed = Promise.withResolvers()
    const begun = hears ? await refresh(session, subscription, listener) : 'none'
    if (begun === 'lost') return
    if (begun === 'begun') await Promise.race([refreshed.promise, wait(REFRESHED_AFTER_MS, undefined, { ref: false })])
    known = true
    tell()
  }
  const namespaces = await session.readNamespaceArray()
  const hears = await hearConditions(subscription, nodes.alarms, listener, fields => {
    const { type, told } = read(fields, namespaces)
    if (type === REFRESH_END) return refreshed.resolve()
    if (type === REFRESH_REQUIRED) return void learn()
    const before = active
    active = afterTold(active, told)
    if (active !== before) tell()
  })
  if (nodes.deviceHealth !== undefined) {
    const { statusCode, value } = await session.read({ nodeId: nodes.deviceHealth, attributeId: AttributeIds.Value })
    deviceHealth = isUsable(statusCode) ? healthOf(value.value) : undefined
    await hearValue(subscription, nodes.deviceHealth, listener, value => {
      deviceHealth = healthOf(value)
      tell()
    })
  }
  void learn()
}

async function hearConditions(
  subscription: ClientSubscription,
  nodeId: Place,
  listener: HintListener,
  hear: (fields: readonly Variant[]) => void,
): Promise<boolean> {
  const events = await subscription.monitor(
    { nodeId, attributeId: AttributeIds.EventNotifier },
    { samplingInterval: 0, discardOldest: true, queueSize: QUEUE, filter: FILTER },
    TimestampsToReturn.Neither,
    MonitoringMode.Reporting,
  )
  if (isRefused(events.statusCode)) {
    listener.lacks('alarms', events.statusCode.name)
    return false
  }
  events.on('changed', fields => hear(fields as unknown as Variant[]))
  return true
}

async function hearValue(
  subscription: ClientSubscription,
  nodeId: Place,
  listener: HintListener,
  hear: (value: unknown) => void,
): Promise<void> {
  const item = await subscription.monitor(
    { nodeId, attributeId: AttributeIds.Value },
    { samplingInterval: SAMPLING_MS, discardOldest: true, queueSize: 1 },
    TimestampsToReturn.Neither,
    MonitoringMode.Reporting,
  )
  if (isRefused(item.statusCode)) return listener.lacks('DeviceHealth', item.statusCode.name)
  item.on('changed', ({ statusCode, value }) => hear(isUsable(statusCode) ? value.value : undefined))
}

/** @returns whether the server tells again what is active, cannot, or was not reached. */
async function refresh(
  session: ClientSession,
  { subscriptionId }: ClientSubscription,
  listener: HintListener,
): Promise<'begun' | 'none' | 'lost'> {
  const inputArguments = [{ dataType: DataType.UInt32, value: subscriptionId }]
  const request = { objectId: CONDITION_TYPE, methodId: CONDITION_REFRESH, inputArguments }
  const { code, said } = await session
    .call(request)
    .then(({ statusCode }) => ({ code: isGood(statusCode) ? undefined : statusCode.name, said: true }), callFailed)
  if (code === undefined) return 'begun'
  if (!said) return 'lost'
  listener.lacks('ConditionRefresh', code)
  return 'none'
}

function read(
  [condition, type, source, time, severity, message, name, branch, active, since]: readonly (Variant | undefined)[],
  namespaces: readonly string[],
): { type: string; told: ConditionTold } {
  return {
    type: String(type?.value).replace(/^ns=0;/, ''),
    told: {
      conditionId: idOf(condition?.value, namespaces),
      branchId: idOf(branch?.value, namespaces),
      name: name?.value,
      source: source?.value,
      severity: severity?.value,
      text: (message?.value as { text?: unknown } | null | undefined)?.text,
      active: active?.value,
      since: msOf(since),
      time: msOf(time),
    },
  }
}

const msOf = (variant: Variant | undefined): number | undefined =>
  variant?.value instanceof Date ? variant.value.getTime() : undefined

const PLAIN = /^[\x21-\x7e]{1,64}$/

/** With the namespace by its URI, whose index is the server's own affair; what is too long or no ASCII, by its hash. */
function idOf(value: unknown, namespaces: readonly string[]): string | undefined {
  if (!(value instanceof NodeId) || value.isEmpty()) return undefined
  const text = value.toString().replace(/^ns=(\d+);/, (_, index: string) => `nsu=${namespaces[Number(index)] ?? ''};`)
  return PLAIN.test(text) ? text : createHash('sha256').update(text).digest('hex')
}
