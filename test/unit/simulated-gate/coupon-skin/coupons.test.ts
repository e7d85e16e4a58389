import { describe, expect, test } from 'vitest'
import {
  billOf,
  couponOf,
  decideCoupon,
  decideTakeBack,
  serialOf,
} from '../../../../parking-bridge/simulated-gate/src/coupon-skin/coupons.ts'
import { instantOfWall, wallOf } from '../../../../parking-bridge/simulated-gate/src/coupon-skin/times.ts'
import { at, Gate, PLATE } from '../given.ts'

const wish = { serial: 'K1', plate: PLATE, minutes: 120, notAfter: at(600) }

class Platform extends Gate {
  forgets = false
  give = (minute: number, change: Partial<typeof wish> = {}) =>
    this.does(decideCoupon(this.ledger, { ...wish, ...change }, this.forgets, at(minute)))
  takeBack = (minute: number, serial = 'K1') => this.does(decideTakeBack(this.ledger, serial, at(minute)))
}
/** With the car inside. */
const opened = (change: object = {}): Platform => {
  const platform = new Platform(change)
  platform.enter(0)
  return platform
}

describe('[PF13] what a platform answers to a coupon', () => {
  test('1001: it is given', () => expect(opened().give(1)).toBe('1001'))
  test('1002: the car is not inside', () => {
    const platform = new Platform()
    expect(platform.give(1)).toBe('1002')
    platform.enter(2)
    expect(platform.give(3)).toBe('1001')
  })
  test('1003: a month card, a fee that is paid, or no coupon left', () => {
    const platform = new Platform()
    platform.enter(0, PLATE, 'S1', 'monthCard')
    expect(platform.give(1)).toBe('1003')
    const paid = opened()
    paid.pay(100)
    expect(paid.give(101)).toBe('1003')
    expect(opened({ capacity: 0 }).give(1)).toBe('1003')
  })
  test('1403: given before, another under the serial, another on the stay', () => {
    const platform = opened()
    platform.give(1)
    expect([platform.give(2), platform.give(2, { minutes: 60 }), platform.give(2, { serial: 'K2' })]).toEqual([
      ...['1403', '1403', '1403'],
    ])
    platform.exit(100)
    expect(platform.give(101)).toBe('1403')
  })
  test('400: it would be over', () => expect(opened().give(601)).toBe('400'))
})

test('[PF20] a platform that forgets gives the same serial again', () => {
  const platform = opened()
  platform.forgets = true
  expect([platform.give(1), platform.give(2), platform.give(3)]).toEqual(['1001', '1001', '1001'])
  expect([...platform.ledger.grants.keys()].map(serialOf)).toEqual(['K1', 'K1', 'K1'])
})

test('[PF13] a coupon tells how it stands: given, used, taken back, over', () => {
  const stands = (platform: Platform, minute: number) => {
    const { status, apply_status } = couponOf(platform.ledger, 'K1', at(minute))
    return [status, apply_status]
  }
  const [used, back] = [opened(), opened()]
  for (const platform of [used, back]) platform.give(1)
  expect([stands(used, 2), stands(used, 700)]).toEqual([
    ['1', '0'],
    ['-2', '0'],
  ])
  used.exit(100)
  back.takeBack(2)
  expect([stands(used, 101), stands(back, 3)]).toEqual([
    ['1', '1'],
    ['-1', '0'],
  ])
})

test('[PF13] a coupon is taken back once, not after it was used, and nothing is kept of one that never was', () => {
  const platform = opened()
  platform.give(1)
  expect([platform.takeBack(2), platform.takeBack(3), platform.takeBack(3, 'K9')]).toEqual(['1001', '1403', '1002'])
  expect(platform.give(4, { serial: 'K9' })).toBe('1001')
  platform.exit(100)
  expect(platform.takeBack(101, 'K9')).toBe('1403')
})

test('[PF13] how a coupon stands is told with what it was given for', () => {
  const platform = opened()
  expect(couponOf(platform.ledger, 'K1', at(1))).toEqual({ result_code: '1002' })
  platform.give(1)
  const given = { result_code: '1001', plate: PLATE, type: '2', value: '120', expire_time: '20261123183000' }
  expect(couponOf(platform.ledger, 'K1', at(1))).toMatchObject({ ...given, status: '1', apply_status: '0' })
  expect(couponOf(platform.ledger, 'K1', at(603))).toMatchObject({ status: '-2' })
  platform.exit(120)
  const used = { status: '1', apply_status: '1', coupon_value: '120', apply_value: '400', apply_time: at(120) }
  expect(couponOf(platform.ledger, 'K1', at(121))).toMatchObject({ ...given, ...used })
})

test('[PF21] what a car has to pay is told of those inside', () => {
  const platform = opened()
  expect(billOf(platform.ledger, '鲁F54321', at(1))).toEqual({ result_code: '1002' })
  expect(billOf(platform.ledger, PLATE, at(90))).toEqual({
    ...{ result_code: '1001', plate: PLATE, parking_serial: 'S1', enter_time: '20261123083000' },
    ...{ parking_time: '5400', pay_value: '400' },
  })
})

test('[PF19] its clock on the wall is that of Shanghai, there and back over midnight', () => {
  for (const [instant, wall] of [
    ['2026-11-23T15:59:59.000Z', '20261123235959'],
    ['2026-11-23T16:00:00.000Z', '20261124000000'],
  ] as const) {
    expect(wallOf(instant)).toBe(wall)
    expect(instantOfWall(wall)).toBe(instant)
  }
  for (const text of ['2026112400000', '20261324000000', '', '2026-11-24']) expect(instantOfWall(text)).toBeUndefined()
})
