import { describe, expect, it } from 'vitest'
import { evolve } from '../../../server/src/tickets/state.ts'
import {
  aheadOf,
  estimate,
  floorTickets,
  openTicketIds,
  outlooks,
  servingTally,
  ticketRow,
  whyNotCallable,
} from '../../../server/src/tickets/view.ts'
import { citizen, Floor, MORNING, theClock } from './floor.ts'

const rowOf = (floor: Floor, ticketId: string) => ticketRow(floor.tickets.tickets.get(ticketId)!)

describe('rows', () => {
  it('a waiting ticket shows what is known of it and nothing else', () => {
    const floor = new Floor().open(1)
    expect(rowOf(floor, floor.take('tax', 'elder'))).toStrictEqual({
      ...{ ticketId: '20261123-A001', number: 'A001', serviceCode: 'tax', priority: 'elder', status: 'waiting' },
      ...{ takenAt: MORNING, recallTally: 0 },
    })
  })

  it('a rated ticket says that it was rated, never how', () => {
    const floor = new Floor().open(1)
    const ticketId = floor.ticketIn('completed')
    floor.rate(ticketId)
    expect(rowOf(floor, ticketId)).toStrictEqual({
      ...{ ticketId, number: 'A001', serviceCode: 'tax', priority: 'none', status: 'completed', takenAt: MORNING },
      ...{ counterId: 'c1', calledAt: MORNING, servingAt: MORNING, endedAt: MORNING, recallTally: 0, rated: true },
    })
  })
})

describe('how many are before me', () => {
  it('[TK25] people ahead are those of the same service who are called before, class and return counted', () => {
    const floor = new Floor().open(1)
    const held = floor.ticketIn('held')
    const mine = floor.take()
    floor.take('housing')
    expect(aheadOf(floor.tickets, mine)).toBe(0)
    floor.take('tax', 'soldier')
    expect(aheadOf(floor.tickets, mine)).toBe(1)
    floor.must({ type: 'ticket.return', counterId: 'c1', ticketId: held })
    expect(aheadOf(floor.tickets, mine)).toBe(2)
    floor.callNext()
    expect(aheadOf(floor.tickets, mine)).toBe(1)
  })

  it('[TK25] absent for a ticket that does not wait, and for one nobody knows', () => {
    const floor = new Floor().open(1)
    expect(aheadOf(floor.tickets, floor.ticketIn('called'))).toBeUndefined()
    expect(aheadOf(floor.tickets, '20261123-A404')).toBeUndefined()
  })
})

describe('[TK26] the wait is a range: people ahead × recent minutes of the service ÷ counters open for it, a quarter either way', () => {
  const queue = (floor: Floor, tally: number) => Array.from({ length: tally }, () => floor.take())

  it('with nobody waiting elsewhere, only the one at the counter widens the range', () => {
    const floor = new Floor().open(1, 2)
    const mine = queue(floor, 5).at(-1)!
    // 4 ahead, 10 minutes, 2 counters: 20 minutes; 25 with who is at the counter
    expect(estimate(floor.tickets, mine)).toEqual({ waitMinutesFrom: 15, waitMinutesTo: 32 })
  })

  it('a counter that also serves another queue counts with its share in the later end', () => {
    const floor = new Floor().open(1)
    const mine = queue(floor, 2).at(-1)!
    floor.take('housing')
    floor.take('housing')
    expect(estimate(floor.tickets, mine)).toEqual({ waitMinutesFrom: 7, waitMinutesTo: 50 })
  })

  it('absent while no counter is open for the service, or all are paused', () => {
    const floor = new Floor().open(1)
    expect(estimate(floor.tickets, floor.take('permits'))).toBeUndefined()
    const mine = floor.take()
    floor.must({ type: 'counter.pause', counterId: 'c1', reason: 'break' })
    expect(estimate(floor.tickets, mine)).toBeUndefined()
    expect(estimate(floor.tickets, '20261123-A404')).toBeUndefined()
  })

  it('follows how long the service takes lately, but one forgotten finish counts four typical times at most', () => {
    const floor = new Floor().open(1)
    const served = floor.ticketIn('serving')
    floor.wait(400)
    floor.must({ type: 'ticket.finish', counterId: 'c1', ticketId: served })
    floor.ticketIn('called')
    expect(floor.tickets.pace.get('tax')?.recentMinutes).toBe(10 + 0.2 * (40 - 10))
  })
})

describe('what the console is told', () => {
  it('[TK27] a ticket that cannot be called says why, in the words the decider would use', () => {
    const floor = new Floor().open(1, 2)
    const why = (ticketId: string, counterId = 'c1') => whyNotCallable(floor.tickets, counterId, ticketId)
    const [mine, permit] = [floor.take(), floor.take('permits')]
    expect(why(mine)).toBeUndefined()
    expect(why(mine, 'c9')?.refused).toBe('counter.unknown')
    expect(why(mine, 'c3')?.refused).toBe('counter.not-open')
    expect(why('20261123-A404')?.refused).toBe('ticket.unknown')
    expect(why(permit)).toEqual({ refused: 'service.not-here', about: 'permits' })
    const called = floor.ticketIn('called')
    expect(why(called, 'c2')).toEqual({ refused: 'ticket.not-waiting', about: 'c1' })
    expect(why(mine)).toEqual({ refused: 'counter.busy', about: called })
  })
})

describe('[FA10] what a counter would do as things stand', () => {
  const next = (floor: Floor, counterId = 'c1') => outlooks(floor.tickets)[counterId]?.next
  const calls = (floor: Floor): string => {
    const announced = next(floor)!.ticketId
    const served = floor.callNext()
    expect(served).toBe(announced)
    floor.must({ type: 'ticket.miss', counterId: 'c1', ticketId: served })
    return served
  }

  it('tells whom it would call and why: longest, a class, the first service, back from hold', () => {
    const floor = new Floor().open(1)
    expect(next(floor)).toBeUndefined()
    const held = floor.ticketIn('held')
    const other = floor.take('housing')
    floor.wait(1)
    const plain = floor.take()
    expect(next(floor)).toEqual({ ticketId: plain, why: 'profile' })
    const elder = floor.take('tax', 'elder')
    expect(next(floor)).toEqual({ ticketId: elder, why: 'priority' })
    floor.must({ type: 'ticket.return', counterId: 'c1', ticketId: held })
    expect(next(floor)).toEqual({ ticketId: held, why: 'returned' })
    expect([calls(floor), calls(floor), calls(floor)]).toEqual([held, elder, plain])
    expect(next(floor)).toEqual({ ticketId: other, why: 'longest' })
  })

  it('[FA16] tells what undo would take back, until somebody else has moved it; of a closed counter nothing', () => {
    const floor = new Floor().open(1)
    const undo = () => outlooks(floor.tickets)['c1']?.undo
    expect(undo()).toBeUndefined()
    const ticketId = floor.ticketIn('called')
    expect(undo()).toEqual({ ticketId, verb: 'called' })
    floor.must({ type: 'ticket.cancel', ticketId }, citizen(ticketId))
    expect(undo()).toBeUndefined()
    expect(Object.keys(outlooks(floor.tickets))).toEqual(['c1'])
  })
})

describe('day close', () => {
  it('[HL6] every open ticket expires, ended ones stay what they were, and the screens of the hall are cleared', () => {
    const floor = new Floor().open(1)
    const open = (['held', 'noShow', 'waiting', 'called'] as const).map(status => floor.ticketIn(status))
    expect(openTicketIds(floor.tickets, '2026-11-23')).toEqual(open)
    expect(openTicketIds(floor.tickets, '2026-11-22')).toEqual([])
    expect(servingTally(floor.tickets, '2026-11-23')).toBe(1)
    floor.must({ type: 'hall.closeDay', businessDay: '2026-11-23' }, theClock)
    expect(open.map(ticketId => floor.place(ticketId).status)).toEqual(open.map(() => 'expired'))
    expect(floorTickets(floor.tickets)).toEqual([])
    expect([...floor.tickets.waiting.values()].flat()).toEqual([])
  })

  it('[HL7] a filed ticket goes at the close of a later day, a rateable one when its rating lapses', () => {
    // given
    const floor = new Floor().open(1)
    const [unrated, rated, cancelled] = [
      ...[floor.ticketIn('completed'), floor.ticketIn('completed'), floor.ticketIn('cancelled')],
    ]
    floor.rate(rated!)
    const closeToday = (businessDay: string) => floor.must({ type: 'hall.closeDay', businessDay }, theClock)
    closeToday('2026-11-23')
    expect(floor.tickets.tickets.size).toBe(3)
    expect(floor.refusal({ type: 'ticket.cancel', ticketId: cancelled! }, citizen(cancelled!))?.refused).toBe(
      'ticket.ended',
    )
    // when
    floor.wait(24 * 60)
    floor.take()
    closeToday('2026-11-24')
    // then
    expect([...floor.tickets.tickets.keys()]).toEqual([unrated, '20261124-A001'])
    floor.apply([{ type: 'evaluation.lapsed', v: 1, at: floor.now, ticketId: unrated! }])
    expect([...floor.tickets.tickets.keys()]).toEqual(['20261124-A001'])
    expect([...floor.tickets.issued.keys()]).toEqual(['2026-11-24A'])
    // What is granted to it after that changes nothing here.
    const before = structuredClone(floor.tickets)
    evolve(floor.tickets, { type: 'exemption.granted', v: 1, at: floor.now, ticketId: unrated! } as never)
    expect(floor.tickets).toEqual(before)
  })
})
