import { expect, test } from 'vitest'
import { canIn, couponFieldsIn, listenIn } from '../../../../../parking-bridge/src/lot/coupons/settings.ts'

test('[PF18] pushes arrive at this machine, behind whatever ends TLS, and at no address of the network', () => {
  expect(listenIn('127.0.0.1:8095')).toEqual({ host: '127.0.0.1', port: 8095 })
  expect(listenIn('[::1]:0')).toEqual({ host: '::1', port: 0 })
  for (const text of ['0.0.0.0:8095', '10.0.0.7:8095', '127.0.0.1', '127.0.0.1:70000', ':8095', 'localhost:8095'])
    expect(listenIn(text), text).toBeUndefined()
})

test('[PF20] what a platform can do is said word by word, and more than the profile has cannot be said', () => {
  expect(canIn('grantSerial')).toEqual({ grantSerial: true, sync: false })
  expect(canIn('sync, grantSerial')).toEqual({ grantSerial: true, sync: true })
  for (const text of ['early', 'grantSerial,stack', 'grantserial', ',']) expect(canIn(text), text).toBeUndefined()
})

test('[PF20] what is agreed for our coupons is sent with each; what the bridge fills in cannot be set', () => {
  const agreed = { store_code: 'hall', coupon_code: 'c-120', coupon_rule: 'front' }
  expect(couponFieldsIn(JSON.stringify(agreed))).toEqual(agreed)
  for (const text of ['{"value":"999"}', '{"store_code":7}', '[', '"hall"'])
    expect(couponFieldsIn(text), text).toBeUndefined()
})
