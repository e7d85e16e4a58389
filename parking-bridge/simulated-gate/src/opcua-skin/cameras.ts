import {
  type AddressSpace,
  DataType,
  NodeId,
  NodeIdType,
  type UADataType,
  type UAObject,
  type UAObjectType,
  type UAVariable,
  Variant,
  VariantArrayType,
} from 'node-opcua'
import type { Cameras, Seen } from '../world/cameras.ts'

const AUTOID_URI = 'http://opcfoundation.org/UA/AutoID/'
/** In the model the type is abstract: what is raised has to be of a subtype. */
const OWN_EVENT_TYPE = 'PlateScanEventType'
const ORDINARY = 100
const SCANNING = 2
/** Plates of new energy are a character longer than the rest. */
const NEW_ENERGY_LENGTH = 8

/** The camera of each lane, as a device of AutoID (OPC 30010), which tells what it read before the gate acts on it. */
export function addCameras(space: AddressSpace, gate: UAObject, laneIds: readonly string[], cameras: Cameras): void {
  const autoId = space.getNamespaceIndex(AUTOID_URI)
  const deviceType = space.findObjectType('OcrReaderDeviceType', autoId)
  const eventType = space.findEventType('OcrScanEventType', autoId)
  const resultType = space.findDataType('OcrScanResult', autoId)
  if (deviceType === null || eventType === null || resultType === null)
    throw new Error('the model of AutoID has not what it should have')
  const own = space.getOwnNamespace().addEventType({ browseName: OWN_EVENT_TYPE, subtypeOf: eventType as UAObjectType })
  const devices = new Map(
    laneIds.map(laneId => {
      const lane = gate.getComponentByName(laneId) as UAObject
      const device = deviceType.instantiate({ browseName: 'Camera', componentOf: lane, eventSourceOf: lane })
      set(device, 'DeviceName', { dataType: DataType.String, value: laneId })
      set(device, 'DeviceStatus', { dataType: DataType.Int32, value: SCANNING })
      return [laneId, device] as const
    }),
  )
  let pictures = 0
  cameras.onSeen(seen => {
    if (seen.plateRaw === undefined) return
    pictures += 1
    const picture = new NodeId(NodeIdType.STRING, `picture-${pictures}`, space.getOwnNamespace().index)
    const result = resultOf(space, resultType, seen, picture)
    devices.get(seen.laneId)!.raiseEvent(own, {
      time: new Variant({ dataType: DataType.DateTime, value: new Date(seen.at) }),
      message: new Variant({ dataType: DataType.LocalizedText, value: { text: 'a plate was read' } }),
      severity: new Variant({ dataType: DataType.UInt16, value: ORDINARY }),
      deviceName: new Variant({ dataType: DataType.String, value: seen.laneId }),
      scanResult: new Variant({
        ...{ dataType: DataType.ExtensionObject, arrayType: VariantArrayType.Array, value: [result] },
      }),
    })
  })
}

const resultOf = (space: AddressSpace, type: UADataType, seen: Seen, imageId: NodeId) =>
  space.constructExtensionObject(type, {
    codeType: `CN ${colourOf(seen.plate)}`,
    scanData: { string: seen.plateRaw },
    timestamp: new Date(seen.at),
    location: { name: seen.laneId },
    imageId,
    quality: seen.confidence,
  })

/** What this camera makes of it: it tells new energy from the rest. */
const colourOf = (plate = ''): string => (plate.length === NEW_ENERGY_LENGTH ? 'green' : 'blue')

function set(device: UAObject, name: string, value: { dataType: DataType; value: unknown }): void {
  const variable = device.getChildByName(name) as UAVariable | null
  variable?.setValueFromSource(value)
}
