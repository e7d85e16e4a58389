import { expect, test } from 'vitest'
import {
  keyBytes,
  keyOf,
  orderSum,
  requestSum,
} from '../../../../parking-bridge/simulated-gate/src/register-skin/sums.ts'

const KEY = '3f2504e0-4f89-51d3-9a0c-0305e82c3301'
const BODY = {
  ...{ op: 1, key: keyBytes(KEY), plate: '鲁F12345', minutes: 120 },
  notAfterMs: Date.parse('2026-11-23T12:00:00.000Z'),
  deadlineMs: Date.parse('2026-11-23T03:00:30.000Z'),
}

test('[PF3] the controller sums as the bridge does, from the same page and not from the same code', () => {
  expect(keyOf(BODY.key)).toBe(KEY)
  expect(orderSum(BODY).toString(16)).toBe('97110de5')
  expect(requestSum(BODY, 1).toString(16)).toBe('9639d570')
})

test('[PF3] what is longer than its register is cut off, and what is empty is zeros', () => {
  expect(orderSum({ ...BODY, plate: '鲁'.repeat(20) })).toBe(orderSum({ ...BODY, plate: '鲁'.repeat(30) }))
  expect(orderSum({ ...BODY, key: Buffer.alloc(0) })).toBe(orderSum({ ...BODY, key: Buffer.alloc(16) }))
})
