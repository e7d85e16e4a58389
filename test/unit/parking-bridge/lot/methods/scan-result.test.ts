import { describe, expect, test } from 'vitest'
import { readScanResult } from '../../../../../parking-bridge/src/lot/methods/scan-result.ts'

const AT = '2026-11-23T01:12:03.000Z'
const TICKS_1970 = 116_444_736_000_000_000n
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const text = (value: string): Buffer => Buffer.concat([u32(Buffer.byteLength(value)), Buffer.from(value)])
const time = (): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt(Date.parse(AT)) * 10_000n + TICKS_1970)
  return bytes
}
const PLATE = Buffer.concat([u32(2), text('鲁F12345')])
/** ns=3;s=p1 */
const IMAGE = Buffer.concat([Buffer.from([3, 3, 0]), text('p1')])

/** As a server writes it: mask, code type, data, time, where it is there the location, picture, quality, and more. */
function body({ data = PLATE, location }: { data?: Buffer; location?: Buffer } = {}): Buffer {
  const mask = u32(location === undefined ? 0b110 : 0b111)
  const rest = Buffer.concat([IMAGE, Buffer.from([61]), Buffer.alloc(20), text('OCR-B'), time()])
  return Buffer.concat([mask, text('CN blue'), data, time(), location ?? Buffer.alloc(0), rest])
}
const read = (bytes: Buffer) => readScanResult(bytes, id => id.toString())
const TOLD = { text: '鲁F12345', codeType: 'CN blue', at: Date.parse(AT), imageId: 'ns=3;s=p1', quality: 61 }

describe('[GT60] the result of a scan, as AutoID 1.01 lays it out', () => {
  test('is read without a location', () => expect(read(body())).toEqual(TOLD))

  const hemisphere = Buffer.concat([text('N'), Buffer.alloc(8)])
  test.each([
    ['none', u32(0)],
    ['NMEA', Buffer.concat([u32(1), text('$GPGGA')])],
    ['local', Buffer.concat([u32(2), Buffer.alloc(44, 1)])],
    ['WGS84', Buffer.concat([u32(3), hemisphere, hemisphere, Buffer.alloc(32, 1)])],
    ['a name', Buffer.concat([u32(4), text('Lane_1')])],
  ])('is read behind a location that is %s', (_what, location) => expect(read(body({ location }))).toEqual(TOLD))

  test('has no text where the data are bytes or nothing, and is none of ours where they are a tag', () => {
    for (const data of [Buffer.concat([u32(1), text('raw')]), u32(0)])
      expect(read(body({ data }))).toEqual({ ...TOLD, text: undefined })
    for (const kind of [3, 4]) expect(read(body({ data: u32(kind) }))).toBeUndefined()
  })

  test('is refused where it breaks off, or its location is of no kind', () => {
    expect(() => read(body().subarray(0, 30))).toThrow()
    expect(() => read(body({ location: u32(9) }))).toThrow(RangeError)
  })
})
