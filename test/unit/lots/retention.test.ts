import { addMs, DAY_MS, type Event, fen, isRefusal } from '@pingting/contract'
import { expect, test } from 'vitest'
import { decide } from '../../../server/src/lots/decide.ts'
import { due } from '../../../server/src/lots/due.ts'
import { evolve, initial, type LotState } from '../../../server/src/lots/state.ts'

const NINE = '2026-11-23T01:00:00.000Z'
const DAY_ENDS = '2026-11-23T16:00:00.000Z'
const NEXT = '2026-11-25T01:00:00.000Z'
const plate = '鲁F12345'
const money = { minutes: 5, feeBeforeFen: fen(0), feeWaivedFen: fen(0), feeAfterFen: fen(0) }
const entered: Event = {
  ...{ type: 'stay.entered', v: 1, at: NINE, gateSeq: 1, stayId: 's', plate, carClass: 'casual', laneId: 'l' },
  enteredAt: NINE,
}
const exited = (at: string): Event => ({
  ...{ type: 'stay.exited', v: 1, at, gateSeq: 2, stayId: 's', plate, laneId: 'l', exitedAt: at, ...money },
})

function lotAfter(...events: Event[]): LotState {
  const lot = initial()
  const card = { lotId: 'east', name: '东', nameEn: 'East', spaces: 3, hallIds: ['h1'] }
  for (const event of [{ type: 'lot.opened', v: 1, at: NINE, lot: card } as Event, ...events]) evolve(lot, event)
  return lot
}
const dueDays = (lot: LotState, now: string): string[] => due(lot, now).map(({ command }) => command.businessDay)

test('[JR24] the plates of a day go thirty days after its last car has left, and while it is inside they stay', () => {
  expect(dueDays(lotAfter(entered), addMs(DAY_ENDS, 400 * DAY_MS))).toEqual([])
  const lot = lotAfter(entered, exited(NEXT))
  expect(dueDays(lot, addMs(NEXT, 30 * DAY_MS - 1))).toEqual([])
  expect(dueDays(lot, addMs(NEXT, 30 * DAY_MS))).toEqual(['2026-11-23'])
  // The exit's own plate is under the key of its own day.
  expect(dueDays(lot, addMs(NEXT, 31 * DAY_MS))).toEqual(['2026-11-23', '2026-11-25'])
})

test('[JR24] erasing too early, or a day there is nothing of, is refused', () => {
  const facts = { businessDay: '2026-11-23', actor: { kind: 'system', part: 'clock' }, idFor: String } as const
  const command = { type: 'lot.eraseDay', commandId: '', businessDay: '2026-11-23' } as const
  const lot = lotAfter(entered, exited(NINE))
  expect(decide['lot.eraseDay'](command, lot, { ...facts, at: DAY_ENDS })).toMatchObject({ refused: 'lot.day-kept' })
  const at = addMs(DAY_ENDS, 30 * DAY_MS)
  const erased = decide['lot.eraseDay'](command, lot, { ...facts, at })
  expect(erased).toMatchObject([{ type: 'lot.dayErased', businessDay: '2026-11-23' }])
  if (!isRefusal(erased)) for (const event of erased) evolve(lot, event)
  expect(decide['lot.eraseDay'](command, lot, { ...facts, at })).toMatchObject({ refused: 'lot.day-kept' })
})

const about = { v: 1, key: 'a break' } as const
const amounts = { adjustmentId: 'a', kind: 'chargeBack', minutes: -10, amountFen: fen(-100) } as const
const proposed: Event = { type: 'adjustment.proposed', at: NINE, ...about, ...amounts, reason: '张三', staffId: 'o' }
const rejected: Event = {
  ...{ type: 'adjustment.rejected', at: NEXT, ...about, adjustmentId: 'a', reason: '李四', staffId: 'm' },
}
const closed = (at: string): Event => ({ type: 'break.closed', at, ...about, how: 'fits' })

test('[JR30] what staff write about a difference keeps the key of its own day until the difference is closed, and thirty days', () => {
  // given a difference that is open
  const open = lotAfter(proposed, rejected)
  expect(dueDays(open, addMs(NEXT, 400 * DAY_MS))).toEqual([])

  // when it is closed
  const end = '2026-11-28T01:00:00.000Z'
  const over = lotAfter(proposed, rejected, closed(end))

  // then
  expect(dueDays(over, addMs(end, 30 * DAY_MS - 1))).toEqual([])
  expect(dueDays(over, addMs(end, 30 * DAY_MS))).toEqual(['2026-11-23', '2026-11-25'])
})

test('[JR30] an explanation and the reference of a payment close their difference, and go thirty days after their day', () => {
  const explained: Event = { type: 'break.explained', at: NINE, ...about, text: '张三', staffId: 'o' }
  const paid: Event = {
    type: 'adjustment.paid',
    at: NEXT,
    ...about,
    adjustmentId: 'a',
    reference: '1380000',
    staffId: 'o',
  }
  const lot = lotAfter(explained, closed(NINE), paid, closed(NEXT))
  expect(dueDays(lot, addMs(DAY_ENDS, 30 * DAY_MS))).toEqual(['2026-11-23'])
  expect(dueDays(lot, addMs(DAY_ENDS, 32 * DAY_MS))).toEqual(['2026-11-23', '2026-11-25'])
})

test('[JR30] a difference of which nobody has written anything keeps no day', () => {
  expect(dueDays(lotAfter(closed(NINE)), addMs(DAY_ENDS, 400 * DAY_MS))).toEqual([])
})
