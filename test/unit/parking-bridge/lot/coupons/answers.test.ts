import { describe, expect, test } from 'vitest'
import {
  grantByQuery,
  grantTold,
  orderFields,
  queryTold,
  type Reply,
  revokeByQuery,
  revokeTold,
} from '../../../../../parking-bridge/src/lot/coupons/answers.ts'
import type { Ordered } from '../../../../../parking-bridge/src/lot/port.ts'

const EPOCH = 'coupon:park-1'
const ORDERED: Ordered = {
  requestHash: 'aa',
  order: {
    ...{ key: '3f2504e0-4f89-51d3-9a0c-0305e82c3301', siteId: 'lot-1', plate: '鲁F12345', plateColour: 1 },
    ...{ kind: 'time', freeMinutes: 120, maxUses: 1, stackRule: 'max' },
    ...{ notBefore: '2026-11-23T01:00:00.000Z', notAfter: '2026-11-23T15:59:59.999Z' },
  },
}
const HELD = { plate: '鲁F12345', type: '2', value: '120', expire_time: '20261123235959' }
const reply = (code: string, fields = {}): Reply => ({ code, fields })
const AMBIGUOUS = { told: 'ambiguous' }
const rejected = (reason: string) => ({
  told: 'answered',
  answer: { outcome: 'Rejected', reason, storedHash: '', ledgerSeq: 0, gateEpoch: EPOCH },
})
const unknown = (code: string) => ({ told: 'unknown', code })
const refused = (retry: string, code: string) => ({ told: 'refusedBeforeRunning', retry, code })

test('[PF13] an order is a coupon of minutes, until the last whole second of its life on the wall in Shanghai', () => {
  expect(orderFields(ORDERED)).toEqual(HELD)
})

describe('[PF13] what each code says of a grant', () => {
  test.each([
    ['1001', { told: 'answered', answer: { outcome: 'Applied', storedHash: 'aa', ledgerSeq: 0, gateEpoch: EPOCH } }],
    ['1002', refused('notYet', '1002')],
    ['1003', rejected('LIMITED')],
    ['1403', AMBIGUOUS],
    ['1401', refused('retryable', '1401')],
    ['401', refused('retryable', '401')],
    ['403', refused('retryable', '403')],
    ['400', refused('terminal', '400')],
    ['1405', unknown('1405')],
    ['1500', unknown('1500')],
    ['500', unknown('500')],
    ['503', unknown('503')],
    ['1404', unknown('1404')],
    ['toString', unknown('toString')],
  ])('%s', (code, told) => expect(grantTold(reply(code), ORDERED, EPOCH)).toEqual(told))

  test('none: a time-out, an answer that cannot be read, or whose signature is not right', () =>
    expect(grantTold({ failed: 'TimeoutError' }, ORDERED, EPOCH)).toEqual(unknown('TimeoutError')))
})

describe('[PF13] what each code says of a revocation', () => {
  const ended = (outcome: string) => ({ told: 'answered', answer: { outcome, ledgerSeq: 0 } })
  test.each([
    ['1001', ended('Revoked')],
    ['1002', ended('NotFound')],
    ['1403', AMBIGUOUS],
    ['1003', unknown('1003')],
    ['1401', refused('retryable', '1401')],
    ['400', refused('terminal', '400')],
    ['1500', unknown('1500')],
  ])('%s', (code, told) => expect(revokeTold(reply(code))).toEqual(told))

  test.each([
    ['taken back', reply('1001', { status: '-1' }), ended('AlreadyRevoked')],
    ['used', reply('1001', { status: '1', apply_status: '1' }), ended('AlreadyConsumed')],
    ['paid with', reply('1001', { status: '1', apply_status: '0' }), ended('AlreadyConsumed')],
    ['over', reply('1001', { status: '-2' }), ended('AlreadyConsumed')],
    ['not there', reply('1002'), ended('NotFound')],
    ['in no state we know', reply('1001', { status: '7' }), unknown('1001')],
    ['not told of', { failed: 'TimeoutError' }, unknown('TimeoutError')],
  ])('[PF15] 1403 of a coupon that is %s', (_what, asked, told) => expect(revokeByQuery(asked as Reply)).toEqual(told))
})

describe('[PF13] a question about a coupon', () => {
  const found = (state: string, storedHash = 'aa') => ({
    told: 'answered',
    answer: { found: true, state, storedHash, ledgerSeq: 0, gateEpoch: EPOCH },
  })
  test.each([
    ['given', { status: '1', apply_status: '0' }, found('Active')],
    ['used', { status: '1', apply_status: '1' }, found('Consumed')],
    ['taken back', { status: '-1' }, found('Revoked')],
    ['over', { status: '-2' }, found('Expired')],
    ['in no state we know', { status: '0' }, unknown('1001')],
  ])('that is %s', (_what, fields, told) =>
    expect(queryTold(reply('1001', { ...HELD, ...fields }), ORDERED, EPOCH)).toEqual(told),
  )
  test('that is not there', () =>
    expect(queryTold(reply('1002'), ORDERED, EPOCH)).toEqual({
      told: 'answered',
      answer: { found: false, gateEpoch: EPOCH },
    }))
  test.each(Object.keys(HELD))('is only told as ours when its %s is ours', name => {
    for (const other of ['9', undefined]) {
      const fields = Object.entries({ ...HELD, status: '1', [name]: other }).filter(([, value]) => value !== undefined)
      expect(queryTold(reply('1001', Object.fromEntries(fields)), ORDERED, EPOCH)).toEqual(found('Active', ''))
    }
  })
  test.each(['1003', '1403', '1500', '9'])('that is answered with %s is not answered', code =>
    expect(queryTold(reply(code), ORDERED, EPOCH)).toEqual(unknown(code)),
  )
})

describe('[PF15] 1403 to a grant, where the platform can be asked', () => {
  const answered = (outcome: string, storedHash: string) => ({
    told: 'answered',
    answer: { outcome, storedHash, ledgerSeq: 0, gateEpoch: EPOCH },
  })
  test.each([
    ['our order: told before', reply('1001', { ...HELD, status: '1' }), answered('AlreadyApplied', 'aa')],
    ['our order, used', reply('1001', { ...HELD, status: '1', apply_status: '1' }), answered('AlreadyApplied', 'aa')],
    ['another order', reply('1001', { ...HELD, value: '60', status: '1' }), answered('Conflict', '')],
    ['our order, taken back', reply('1001', { ...HELD, status: '-1' }), rejected('INVALID')],
    ['nothing: another discount is on this stay', reply('1002'), rejected('STACK_REJECTED')],
    ['nobody knows what', { failed: 'TimeoutError' }, unknown('TimeoutError')],
    ['what it does not let us see', reply('403'), unknown('403')],
  ])('it holds %s', (_what, asked, told) => expect(grantByQuery(asked as Reply, ORDERED, EPOCH)).toEqual(told))
})
