import { addMinutes } from '@pingting/contract'
import { beforeEach, describe, expect, it } from 'vitest'
import { citizen, clerk, Floor, MORNING } from './floor.ts'

let floor: Floor
beforeEach(() => {
  floor = new Floor().open(1, 2)
})

describe('taking a number', () => {
  it('[TK1] a number is the prefix of its service and a tally of that prefix and business day, with three digits', () => {
    // when
    const ids = [floor.take('tax'), floor.take('housing'), floor.take('tax')]
    // then
    expect(ids).toEqual(['20261123-A001', '20261123-B001', '20261123-A002'])
  })

  it('[TK1] numbers go on after a cancelled ticket and after a manual day close, and begin again the next day', () => {
    // given a number that was cancelled and a day that was closed early
    floor.must({ type: 'ticket.cancel', ticketId: floor.take() })
    floor.must({ type: 'hall.closeDay', businessDay: '2026-11-23' })
    // then
    expect(floor.take()).toBe('20261123-A002')
    floor.wait(24 * 60)
    expect(floor.take()).toBe('20261124-A001')
  })

  it('[TK1] after 999 a number has four digits, and after 9999 the service is exhausted for the day', () => {
    floor.tickets.issued.set('2026-11-23A', 999)
    expect(floor.take()).toBe('20261123-A1000')
    floor.tickets.issued.set('2026-11-23A', 9999)
    expect(floor.refusal({ type: 'ticket.take', serviceCode: 'tax', priority: 'none' })).toEqual({
      ...{ refused: 'ticket.numbers-exhausted', about: 'tax' },
    })
  })

  it('refuses a service the hall does not have', () => {
    expect(floor.refusal({ type: 'ticket.take', serviceCode: 'marriage', priority: 'none' })?.refused).toBe(
      'service.unknown',
    )
  })

  it('[TK2] a plate given with the ticket is bound in the same decision, normalised and with its colour', () => {
    const events = floor.must({ type: 'ticket.take', serviceCode: 'tax', priority: 'none', plate: '鲁f·d12345' })
    expect(events[1]).toEqual({
      ...{ type: 'plate.bound', v: 1, at: MORNING, ticketId: '20261123-A001' },
      ...{ plate: '鲁FD12345', plateColour: 5, revision: 0 },
    })
  })
})

describe('calling', () => {
  it('[TK3] a call is made in the name of the clerk who sits there, whoever presses the button', () => {
    const ticketId = floor.take()
    expect(floor.must({ type: 'ticket.callNext', counterId: 'c1' })).toEqual([
      {
        ...{ type: 'ticket.called', v: 1, at: MORNING, ticketId, counterId: 'c1' },
        ...{ number: 'A001', staffId: 's1', mode: 'next' },
      },
    ])
    expect(floor.place(ticketId)).toMatchObject({ status: 'called', counterId: 'c1', staffId: 's1', calledAt: MORNING })
  })

  it('[TK4] calling the next closes nothing by itself: a counter with somebody to serve is refused, and told whom', () => {
    const ticketId = floor.ticketIn('called')
    floor.take()
    for (const wish of [
      { type: 'ticket.callNext', counterId: 'c1' },
      { type: 'ticket.callOne', counterId: 'c1', ticketId: floor.take() },
    ] as const)
      expect(floor.refusal(wish)).toEqual({ refused: 'counter.busy', about: ticketId })
  })

  it('refuses when nobody waits for the services of the counter', () => {
    floor.take('permits')
    expect(floor.refusal({ type: 'ticket.callNext', counterId: 'c1' })?.refused).toBe('ticket.queue-empty')
  })

  it('[TK5] of two counters that want the same ticket, the second is refused and told which counter won', () => {
    const ticketId = floor.take()
    floor.must({ type: 'ticket.callOne', counterId: 'c2', ticketId }, clerk(2))
    expect(floor.refusal({ type: 'ticket.callOne', counterId: 'c1', ticketId }, clerk(1))).toEqual({
      ...{ refused: 'ticket.not-waiting', about: 'c2' },
    })
  })

  it('[TK6] a ticket is called out of turn only by a counter that handles its service', () => {
    const ticketId = floor.take('permits')
    expect(floor.refusal({ type: 'ticket.callOne', counterId: 'c1', ticketId })).toEqual({
      ...{ refused: 'service.not-here', about: 'permits' },
    })
  })

  it('[TK7] a ticket is called again three times at most, then it must be marked missed', () => {
    const ticketId = floor.ticketIn('called')
    const recall = { type: 'ticket.recall', counterId: 'c1', ticketId } as const
    expect([1, 2, 3].map(() => floor.must(recall)[0])).toMatchObject([1, 2, 3].map(recallTally => ({ recallTally })))
    expect(floor.refusal(recall)?.refused).toBe('ticket.recall-limit')
    floor.must({ type: 'ticket.miss', counterId: 'c1', ticketId })
    floor.must({ type: 'ticket.recycle', counterId: 'c1', ticketId })
    floor.must({ type: 'ticket.callOne', counterId: 'c1', ticketId })
    expect(floor.place(ticketId).recallTally).toBe(0)
  })
})

describe('the verbs at the counter', () => {
  it('a visit from call to finish keeps its times, its counter and its clerk', () => {
    const ticketId = floor.ticketIn('called')
    floor.wait(1)
    floor.must({ type: 'ticket.arrive', counterId: 'c1', ticketId }, clerk(1))
    floor.wait(9)
    const [completed] = floor.must({ type: 'ticket.finish', counterId: 'c1', ticketId }, clerk(1))
    expect(completed).toMatchObject({ type: 'ticket.completed', staffId: 's1', serviceCode: 'tax' })
    expect(floor.place(ticketId)).toEqual({
      ...{ status: 'completed', serviceCode: 'tax', counterId: 'c1', staffId: 's1', recallTally: 0, ahead: false },
      ...{ queuedAt: MORNING, calledAt: MORNING, servingAt: addMinutes(MORNING, 1), endedAt: addMinutes(MORNING, 10) },
    })
    expect(floor.tickets.seats.get('c1')!.ticketId).toBeUndefined()
  })

  it('[TK8] a ticket returned from hold goes before everybody, at whichever counter', () => {
    const held = floor.ticketIn('held')
    floor.take('tax', 'soldier')
    floor.must({ type: 'ticket.return', counterId: 'c2', ticketId: held })
    expect(floor.callNext('c2')).toBe(held)
  })

  it('[TK9] a transferred ticket waits for the other service from the time it was taken', () => {
    const ticketId = floor.ticketIn('serving')
    floor.wait(5)
    const later = floor.take('housing')
    floor.must({ type: 'ticket.transfer', counterId: 'c1', ticketId, serviceCode: 'housing' })
    expect(floor.place(ticketId)).toEqual({
      ...{ status: 'waiting', serviceCode: 'housing', recallTally: 0, ahead: false, queuedAt: MORNING },
    })
    expect([floor.callNext('c2'), floor.callNext('c1')]).toEqual([ticketId, later])
  })

  it('[TK10] a missed ticket that comes back joins the queue as a newcomer', () => {
    const missed = floor.ticketIn('noShow')
    const other = floor.take()
    floor.wait(1)
    floor.must({ type: 'ticket.recycle', counterId: 'c1', ticketId: missed })
    expect(floor.place(missed).queuedAt).toBe(addMinutes(MORNING, 1))
    expect([floor.callNext('c1'), floor.callNext('c2')]).toEqual([other, missed])
  })

  it('[TK11] held and missed tickets stand at no counter: any open counter may bring them back', () => {
    const [held, missed] = [floor.ticketIn('held'), floor.ticketIn('noShow')]
    floor.must({ type: 'ticket.return', counterId: 'c2', ticketId: held }, clerk(2))
    floor.must({ type: 'ticket.recycle', counterId: 'c2', ticketId: missed }, clerk(2))
    expect([floor.place(held).status, floor.place(missed).status]).toEqual(['waiting', 'waiting'])
  })

  it('[TK12] who is called or served is touched only from that counter', () => {
    for (const status of ['called', 'serving'] as const) {
      floor = new Floor().open(1, 2)
      const ticketId = floor.ticketIn(status)
      for (const type of ['recall', 'arrive', 'finish', 'hold', 'miss'] as const)
        expect(floor.refusal({ type: `ticket.${type}`, counterId: 'c2', ticketId })).toEqual({
          ...{ refused: 'ticket.not-here', about: 'c1' },
        })
    }
  })

  it('refuses a transfer to a service the hall does not have', () => {
    const ticketId = floor.ticketIn('serving')
    expect(
      floor.refusal({ type: 'ticket.transfer', counterId: 'c1', ticketId, serviceCode: 'marriage' })?.refused,
    ).toBe('service.unknown')
  })
})

describe('cancelling', () => {
  it('[TK13] a citizen may cancel an open ticket, also one that is called, and the counter is free again', () => {
    const ticketId = floor.ticketIn('called')
    floor.must({ type: 'ticket.cancel', ticketId }, citizen(ticketId))
    expect(floor.place(ticketId)).toMatchObject({ status: 'cancelled', endedAt: MORNING })
    const next = floor.take()
    expect(floor.callNext('c1')).toBe(next)
  })

  it('[TK13] a clerk does not cancel a ticket under the hands of another clerk', () => {
    const ticketId = floor.ticketIn('serving')
    expect(floor.refusal({ type: 'ticket.cancel', ticketId }, clerk(2))).toEqual({
      ...{ refused: 'counter.not-yours', about: 'c1' },
    })
    expect(floor.refusal({ type: 'ticket.cancel', ticketId }, clerk(1))).toBeUndefined()
  })
})

describe('the order of checks', () => {
  const verbs = ['recall', 'arrive', 'finish', 'hold', 'return', 'miss', 'recycle'] as const
  const all = (ticketId: string, counterId: string) => [
    ...verbs.map(verb => ({ type: `ticket.${verb}`, counterId, ticketId }) as const),
    { type: 'ticket.transfer', counterId, ticketId, serviceCode: 'tax' } as const,
    { type: 'ticket.callOne', counterId, ticketId } as const,
  ]
  const atCounter = (ticketId: string, counterId: string) => [
    ...all(ticketId, counterId),
    ...(['ticket.callNext', 'counter.undo'] as const).map(type => ({ type, counterId })),
  ]
  const nobody = '20261123-A404'

  it('[TK14] counter first: it exists, is not closed, is the clerk’s own', () => {
    for (const wish of atCounter(nobody, 'c9')) expect(floor.refusal(wish)?.refused).toBe('counter.unknown')
    for (const wish of atCounter(nobody, 'c3')) expect(floor.refusal(wish)?.refused).toBe('counter.not-open')
    for (const wish of atCounter(nobody, 'c2'))
      expect(floor.refusal(wish, clerk(1))).toEqual({ refused: 'counter.not-yours', about: 's2' })
  })

  it('[TK14] then the ticket: it exists and has not ended', () => {
    const ended = floor.ticketIn('completed')
    for (const wish of all(nobody, 'c1')) expect(floor.refusal(wish, clerk(1))?.refused).toBe('ticket.unknown')
    for (const wish of all(ended, 'c1')) expect(floor.refusal(wish, clerk(1))?.refused).toBe('ticket.ended')
    expect(floor.refusal({ type: 'ticket.cancel', ticketId: nobody })?.refused).toBe('ticket.unknown')
  })

  it('[TK3] a counter that is open and has nobody at it is a bug, and calls in nobody’s name', () => {
    floor.take()
    delete floor.tickets.seats.get('c1')!.staffId
    expect(() => floor.ask({ type: 'ticket.callNext', counterId: 'c1' })).toThrow('counter c1 is open and has no clerk')
  })

  it('[TK15] a paused counter calls nobody, but serves who is there to the end', () => {
    const ticketId = floor.ticketIn('serving')
    const waiting = floor.take()
    floor.must({ type: 'counter.pause', counterId: 'c1', reason: 'break' })
    floor.must({ type: 'ticket.finish', counterId: 'c1', ticketId })
    expect(floor.refusal({ type: 'ticket.callNext', counterId: 'c1' })?.refused).toBe('counter.not-open')
    expect(floor.refusal({ type: 'ticket.callOne', counterId: 'c1', ticketId: waiting })?.refused).toBe(
      'counter.not-open',
    )
  })
})
