import { describe, expect, test } from 'vitest'
import { factOf, isPushPath } from '../../../../../parking-bridge/src/lot/coupons/pushes.ts'

const COUPON = '/internal/mcoupon/grant/sync'
const EXEMPTION = '3f2504e0-4f89-51d3-9a0c-0305e82c3301'
const CAR = { park_uuid: 'park-1', timestamp: '1795449600000', parking_serial: 'S1', plate: '鲁F12345' }
const MS = '1795449600000'
const AT = '2026-11-23T16:00:00.000Z'
const recordOf = (path: string, fields: Record<string, string>) =>
  factOf(path, { ...CAR, ...fields }, text => text)?.record

const told: [path: string, fields: Record<string, string>, record: object][] = [
  [
    '/internal/enter',
    { enter_time: MS, enter_gate: 'Lane_1', car_type: '1' },
    { kind: 'entered', stayId: 'S1', plate: '鲁F12345', laneId: 'Lane_1', carClass: 'casual', enteredAt: AT },
  ],
  [
    '/internal/leave',
    {
      ...{ leave_time: MS, leave_gate: '东门', parking_time: '7259' },
      ...{ total_value: '400', free_value: '300' },
    },
    {
      ...{ kind: 'exited', stayId: 'S1', plate: '鲁F12345', laneId: 'unknown', exitedAt: AT, minutes: 120 },
      ...{ feeBeforeFen: 400, feeWaivedFen: 300, feeAfterFen: 100, sharedWaiver: true },
    },
  ],
  [
    '/internal/payment',
    { pay_serial: 'P1', pay_value: '400', pay_time: MS },
    { kind: 'paid', stayId: 'S1', paidFen: 400, paidAt: AT },
  ],
  [
    '/internal/update',
    { flow_no: 'U1', operate_time: '2026-11-23T16:00:00Z' },
    { kind: 'plateCorrected', stayId: 'S1', plate: '鲁F12345', correctedAt: AT },
  ],
  [
    COUPON,
    {
      ...{ grant_serial: EXEMPTION, status: '1', apply_status: '1', apply_time: AT },
      ...{ coupon_value: '120', apply_value: '400', total_value: '400' },
    },
    {
      ...{ kind: 'honoured', stayId: 'S1', exemptionId: EXEMPTION, minutesApplied: 120, exitedAt: AT },
      ...{ feeBeforeFen: 400, feeWaivedFen: 400, feeAfterFen: 0 },
    },
  ],
  [
    COUPON,
    { grant_serial: EXEMPTION, status: '-2', apply_time: AT },
    { kind: 'denied', stayId: 'S1', exemptionId: EXEMPTION, reason: 'Expired', deniedAt: AT },
  ],
  [
    COUPON,
    { grant_serial: EXEMPTION, status: '-1', apply_time: AT },
    { kind: 'denied', stayId: 'S1', exemptionId: EXEMPTION, reason: 'Revoked', deniedAt: AT },
  ],
  [
    '/internal/release',
    { release_method: '1', release_time: AT },
    { kind: 'released', stayId: 'S1', release: 'manual', releasedAt: AT },
  ],
  [
    '/internal/release',
    { release_method: '3', release_time: AT },
    { kind: 'released', stayId: 'S1', release: 'tailgate', releasedAt: AT },
  ],
]

describe('[PF16, PF23, PF24] a push in the words of the house', () => {
  test.each(told)('%s %o', (path, fields, record) => expect(recordOf(path, fields)).toEqual(record))

  test.each([
    ['1', 'casual'],
    ['2', 'monthCard'],
    ['3', 'vip'],
    // Who pays from a balance pays for the stay; and so does, as far as anybody knows, who is not classed.
    ['4', 'casual'],
    ['0', 'casual'],
  ])('a car of type %s is %s', (car_type, carClass) =>
    expect(recordOf('/internal/enter', { enter_time: MS, car_type })).toMatchObject({ carClass }),
  )

  test('a car that no camera could read has no plate, and a waiver is never more than the fee', () => {
    expect(recordOf('/internal/enter', { enter_time: MS, plate: '' })).not.toHaveProperty('plate')
    const leave = { leave_time: MS, parking_time: '60', total_value: '100', free_value: '400' }
    expect(recordOf('/internal/leave', leave)).toMatchObject({ feeWaivedFen: 400, feeAfterFen: 0 })
  })

  test('[RB39] what a platform let off at an exit is of whoever gave a coupon; what was ours its coupons tell', () => {
    const leave = { leave_time: MS, parking_time: '60', total_value: '100' }
    expect(recordOf('/internal/leave', { ...leave, free_value: '40' })).toMatchObject({ sharedWaiver: true })
    for (const free of [{ free_value: '0' }, {}])
      expect(recordOf('/internal/leave', { ...leave, ...free })).not.toHaveProperty('sharedWaiver')
  })
})

describe('[PF16, GT12] what cannot be read is told as foreign, with its name and without a value', () => {
  test.each([
    ['/internal/enter', {}, 'enter'],
    ['/internal/enter', { enter_time: '2026-11-23' }, 'enter'],
    ['/internal/enter', { enter_time: MS, parking_serial: '流水 1' }, 'enter'],
    ['/internal/leave', { leave_time: MS, parking_time: '60' }, 'leave'],
    ['/internal/leave', { leave_time: MS, parking_time: '60', total_value: '4.00' }, 'leave'],
    ['/internal/payment', { pay_value: '-1', pay_time: MS }, 'payment'],
    ['/internal/update', { operate_time: MS }, 'update'],
    [COUPON, { grant_serial: 'G1', status: '1', apply_status: '1', apply_time: AT }, 'coupon'],
    [COUPON, { grant_serial: EXEMPTION, status: '-1' }, 'coupon'],
    ['/internal/release', { release_method: '1' }, 'release'],
    ['/internal/release', { release_method: '9', release_time: AT }, 'release'],
  ])('%s %o', (path, fields, rawType) =>
    expect(recordOf(path, fields as Record<string, string>)).toEqual({ kind: 'foreign', rawType }),
  )
})

test('[PF16] what is no end of a coupon, and a barrier that opened by its own rules, are no news', () => {
  expect(recordOf(COUPON, { grant_serial: EXEMPTION, status: '1', apply_status: '0' })).toBeUndefined()
  expect(recordOf(COUPON, { grant_serial: EXEMPTION, status: '1' })).toBeUndefined()
  const { parking_serial: _none, ...nowhere } = { ...CAR, grant_serial: EXEMPTION, status: '-2' }
  expect(factOf(COUPON, nowhere, text => text)).toBeUndefined()
  expect(recordOf('/internal/release', { release_method: '2' })).toBeUndefined()
})

test('[PF17] a repeat has the key of what it repeats, and nothing else has', () => {
  const keyOf = (path: string, fields: object) => factOf(path, { ...CAR, ...fields }, text => text)!.key
  const once = keyOf('/internal/enter', { enter_time: MS })
  expect(keyOf('/internal/enter', { enter_time: MS, timestamp: '1795449700000', remain_space: '9' })).toBe(once)
  const others = [
    keyOf('/internal/enter', { enter_time: '1795449600001' }),
    keyOf('/internal/enter', { enter_time: MS, parking_serial: 'S2' }),
    keyOf('/internal/leave', { leave_time: MS }),
  ]
  expect(new Set([once, ...others]).size).toBe(4)
})

test('[PF18] there is a door for each push, and no other', () => {
  expect(['/internal/enter', COUPON].every(isPushPath)).toBe(true)
  expect(['/', '/internal', '/internal/enter/', 'toString', '/internal/gate'].some(isPushPath)).toBe(false)
})
