import { crc32 } from 'node:zlib'

/** What is asked of the controller, as `ReqOp` has it. */
export const OPS = { grant: 1, revoke: 2, query: 3 } as const

/** The body of a request. What an operation has no use for is empty or 0. */
export interface Body {
  op: (typeof OPS)[keyof typeof OPS]
  /** UUID of the exemption, in small letters. */
  key: string
  /** Normalised. */
  plate: string
  minutes: number
  /** Since 1970 in UTC. */
  notAfterMs: number
  deadlineMs: number
}

const KEY_BYTES = 16
const PLATE_BYTES = 32
const ORDER_BYTES = KEY_BYTES + PLATE_BYTES + 4 + 8
const SENDING_BYTES = 2 + 8 + 4

/** A UUID as the 16 bytes it stands for. */
export const keyBytes = (key: string): Buffer => Buffer.from(key.replaceAll('-', ''), 'hex')

export function keyOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/**
 * CRC-32 (that of Ethernet and zip) over what makes an order the one it is, and no sending of it: key, plate in UTF-8
 * filled up with zeros to 32 bytes, minutes in 4 bytes, end of validity in 8, most significant byte first.
 * @throws RangeError for a plate that is longer than any, or a number its place cannot hold.
 */
export function orderCrc({ key, plate, minutes, notAfterMs }: Omit<Body, 'op' | 'deadlineMs'>): number {
  const bytes = Buffer.alloc(ORDER_BYTES)
  const text = Buffer.from(plate, 'utf8')
  if (text.length > PLATE_BYTES) throw new RangeError(`a plate of ${text.length} bytes does not fit the register`)
  keyBytes(key).copy(bytes)
  text.copy(bytes, KEY_BYTES)
  bytes.writeUInt32BE(minutes, KEY_BYTES + PLATE_BYTES)
  bytes.writeBigInt64BE(BigInt(notAfterMs), KEY_BYTES + PLATE_BYTES + 4)
  return crc32(bytes)
}

/**
 * `ReqCrc`: the sum of the order, carried on over operation (2 bytes), deadline (8) and the number that will trigger it
 * (4). With its number in it, a body is carried out for that trigger and for no other that comes late.
 */
export function requestCrc(body: Body, seq: number): number {
  const bytes = Buffer.alloc(SENDING_BYTES)
  bytes.writeUInt16BE(body.op)
  bytes.writeBigInt64BE(BigInt(body.deadlineMs), 2)
  bytes.writeUInt32BE(seq, 10)
  return crc32(bytes, orderCrc(body))
}
