import { crc32 } from 'node:zlib'

/** What is asked: `ReqOp`. */
export const OPS = { grant: 1, revoke: 2, query: 3 } as const

/** The body of a request, as it stood in the registers when its number changed. */
export interface Body {
  op: number
  key: Buffer
  plate: string
  minutes: number
  notAfterMs: number
  deadlineMs: number
}

// Written from the page for who programs a controller, and not from the bridge: the two must be able to disagree.
const KEY_BYTES = 16
const PLATE_BYTES = 32

export const keyBytes = (key: string): Buffer => Buffer.from(key.replaceAll('-', ''), 'hex')
export const keyOf = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** Of an order: key, plate filled up with zeros, minutes, end; most significant byte first. */
export function orderSum({ key, plate, minutes, notAfterMs }: Omit<Body, 'op' | 'deadlineMs'>): number {
  const fixed = Buffer.alloc(4 + 8)
  fixed.writeUInt32BE(minutes)
  fixed.writeBigInt64BE(BigInt(notAfterMs), 4)
  return crc32(Buffer.concat([padded(key, KEY_BYTES), padded(Buffer.from(plate), PLATE_BYTES), fixed]))
}

/** Of a request: that of its order, carried on over operation, deadline and number. */
export function requestSum(body: Body, seq: number): number {
  const fixed = Buffer.alloc(2 + 8 + 4)
  fixed.writeUInt16BE(body.op)
  fixed.writeBigInt64BE(BigInt(body.deadlineMs), 2)
  fixed.writeUInt32BE(seq, 10)
  return crc32(fixed, orderSum(body))
}

/** Cut off where it is longer, as a register does. */
const padded = (bytes: Buffer, length: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc(length)]).subarray(0, length)
