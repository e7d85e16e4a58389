import { expect, test } from 'vitest'
import { unsureStays } from '../../../../hall-display/src/parking/gate/review.ts'
import { NINE } from '../hub/screens.ts'

test('[LT35] plates that wait stand there while the car is inside, the longest waiting first', () => {
  const stay = (stayId: string, enteredAt: string, over: object = {}) => ({
    ...{ stayId, plate: '鲁F12345', carClass: 'casual', enteredAt, review: { laneId: 'in', confidence: 40 }, ...over },
  })
  const { review: _, ...sure } = stay('d', NINE)
  const stays = {
    ...{ a: stay('a', '2026-11-23T02:00:00.000Z'), b: stay('b', NINE), c: stay('c', NINE, { exitedAt: NINE }) },
    d: sure,
  }
  expect(unsureStays(stays).map(({ stayId }) => stayId)).toEqual(['b', 'a'])
})
