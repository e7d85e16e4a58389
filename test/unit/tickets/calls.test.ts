import { addMinutes, CALLS_MAX, type CallRow, callsAfter, type ScreenEvent } from '@pingting/contract'
import { beforeEach, describe, expect, it } from 'vitest'
import { callRows } from '../../../server/src/tickets/view.ts'
import { Floor, MORNING, theClock } from './floor.ts'

let floor: Floor
beforeEach(() => {
  floor = new Floor().open(1, 2, 4)
})
const board = () => callRows(floor.tickets).map(row => `${row.number}→${row.counterId}`)
const call = (counterId: string) => {
  floor.take()
  return { counterId, ticketId: floor.callNext(counterId) }
}

/** What the public room is sent of an event: no clerk, no place of the ticket. */
const PUBLIC = ['ticket.called', 'ticket.recalled', 'ticket.missed', 'ticket.undone', 'hall.dayClosed']
const publicEvents = (): ScreenEvent[] =>
  floor.events
    .filter(event => PUBLIC.includes(event.type))
    .map(event => {
      const { type, at, ...rest } = event as ScreenEvent & Record<string, unknown>
      const names = ['number', 'ticketId', 'counterId', 'recallTally', 'verb']
      return { type, at, ...Object.fromEntries(Object.entries(rest).filter(([name]) => names.includes(name))) }
    }) as ScreenEvent[]

describe('the board of newest calls', () => {
  it('[TK28] the newest call stands on top, and a recall brings its number back there with its tally', () => {
    const first = call('c1')
    call('c2')
    expect(board()).toEqual(['A002→c2', 'A001→c1'])
    floor.wait(1)
    floor.must({ type: 'ticket.recall', ...first })
    expect(callRows(floor.tickets)[0]).toEqual({
      ...{ number: 'A001', ticketId: first.ticketId, counterId: 'c1', at: addMinutes(MORNING, 1), recallTally: 1 },
    })
    expect(board()).toEqual(['A001→c1', 'A002→c2'])
  })

  it('[TK28] a ticket has one row: called at another counter, it moves', () => {
    const first = call('c1')
    call('c2')
    floor.must({ type: 'ticket.hold', ...first })
    floor.must({ type: 'ticket.return', ...first })
    expect(board()).toEqual(['A002→c2', 'A001→c1'])
    floor.callNext('c4')
    expect(board()).toEqual(['A001→c4', 'A002→c2'])
  })

  it('[TK29] a miss takes the number away, an undone miss brings it back, an undone call takes it away', () => {
    const first = call('c1')
    floor.must({ type: 'ticket.miss', ...first })
    expect(board()).toEqual([])
    floor.must({ type: 'counter.undo', counterId: 'c1' })
    expect(board()).toEqual(['A001→c1'])
    call('c2')
    floor.must({ type: 'counter.undo', counterId: 'c2' })
    expect(board()).toEqual(['A001→c1'])
  })

  it('[TK29] what is not public leaves the row: arrival, finish, its undo, a cancel', () => {
    const first = call('c1')
    floor.must({ type: 'ticket.arrive', ...first })
    floor.must({ type: 'ticket.finish', ...first })
    floor.must({ type: 'counter.undo', counterId: 'c1' })
    floor.must({ type: 'ticket.cancel', ticketId: first.ticketId })
    expect(board()).toEqual(['A001→c1'])
  })

  it('[TK30] at most eight rows; day close clears the board; the public events alone lead to the same rows', () => {
    for (let i = 0; i < CALLS_MAX + 2; i += 1) {
      const at = call('c4')
      if (i % 3 === 0) floor.must({ type: 'ticket.recall', ...at })
      floor.must({ type: 'ticket.miss', ...at })
      if (i !== 4) floor.must({ type: 'counter.undo', counterId: 'c4' })
      if (i !== 4) floor.must({ type: 'ticket.hold', ...at })
    }
    const folded = () => publicEvents().reduce<readonly CallRow[]>(callsAfter, [])
    expect(board()).toEqual(['10', '09', '08', '07', '06', '04', '03', '02'].map(n => `A0${n}→c4`))
    expect(folded()).toEqual(callRows(floor.tickets))
    floor.must({ type: 'hall.closeDay', businessDay: '2026-11-23' }, theClock)
    expect(board()).toEqual([])
    expect(folded()).toEqual([])
  })
})

it('[TK28] what is announced without its number is left off the board, and a recall without its tally counts none', () => {
  const at = MORNING
  const recall = { type: 'ticket.recalled', at, number: 'A001', ticketId: 't1', counterId: 'c1' } as ScreenEvent
  const row = { number: 'A001', ticketId: 't1', counterId: 'c1', at, recallTally: 0 }
  expect(callsAfter([], recall)).toEqual([row])
  expect(callsAfter([row], { type: 'ticket.called', at } as ScreenEvent)).toEqual([row])
})
