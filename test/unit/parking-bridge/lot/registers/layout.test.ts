import { describe, expect, test } from 'vitest'
import {
  type Body,
  keyBytes,
  keyOf,
  OPS,
  orderCrc,
  requestCrc,
} from '../../../../../parking-bridge/src/lot/registers/layout.ts'

const BODY: Body = {
  op: OPS.grant,
  key: '3f2504e0-4f89-51d3-9a0c-0305e82c3301',
  plate: '鲁F12345',
  minutes: 120,
  notAfterMs: Date.parse('2026-11-23T12:00:00.000Z'),
  deadlineMs: Date.parse('2026-11-23T03:00:30.000Z'),
}

test('[PF3] a key is the sixteen bytes of its UUID, there and back', () => {
  expect(keyBytes(BODY.key).toString('hex')).toBe('3f2504e04f8951d39a0c0305e82c3301')
  expect(keyOf(keyBytes(BODY.key))).toBe(BODY.key)
})

test('[PF3] the sums of an order and of its request are these, for whoever writes the other end', () => {
  expect(orderCrc(BODY).toString(16)).toBe('97110de5')
  expect(requestCrc(BODY, 1).toString(16)).toBe('9639d570')
  expect(requestCrc({ ...BODY, op: OPS.query, plate: '', minutes: 0, notAfterMs: 0, deadlineMs: 0 }, 7)).toBe(
    1_109_083_487,
  )
})

describe('[PF3] another value is another sum', () => {
  const others: [string, Partial<Body>][] = [
    ['key', { key: '3f2504e0-4f89-51d3-9a0c-0305e82c3302' }],
    ['plate', { plate: '鲁F12346' }],
    ['minutes', { minutes: 121 }],
    ['end', { notAfterMs: BODY.notAfterMs + 1 }],
  ]
  test.each(others)('of the order and of the request: %s', (_what, change) => {
    expect(orderCrc({ ...BODY, ...change })).not.toBe(orderCrc(BODY))
    expect(requestCrc({ ...BODY, ...change }, 1)).not.toBe(requestCrc(BODY, 1))
  })

  const sendings: [string, Partial<Body>][] = [
    ['operation', { op: OPS.revoke }],
    ['deadline', { deadlineMs: BODY.deadlineMs + 1 }],
  ]
  test.each(sendings)('of the request alone: %s', (_what, change) => {
    expect(orderCrc({ ...BODY, ...change })).toBe(orderCrc(BODY))
    expect(requestCrc({ ...BODY, ...change }, 1)).not.toBe(requestCrc(BODY, 1))
  })

  test('of the request alone: the number that triggers it, so that a late trigger fits no later body', () => {
    expect(requestCrc(BODY, 2)).not.toBe(requestCrc(BODY, 1))
  })
})

test('[PF3] what does not fit its register is no order', () => {
  expect(() => orderCrc({ ...BODY, plate: '鲁'.repeat(11) })).toThrow(RangeError)
  expect(() => orderCrc({ ...BODY, minutes: 2 ** 32 })).toThrow(RangeError)
})
