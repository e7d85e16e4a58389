import { expect, test } from 'vitest'
import { daysToDraw } from '../../../server/src/settlements/due.ts'
import { cutOffOf } from '../../../server/src/settlements/late.ts'
import { DAY, Desk, SHA } from './desk.ts'

/** 2026-11-24, Shanghai's time. */
const [AT_ONE, AT_TWO] = ['2026-11-23T17:59:59.999Z', '2026-11-23T18:00:00.000Z']

test('[RB30] yesterday’s settlement is due two hours after the day, and no longer once it is drawn', () => {
  const desk = new Desk()
  expect(cutOffOf(DAY)).toBe(AT_TWO)
  expect([daysToDraw(desk.state, AT_ONE), daysToDraw(desk.state, AT_TWO)]).toEqual([[], [DAY]])
  desk.draw(1, SHA('a'))
  expect(daysToDraw(desk.state, AT_TWO)).toEqual([])
})

test('[RB30] a hub that was away draws the days it missed, the oldest first, four weeks back and no more', () => {
  const desk = new Desk()
  desk.draw(1, SHA('a'))
  expect(daysToDraw(desk.state, '2026-11-26T18:00:00.000Z')).toEqual(['2026-11-24', '2026-11-25', '2026-11-26'])
  const late = daysToDraw(desk.state, '2027-01-10T18:00:00.000Z')
  expect([late[0], late.at(-1), late.length]).toEqual(['2026-12-14', '2027-01-10', 28])
})

test('[RB30] a day between two that were drawn is drawn as well, but not of a month that is closed', () => {
  const desk = new Desk()
  desk.draw(1, SHA('a'))
  desk.draw(1, SHA('b'), { businessDay: '2026-11-26' })
  expect(daysToDraw(desk.state, '2026-11-27T18:00:00.000Z')).toEqual(['2026-11-24', '2026-11-25', '2026-11-27'])
  desk.state.closedThrough = '2026-11'
  expect(daysToDraw(desk.state, '2026-12-01T18:00:00.000Z')).toEqual(['2026-12-01'])
})
