import { fen, type Refusal } from '@pingting/contract'
import { expect, test } from 'vitest'
import { BO, Desk, found } from '../desk.ts'

const KEY = 'k1'
const propose = (desk: Desk, over: object = {}) =>
  desk.send({
    ...{ type: 'adjustment.propose', key: KEY, kind: 'chargeBack', minutes: 0, amountFen: -200, reason: '重复' },
    ...over,
  })

test('[RB43] all that is adjusted under a key, however often it is opened, is no more than there is', () => {
  const desk = new Desk()
  const adjust = (amountFen: number, over: object = {}) => {
    const told = propose(desk, { amountFen, ...over })
    if (Array.isArray(told)) desk.send({ type: 'adjustment.approve', key: KEY }, BO)
    return Array.isArray(told) ? 'booked' : (told as Refusal).refused
  }
  const first = { credited: { minutes: 0, amountFen: fen(900) } }
  desk.find({ ...found(KEY, 'B5', fen(500)), ...first })
  expect(adjust(-500)).toBe('booked')
  // It is opened again with another amount, and as another class.
  expect(desk.find({ ...found(KEY, 'B5', fen(600)), ...first })).toEqual(['break.opened'])
  expect(adjust(-600)).toBe('adjustment.too-much')
  expect(adjust(-100)).toBe('booked')
  expect(desk.find(found(KEY, 'B6', fen(600)))).toEqual(['break.opened'])
  expect(adjust(-1)).toBe('adjustment.too-much')
  // What was too much can be given back.
  expect(adjust(600, { kind: 'transfer' })).toBe('booked')
})

test.each([
  ['B5', { kind: 'chargeBack', amountFen: 200 }, 'a charge-back takes, and does not give'],
  ['B13', { kind: 'transfer', amountFen: 200 }, 'who paid is given his money, with the number of the payment'],
  ['B5', { kind: 'chargeBack', minutes: -1, amountFen: 0 }, 'a minute does not settle money'],
] as const)('[RB43] %s is not adjusted by %j: %s', (matchClass, over, _why) => {
  const desk = new Desk()
  desk.find(found(KEY, matchClass, fen(200)))
  expect(propose(desk, over)).toEqual({ refused: 'adjustment.kind-wrong' })
})

test('[RB20] what was paid at an exit is refunded once, under whatever keys it is owed', () => {
  const desk = new Desk()
  const exit = { stayId: 's1', exitedAt: '2026-11-23T05:00:00.000Z' }
  const refund = (key: string, amountFen: number) =>
    desk.send({ type: 'adjustment.propose', key, kind: 'refund', minutes: 0, amountFen, reason: '应免' })
  desk.find({ ...found('owed|a', 'B13', fen(800)), ...exit }, { ...found('owed|b', 'B13', fen(800)), ...exit })
  expect(refund('owed|a', 500)).toHaveLength(1)
  expect(refund('owed|b', 301)).toEqual({ refused: 'adjustment.too-much' })
  desk.send({ type: 'adjustment.approve', key: 'owed|a' }, BO)
  desk.send({ type: 'adjustment.pay', key: 'owed|a', reference: '17' }, BO)
  expect(refund('owed|b', 301)).toEqual({ refused: 'adjustment.too-much' })
  expect(refund('owed|b', 300)).toHaveLength(1)
})
