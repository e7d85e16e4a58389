import { type GateRecord, msBetween } from '@pingting/contract'
import {
  AttributeIds,
  type ClientSession,
  coerceNodeId,
  EventFilter,
  EventNotificationList,
  MonitoringMode,
  NodeId,
  type NotificationMessage,
  SimpleAttributeOperand,
  TimestampsToReturn,
  type Variant,
} from 'node-opcua'
import type { Time } from '../../ports.ts'
import { type HintListener, subscribe } from '../opcua/hints.ts'
import type { NodeId as Place } from '../opcua/places/nodes.ts'
import { isRefused } from '../opcua/quality.ts'
import { OCR_SCAN_RESULT, readScanResult } from './scan-result.ts'
import { type Scan, scanFor, scanOf, withScan } from './scans.ts'

/** OPC 30010; its event type for plates is abstract in the model of the Foundation, so what comes is of a subtype. */
const AUTOID = 'http://opcfoundation.org/UA/AutoID/'
const OCR_SCAN_EVENT_TYPE = 1005
const QUEUE = 1_000
/** What passes within the time a fact needs; the oldest go. */
const SCANS_MAX = 500
/** A scan may be published so much later than its entry can be read. */
const LATE_MS = 200
/** Facts older than this were not read just after they happened: their scans have come, or nobody heard them. */
const FRESH_MS = 40_000

/** What cameras have told lately, to be laid beside the entries that the gate tells. */
export class Scans {
  #scans: Scan[] = []
  #heard = false
  readonly #time: Time
  readonly #speed: number

  /** @param speed how fast business time runs */
  constructor(time: Time, speed: number) {
    this.#time = time
    this.#speed = speed
  }

  /** Whether anybody tells them from now on. */
  begin(heard = false): void {
    this.#heard = heard
  }

  take(scan: Scan): void {
    this.#scans = [...this.#scans.slice(1 - SCANS_MAX), scan]
  }

  /** An entry that was read before its scan was published waits for it a moment: a fact goes home once. */
  async added(records: GateRecord[]): Promise<GateRecord[]> {
    if (this.#heard && records.some(record => this.#isAwaited(record)))
      await new Promise<void>(resolve => void this.#time.after(LATE_MS, resolve))
    return records.map(record => withScan(record, this.#scans))
  }

  #isAwaited(record: GateRecord): boolean {
    if (record.kind !== 'entered' || record.plate === undefined) return false
    const isFresh = Math.abs(msBetween(record.enteredAt, this.#time.now())) <= FRESH_MS * this.#speed
    return isFresh && scanFor(record, this.#scans) === undefined
  }
}

/**
 * Listens to cameras that follow AutoID, where the server has its model: at the gate object, or where they raise their
 * events. In a subscription of its own, of which every event is taken as it comes.
 * @returns whether they are heard; undefined where the server has no AutoID.
 */
export async function listenForScans(
  session: ClientSession,
  nodeId: Place,
  listener: HintListener,
  take: (scan: Scan) => void,
): Promise<boolean | undefined> {
  const namespaces = await session.readNamespaceArray()
  const autoId = namespaces.indexOf(AUTOID)
  if (autoId < 0) return undefined
  try {
    const subscription = await subscribe(session)
    subscription.on('received_notifications', message => {
      for (const told of resultsIn(message, autoId, namespaces, listener)) take(told)
    })
    const { statusCode } = await subscription.monitor(
      { nodeId, attributeId: AttributeIds.EventNotifier },
      { samplingInterval: 0, discardOldest: true, queueSize: QUEUE, filter: filterOf(autoId) },
      TimestampsToReturn.Neither,
      MonitoringMode.Reporting,
    )
    if (!isRefused(statusCode)) return true
    listener.lacks('cameras', statusCode.name)
  } catch (error) {
    listener.lacks('cameras', (error as Error).message)
  }
  return false
}

const filterOf = (autoId: number): EventFilter =>
  new EventFilter({
    selectClauses: [
      new SimpleAttributeOperand({
        typeDefinitionId: coerceNodeId(`ns=${autoId};i=${OCR_SCAN_EVENT_TYPE}`),
        browsePath: [{ namespaceIndex: autoId, name: 'ScanResult' }],
        attributeId: AttributeIds.Value,
      }),
    ],
  })

/** A structure that the library has not read, with the number of its encoding. */
interface Unread {
  nodeId: NodeId
  buffer: Buffer
}

/** Of events of another kind nothing, and of results of another kind, or that are none, neither. */
function resultsIn(
  { notificationData }: NotificationMessage,
  autoId: number,
  namespaces: readonly string[],
  listener: HintListener,
): Scan[] {
  const lists = (notificationData ?? []).filter(data => data instanceof EventNotificationList)
  const fields = lists.flatMap(({ events }) => (events ?? []).flatMap(({ eventFields }) => eventFields ?? []))
  return fields.flatMap(takeOut).flatMap(({ nodeId, buffer }) => {
    if (nodeId.namespace !== autoId || nodeId.value !== OCR_SCAN_RESULT) return []
    try {
      const told = readScanResult(buffer, imageId => nameOf(imageId, namespaces))
      return (told && scanOf(told)) ?? []
    } catch (error) {
      listener.lacks('a scan that can be read', (error as Error).message)
      return []
    }
  })
}

/** What is left in its place is empty, so that the library has nothing to ask the server about. */
function takeOut(field: Variant): Unread[] {
  const results: unknown = field.value
  if (!Array.isArray(results)) return []
  field.value = []
  return results.filter(one => one?.nodeId instanceof NodeId && Buffer.isBuffer(one.buffer))
}

/** With the namespace by its URI, whose index is the server's own affair. */
function nameOf(imageId: NodeId, namespaces: readonly string[]): string | undefined {
  if (imageId.isEmpty()) return undefined
  return imageId.toString().replace(/^ns=(\d+);/, (_, index: string) => `nsu=${namespaces[Number(index)] ?? ''};`)
}
