import {
  BinaryStream,
  decodeByte,
  decodeByteString,
  decodeDateTime,
  decodeNodeId,
  decodeString,
  decodeUInt32,
  type NodeId,
} from 'node-opcua'
import type { ScanTold } from './scans.ts'

/** OcrScanResult_Encoding_DefaultBinary: its number in the namespace of AutoID, in every server. */
export const OCR_SCAN_RESULT = 5004
/** Of the mask of optional fields (OPC 10000-6, 5.2.7): those of the base type come first. */
const HAS_LOCATION = 1
/** X, Y, Z, time, precision: seven times eight bytes but for the last four. */
const LOCAL_BYTES = 5 * 8 + 4
/** Of a union the number of the field that is there (OPC 10000-6, 5.2.8). */
const SCAN_DATA = { none: 0, bytes: 1, text: 2 } as const
const LOCATION = { none: 0, nmea: 1, local: 2, wgs84: 3, name: 4 } as const

/**
 * The body of an OcrScanResult (AutoID 1.01, binary) up to the quality; what comes behind it nobody reads here. By hand,
 * since the library asks the server for the types first, holds back what it was told until it has them, and ends the
 * process when the link is lost meanwhile.
 * @throws what is no such body
 */
export function readScanResult(body: Buffer, nameOf: (imageId: NodeId) => string | undefined): ScanTold | undefined {
  const stream = new BinaryStream(body)
  const mask = decodeUInt32(stream)
  const codeType = decodeString(stream)
  const data = decodeUInt32(stream)
  // Tags and bar codes of other devices.
  if (data > SCAN_DATA.text) return undefined
  if (data === SCAN_DATA.bytes) decodeByteString(stream)
  const text = data === SCAN_DATA.text ? decodeString(stream) : undefined
  const at = decodeDateTime(stream)?.getTime()
  if ((mask & HAS_LOCATION) !== 0) passLocation(stream)
  const imageId = nameOf(decodeNodeId(stream))
  return { text, codeType, at, imageId, quality: decodeByte(stream) }
}

function passLocation(stream: BinaryStream): void {
  const kind = decodeUInt32(stream)
  if (kind === LOCATION.nmea || kind === LOCATION.name) decodeString(stream)
  else if (kind === LOCATION.local) stream.length += LOCAL_BYTES
  else if (kind === LOCATION.wgs84) passWgs84(stream)
  else if (kind !== LOCATION.none) throw new RangeError(`a location of kind ${kind} is none of AutoID`)
}

/** Hemisphere and degrees twice, then altitude, time, precision, and two whole numbers. */
function passWgs84(stream: BinaryStream): void {
  for (const _way of ['latitude', 'longitude']) {
    decodeString(stream)
    stream.length += 8
  }
  stream.length += 3 * 8 + 2 * 4
}
