import {
  AttributeIds,
  type ClientSession,
  constructEventFilter,
  MonitoringMode,
  makeBrowsePath,
  type NodeId,
  TimestampsToReturn,
} from 'node-opcua'

const MODEL_URI = 'urn:gov-hall:parking-gate:v1'
const DI_URI = 'http://opcfoundation.org/UA/DI/'
const PUBLISHING_MS = 50
const EVENT_QUEUE = 1_000
const KEEP_ALIVE_COUNT = 20
const LIFETIME_COUNT = 600

const METHODS = ['GrantExemption', 'RevokeExemption', 'QueryExemption', 'GetEventsSince'] as const
export type MethodName = (typeof METHODS)[number]

/** Where the gate stands below Objects: namespace URI and browse name. */
export interface GateObject {
  namespaceUri: string
  browseName: string
}

export interface GateNodes {
  gate: NodeId
  store: NodeId
  methods: Record<MethodName, NodeId>
  controllerEpoch: NodeId
  controllerTime: NodeId
  protocolVersion: NodeId
  ledgerSeq: NodeId
}

/**
 * Finds the nodes by namespace URI and browse path; indexes are the server's own affair and may change when it starts.
 * @throws when one is missing, as after a restart with half an address space: the caller tries again.
 */
export async function resolveNodes(session: ClientSession, gateObject: GateObject): Promise<GateNodes> {
  const namespaces = await session.readNamespaceArray()
  const indexOf = (uri: string): number => {
    const index = namespaces.indexOf(uri)
    if (index < 0) throw new Error(`the gate has no namespace ${uri}`)
    return index
  }
  const model = indexOf(MODEL_URI)
  indexOf(DI_URI)
  const gate = `/${indexOf(gateObject.namespaceUri)}:${gateObject.browseName}`
  const store = `${gate}/${model}:ExemptionStore`
  const paths = [
    gate,
    store,
    `${gate}/${model}:ControllerEpoch`,
    `${gate}/${model}:ControllerTime`,
    `${gate}/${model}:ProtocolVersion`,
    `${store}/${model}:LedgerSeq`,
    ...METHODS.map(name => `${store}/${model}:${name}`),
  ]
  const found = await session.translateBrowsePath(paths.map(path => makeBrowsePath('ObjectsFolder', path)))
  const nodes = found.map((result, index) => {
    const nodeId = result.targets?.[0]?.targetId
    if (!result.statusCode.isGood() || nodeId === undefined)
      throw new Error(`the gate has no ${paths[index]} (${result.statusCode.name})`)
    return nodeId as NodeId
  })
  const [gateNode, storeNode, controllerEpoch, controllerTime, protocolVersion, ledgerSeq, ...methods] = nodes
  return {
    gate: gateNode!,
    store: storeNode!,
    controllerEpoch: controllerEpoch!,
    controllerTime: controllerTime!,
    protocolVersion: protocolVersion!,
    ledgerSeq: ledgerSeq!,
    methods: Object.fromEntries(METHODS.map((name, index) => [name, methods[index]!])) as GateNodes['methods'],
  }
}

export interface HintListener {
  hint(): void
  /** The gate gives less than was asked for. */
  revised(what: string, asked: number, got: number): void
}

/** Listens to the ledger's number and to the gate's events. Both only say that there is something to fetch. */
export async function listenForHints(session: ClientSession, nodes: GateNodes, listener: HintListener): Promise<void> {
  const subscription = await session.createSubscription2({
    requestedPublishingInterval: PUBLISHING_MS,
    requestedLifetimeCount: LIFETIME_COUNT,
    requestedMaxKeepAliveCount: KEEP_ALIVE_COUNT,
    maxNotificationsPerPublish: 0,
    publishingEnabled: true,
    priority: 1,
  })
  if (subscription.publishingInterval !== PUBLISHING_MS)
    listener.revised('publishingInterval', PUBLISHING_MS, subscription.publishingInterval)
  const events = await subscription.monitor(
    { nodeId: nodes.gate, attributeId: AttributeIds.EventNotifier },
    {
      samplingInterval: 0,
      discardOldest: true,
      queueSize: EVENT_QUEUE,
      filter: constructEventFilter(['EventType', 'Time']),
    },
    TimestampsToReturn.Neither,
    MonitoringMode.Reporting,
  )
  const ledger = await subscription.monitor(
    { nodeId: nodes.ledgerSeq, attributeId: AttributeIds.Value },
    { samplingInterval: PUBLISHING_MS, discardOldest: true, queueSize: 1 },
    TimestampsToReturn.Neither,
    MonitoringMode.Reporting,
  )
  for (const [what, item] of Object.entries({ events, ledger }))
    if (item.statusCode !== undefined && !item.statusCode.isGood())
      throw new Error(`the gate does not tell of ${what} (${item.statusCode.name})`)
  const queue = events.result?.revisedQueueSize
  if (queue !== undefined && queue !== EVENT_QUEUE) listener.revised('queueSize', EVENT_QUEUE, queue)
  events.on('changed', () => listener.hint())
  ledger.on('changed', () => listener.hint())
}
