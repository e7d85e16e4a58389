import { describe, expect, test } from 'vitest'
import type { Ordered } from '../../../../../parking-bridge/src/lot/port.ts'
import {
  type Answered,
  grantAnswer,
  queryAnswer,
  revokeAnswer,
} from '../../../../../parking-bridge/src/lot/registers/answers.ts'
import { orderCrc } from '../../../../../parking-bridge/src/lot/registers/layout.ts'
import { orderBody } from '../../../../../parking-bridge/src/lot/registers/requests.ts'
import { at } from '../../delivery/given.ts'

const ORDERED: Ordered = {
  order: {
    ...{ key: '3f2504e0-4f89-51d3-9a0c-0305e82c3301', siteId: 'lot-1', plate: '鲁F12345', plateColour: 1 },
    ...{ kind: 'time', freeMinutes: 120, notBefore: at(0), notAfter: at(3_600), maxUses: 1, stackRule: 'max' },
  },
  requestHash: 'aa',
}
const OURS = orderCrc(orderBody(ORDERED.order))
const told = (outcome: number, state = 0, crc = OURS): Answered => ({
  ...{ reqSeq: 7, ackSeq: 7, ackKey: ORDERED.order.key, epoch: 'e1' },
  ...{ outcome, state, crc },
})
const place = { ledgerSeq: 7, gateEpoch: 'e1' }

describe('[PF7] the hash that is held is ours when the sum is, and else nobody knows it', () => {
  test.each([
    ['a grant', OURS, grantAnswer, 'aa'],
    ['a grant', OURS + 1, grantAnswer, ''],
    ['a grant', 0, grantAnswer, ''],
    ['a question', OURS, queryAnswer, 'aa'],
    ['a question', OURS + 1, queryAnswer, ''],
  ] as const)('%s', (_what, crc, answer, storedHash) => {
    expect(answer(told(0, 0, crc), ORDERED)).toMatchObject({ storedHash, ...place })
  })
})

test('[PF7] what is answered is in the words of the port, a reason with a rejection alone', () => {
  expect([0, 1, 2].map(outcome => grantAnswer(told(outcome), ORDERED))).toEqual(
    ['Applied', 'AlreadyApplied', 'Conflict'].map(outcome => ({ outcome, storedHash: 'aa', ...place })),
  )
  expect(grantAnswer(told(3, 2, 0), ORDERED)).toEqual({
    ...{ outcome: 'Rejected', reason: 'ALREADY_LEFT', storedHash: '', ...place },
  })
  expect([0, 1, 2, 3].map(outcome => revokeAnswer(told(outcome)).outcome)).toEqual([
    'Revoked',
    'AlreadyRevoked',
    'AlreadyConsumed',
    'NotFound',
  ])
  expect(queryAnswer(told(0, 3), ORDERED)).toMatchObject({ found: true, state: 'Consumed' })
  expect(queryAnswer(told(3), ORDERED)).toEqual({ found: false, gateEpoch: 'e1' })
})

describe('[PF7] what is no answer', () => {
  const all = [
    (outcome: number) => grantAnswer(told(outcome), ORDERED),
    (outcome: number) => revokeAnswer(told(outcome)),
    (outcome: number) => queryAnswer(told(outcome), ORDERED),
  ]
  test.each([
    ['is denied: nothing ran', 4, 'BadUserAccessDenied'],
    ['is malformed: nothing ran', 5, 'BadInvalidArgument'],
    ['is a word nobody knows: it may have run', 9, 'BadUnexpectedError'],
  ])('%s', (_what, outcome, code) => {
    for (const answer of all) expect(() => answer(outcome)).toThrow(expect.objectContaining({ code, said: true }))
  })

  test('is a state nobody knows: it may have run', () => {
    expect(() => queryAnswer(told(0, 9), ORDERED)).toThrow(expect.objectContaining({ code: 'BadUnexpectedError' }))
  })
})
