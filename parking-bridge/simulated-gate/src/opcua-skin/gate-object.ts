import {
  type AddressSpace,
  DataType,
  type UAObject,
  type UAObjectType,
  type UAVariable,
  Variant,
  type VariantOptions,
} from 'node-opcua'
import type { GateController } from '../controller.ts'
import type { Lane, Lanes } from '../world/lanes.ts'
import type { EventTypes } from './events.ts'
import { uint64 } from './int64.ts'

const MODEL_URI = 'urn:gov-hall:parking-gate:v1'
const DI_URI = 'http://opcfoundation.org/UA/DI/'
const PROTOCOL_VERSION = '1.0.0'
const BARRIER_STATE = { Closed: 0, Open: 2 } as const
const LANE_DIRECTION = { In: 0, Out: 1 } as const

export interface GateObject {
  gate: UAObject
  store: UAObject
  eventTypes: EventTypes
  /** Shows what the ledger has become. */
  refresh(): void
}

/** Makes `Gate1`, under Objects and in DI's DeviceSet, and fills in what does not change. */
export function addGate(space: AddressSpace, controller: GateController, lanes: Lanes, siteId: string): GateObject {
  const model = space.getNamespaceIndex(MODEL_URI)
  const gate = typeNamed(space, 'ParkingGateControllerType').instantiate({
    browseName: 'Gate1',
    organizedBy: space.rootFolder.objects,
    eventNotifier: 1,
    optionals: ['DeviceHealth'],
  })
  const deviceSet = space.rootFolder.objects.getFolderElementByName('DeviceSet', space.getNamespaceIndex(DI_URI))
  deviceSet?.addReference({ referenceType: 'HasComponent', nodeId: gate.nodeId })
  // With this reference a client that subscribes to the Server object hears the gate as well.
  space.rootFolder.objects.server.addReference({ referenceType: 'HasNotifier', nodeId: gate.nodeId })
  const store = gate.getComponentByName('ExemptionStore', model) as UAObject
  describe(gate, controller, siteId)
  for (const lane of lanes.all) addLane(space, gate, lane)
  lanes.onChange(lane => showLane(gate.getComponentByName(lane.laneId) as UAObject, lane))
  const refresh = () => {
    set(store, 'LedgerSeq', uint64(controller.ledger.ledgerSeq))
    set(store, 'ActiveCount', { dataType: DataType.UInt32, value: controller.ledger.activeCount })
  }
  set(store, 'Capacity', { dataType: DataType.UInt32, value: controller.ledger.policy.capacity })
  refresh()
  return { gate, store, eventTypes: eventTypesOf(space), refresh }
}

function describe(gate: UAObject, controller: GateController, siteId: string): void {
  set(gate, 'ProtocolVersion', { dataType: DataType.String, value: PROTOCOL_VERSION })
  set(gate, 'ControllerEpoch', { dataType: DataType.Guid, value: controller.ledger.controllerEpoch })
  const controllerTime = gate.getChildByName('ControllerTime') as UAVariable
  controllerTime.bindVariable(
    { get: () => new Variant({ dataType: DataType.DateTime, value: new Date(controller.clock()) }) },
    true,
  )
  set(gate, 'Manufacturer', { dataType: DataType.LocalizedText, value: { text: 'Pingting (simulated)' } })
  set(gate, 'Model', { dataType: DataType.LocalizedText, value: { text: 'simulated gate' } })
  set(gate, 'SerialNumber', { dataType: DataType.String, value: `simulated-${siteId}` })
  set(gate, 'DeviceRevision', { dataType: DataType.String, value: PROTOCOL_VERSION })
  set(gate, 'SoftwareRevision', { dataType: DataType.String, value: PROTOCOL_VERSION })
}

function addLane(space: AddressSpace, gate: UAObject, lane: Lane): void {
  const object = typeNamed(space, 'LaneType').instantiate({
    ...{ browseName: lane.laneId, componentOf: gate, eventSourceOf: gate },
  })
  set(object, 'Direction', { dataType: DataType.Int32, value: LANE_DIRECTION[lane.direction] })
  showLane(object, lane)
}

function showLane(object: UAObject, lane: Lane): void {
  set(object, 'BarrierState', { dataType: DataType.Int32, value: BARRIER_STATE[lane.barrier] })
  set(object, 'LoopOccupied', { dataType: DataType.Boolean, value: lane.loopOccupied })
}

const eventTypesOf = (space: AddressSpace): EventTypes => ({
  VehicleEntered: typeNamed(space, 'VehicleEnteredEventType'),
  VehicleExited: typeNamed(space, 'VehicleExitedEventType'),
  PlateCorrected: typeNamed(space, 'PlateCorrectedEventType'),
  FeeDue: typeNamed(space, 'FeeDueEventType'),
  FeePaid: typeNamed(space, 'FeePaidEventType'),
  ExemptionHonoured: typeNamed(space, 'ExemptionHonouredEventType'),
  ExemptionDenied: typeNamed(space, 'ExemptionDeniedEventType'),
})

function typeNamed(space: AddressSpace, name: string): UAObjectType {
  const type = space.findObjectType(name, space.getNamespaceIndex(MODEL_URI))
  if (type === null) throw new Error(`the information model has no type ${name}`)
  return type
}

/** Properties of DI that a revision of it may drop are passed over; the model's own are always there. */
function set(parent: UAObject, name: string, value: VariantOptions): void {
  const variable = parent.getChildByName(name) as UAVariable | null
  variable?.setValueFromSource(value)
}
