import { addMs, type Event, fen, MINUTE_MS } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { daysToPass } from '../../../server/src/settlements/due.ts'
import { dayOf } from '../../../server/src/settlements/late.ts'
import { evolve } from '../../../server/src/settlements/state.ts'
import { BOOKS, DAY, Desk, SHA, TWO } from './desk.ts'

const FEES = { feeBeforeFen: fen(200), feeWaivedFen: fen(200), feeAfterFen: fen(0) }
const THURSDAY = '2026-11-26T01:00:00.000Z'
const of = (stayId: string, exitedAt: string, at: string) => ({ v: 1, at, stayId, exitedAt, gateSeq: 7, ...FEES })
const exited = (exitedAt: string, at = THURSDAY) =>
  ({ ...of('s1', exitedAt, at), type: 'stay.exited', laneId: 'out', minutes: 60 }) as unknown as Event
const used = (exitedAt: string, at = THURSDAY) =>
  ({
    ...of('s1', exitedAt, at),
    type: 'stay.exemptionHonoured',
    exemptionId: 'e',
    minutesApplied: 60,
  }) as unknown as Event
const passes = (desk: Desk, now: string, passedAt: [string, string][] = []) =>
  daysToPass(desk.state, now, new Map(passedAt))

describe('days whose books change after their cut-off', () => {
  test('[RB40] what was told in time is in the books; what is told later has its day passed again', () => {
    // given an exit of Monday
    const desk = new Desk()
    // when it is told a moment before the cut-off, then Monday is not passed again for it
    evolve(desk.state, exited(`${DAY}T08:00:00.000Z`, addMs(TWO, -1)))
    expect(passes(desk, THURSDAY)).toEqual([])
    // when it is told at the cut-off, or on Thursday, then it is
    evolve(desk.state, exited(`${DAY}T08:00:00.000Z`, TWO))
    expect(passes(desk, THURSDAY)).toEqual([DAY])
    evolve(desk.state, exited('2026-11-24T08:00:00.000Z'))
    expect(passes(desk, THURSDAY)).toEqual([DAY, '2026-11-24'])
  })

  test('[RB40] it is passed until what follows in the halls is told, and then no more', () => {
    const desk = new Desk()
    evolve(desk.state, exited(`${DAY}T08:00:00.000Z`))
    const settled = addMs(THURSDAY, 20 * MINUTE_MS)
    expect(passes(desk, settled, [[DAY, addMs(settled, -1)]])).toEqual([DAY])
    expect(passes(desk, settled, [[DAY, settled]])).toEqual([])
    // and whoever owns the car park after that reads it off the version that was drawn since
    desk.now = settled
    desk.draw(1, SHA('a'))
    expect(passes(desk, settled)).toEqual([])
    // and what is told after that is news again
    evolve(desk.state, exited(`${DAY}T08:00:00.000Z`, addMs(settled, 1)))
    expect(passes(desk, settled, [[DAY, settled]])).toEqual([DAY])
  })

  test('[RB28, RB40] a use touches the day before it too, of which its grant may be, an exit does not', () => {
    const desk = new Desk()
    evolve(desk.state, used('2026-11-24T02:00:00.000Z'))
    expect(passes(desk, THURSDAY)).toEqual([DAY, '2026-11-24'])
    const other = new Desk()
    evolve(other.state, exited('2026-11-23T16:00:00.000Z'))
    expect(passes(other, THURSDAY)).toEqual(['2026-11-24'])
  })

  test('[RB40] what is told four weeks later is in no books, and a closed month is not passed', () => {
    const desk = new Desk()
    evolve(desk.state, exited('2026-10-29T08:00:00.000Z'))
    expect(passes(desk, THURSDAY)).toEqual(['2026-10-29'])
    evolve(desk.state, exited('2026-10-28T08:00:00.000Z'))
    expect(passes(desk, THURSDAY)).toEqual(['2026-10-29'])
    desk.state.closedThrough = '2026-10'
    expect(passes(desk, THURSDAY)).toEqual([])
  })

  test('[RB31, RB40] entries, what the gate holds, and a daily file are of their day too; a call is of none', () => {
    const days = [
      { type: 'stay.entered', enteredAt: `${DAY}T15:59:59.999Z` },
      { type: 'ledger.accepted', acceptedAt: `${DAY}T15:59:59.999Z` },
      { type: 'settlement.fileTaken', businessDay: DAY },
      { type: 'ticket.called' },
    ].map(event => dayOf(event as unknown as Event))
    expect(days).toEqual([DAY, DAY, DAY, undefined])
  })
})

test('[RB54] that something was told late is noted once, as late as it was told, and of no closed month', () => {
  const desk = new Desk()
  const note = (toldAt: string) => desk.send({ type: 'settlement.noteLate', businessDay: DAY, toldAt }, BOOKS)
  expect(note(THURSDAY)).toMatchObject([{ type: 'settlement.lateNoted', businessDay: DAY, toldAt: THURSDAY }])
  expect(passes(desk, THURSDAY)).toEqual([DAY])
  expect([note(THURSDAY), note(addMs(THURSDAY, -1))]).toEqual([[], []])
  expect(note(addMs(THURSDAY, 1))).toHaveLength(1)
  desk.state.closedThrough = '2026-11'
  expect(note(addMs(THURSDAY, 2))).toEqual([])
})
