import type { Screen, ScreenEvent } from '@pingting/contract'
import { expect, test } from 'vitest'
import { fold, type Orders, ordersIn } from '../../../../parking-bridge/src/delivery/orders.ts'
import { at, ID, NOT_AFTER, orderOf } from './given.ts'

const LOT = 'lot-1'
const HALL = 'hall:hall-1'
const event = (type: string, fields: object = {}) =>
  ({ type, at: at(0), exemptionId: ID, ...fields }) as unknown as ScreenEvent
const granted = event('exemption.granted', { lotId: LOT, notAfter: NOT_AFTER })
const after = (...events: ScreenEvent[]) => {
  const orders: Orders = new Map()
  for (const each of events) fold(orders, HALL, LOT, each)
  return orders.get(ID)
}

test('an exemption of our lot is an order; one of another lot is not', () => {
  expect(after(granted)).toEqual(orderOf())
  expect(after(event('exemption.granted', { lotId: 'lot-2', notAfter: NOT_AFTER }))).toBeUndefined()
  expect(after(event('exemption.confirmed'))).toBeUndefined()
})

test.each([
  ['exemption.doubted', { unknown: true }],
  ['exemption.frozen', { frozen: true }],
  ['exemption.revocationRequested', { revoking: true }],
  ['exemption.confirmed', { status: 'confirmed' }],
])('%s is remembered', (type, change) => {
  expect(after(granted, event(type))).toEqual(orderOf(change as object))
})

test('a confirmation ends the doubt', () => {
  expect(after(granted, event('exemption.doubted'), event('exemption.confirmed'))).toEqual(
    orderOf({ status: 'confirmed' }),
  )
})

test.each(['refused', 'revoked', 'honoured', 'expired', 'writtenOff'])('exemption.%s ends the order', word => {
  expect(after(granted, event(`exemption.${word}`))).toBeUndefined()
})

test('a snapshot brings what is open at our lot', () => {
  const row = {
    exemptionId: ID,
    lotId: LOT,
    status: 'granted',
    unknown: true,
    frozen: false,
    revoking: false,
    notAfter: NOT_AFTER,
  }
  const exemptions = {
    a: row,
    b: { ...row, lotId: 'lot-2' },
    c: { ...row, status: 'honoured' },
    d: { ...row, status: 'confirmed' },
  }
  const found = ordersIn({ exemptions } as unknown as Screen, HALL, LOT)
  expect(found).toEqual([orderOf({ unknown: true }), orderOf({ unknown: true, status: 'confirmed' })])
})

test('[EX14] a write-off that is only spoken of, and news of no exemption, leave the order as it is', () => {
  const orders: Orders = new Map()
  expect(after(granted, event('exemption.writeOffProposed'))).toEqual(orderOf())
  expect(fold(orders, HALL, LOT, event('ticket.completed'))).toBeUndefined()
  const nameless = { type: 'exemption.granted', at: at(0), lotId: LOT, notAfter: NOT_AFTER } as ScreenEvent
  expect([fold(orders, HALL, LOT, nameless), orders.size]).toEqual([undefined, 0])
})
