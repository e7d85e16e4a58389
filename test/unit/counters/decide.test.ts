import { beforeEach, describe, expect, it } from 'vitest'
import { counterRow, openCounterIds } from '../../../server/src/counters/view.ts'
import { citizen, clerk, Floor, MORNING, manager, theClock } from '../tickets/floor.ts'

let floor: Floor
beforeEach(() => {
  floor = new Floor()
})
const open = (counterId = 'c1') => ({ type: 'counter.open', counterId }) as const
const pause = { type: 'counter.pause', counterId: 'c1', reason: 'break' } as const
const resume = { type: 'counter.resume', counterId: 'c1' } as const
const close = { type: 'counter.close', counterId: 'c1' } as const
const row = (counterId = 'c1') => counterRow(floor.counters.counters.get(counterId)!)

describe('opening', () => {
  it('[CT1] a counter is opened by the person who will sit there', () => {
    expect(floor.must(open(), clerk(1))).toEqual([
      { type: 'counter.opened', v: 1, at: MORNING, counterId: 'c1', staffId: 's1', staffName: 's1' },
    ])
    for (const actor of [theClock, citizen('20261123-A001')])
      expect(floor.refusal(open('c2'), actor)?.refused).toBe('access.denied')
  })

  it('[CT2] an open or paused counter is not opened again, and says who is there', () => {
    floor.must(open(), clerk(1))
    expect(floor.refusal(open(), clerk(2))).toEqual({ refused: 'counter.already-open', about: 's1' })
    floor.must(pause, clerk(1))
    expect(floor.refusal(open(), clerk(1))?.refused).toBe('counter.already-open')
  })

  it('[CT3] nobody sits at two counters at once', () => {
    floor.must(open(), clerk(1))
    expect(floor.refusal(open('c2'), clerk(1))).toEqual({ refused: 'counter.staff-elsewhere', about: 'c1' })
    floor.must(close, clerk(1))
    floor.must(open('c2'), clerk(1))
    expect(row('c2').staffName).toBe('s1')
  })

  it('refuses a counter the hall does not have', () => {
    expect(floor.refusal(open('c9'), clerk(1))).toEqual({ refused: 'counter.unknown', about: 'c9' })
    for (const wish of [pause, resume, close])
      expect(floor.refusal({ ...wish, counterId: 'c9' }, clerk(1))?.refused).toBe('counter.unknown')
  })
})

describe('pausing and closing', () => {
  it.each([
    ['closed', 'counter.not-open', 'counter.not-open', 'counter.not-open'],
    ['open', 'paused', 'counter.not-paused', 'closed'],
    ['paused', 'counter.not-open', 'open', 'closed'],
  ])('[CT4] a counter that is %s: pause → %s, resume → %s, close → %s', (status, ...outcomes) => {
    for (const [index, wish] of [pause, resume, close].entries()) {
      floor = new Floor()
      if (status !== 'closed') floor.must(open(), clerk(1))
      if (status === 'paused') floor.must(pause, clerk(1))
      const refusal = floor.refusal(wish, clerk(1))
      if (refusal === undefined) floor.must(wish, clerk(1))
      expect(refusal?.refused ?? row().status).toBe(outcomes[index])
    }
  })

  it('[CT5] a clerk acts only at the counter he has opened; a manager at any', () => {
    floor.must(open(), clerk(1))
    for (const wish of [pause, resume, close])
      expect(floor.refusal(wish, clerk(2))).toEqual({ refused: 'counter.not-yours', about: 's1' })
    floor.must(pause, manager)
    floor.must(resume, manager)
    expect(row()).toMatchObject({ status: 'open', staffName: 's1' })
  })

  it('[CT6] a counter with somebody to serve is not closed, whatever became of the ticket by undo', () => {
    floor.open(1)
    const ticketId = floor.ticketIn('serving')
    expect(floor.refusal(close)).toEqual({ refused: 'counter.busy', about: ticketId })
    floor.must({ type: 'ticket.finish', counterId: 'c1', ticketId })
    expect(floor.refusal(close)).toBeUndefined()
    floor.must({ type: 'counter.undo', counterId: 'c1' })
    expect(floor.refusal(close)?.refused).toBe('counter.busy')
    floor.must({ type: 'ticket.cancel', ticketId })
    expect(floor.refusal(close)).toBeUndefined()
  })

  it.each(['hold', 'miss', 'transfer'] as const)('[CT6] it is free again after %s', verb => {
    floor.open(1)
    const ticketId = floor.ticketIn(verb === 'transfer' ? 'serving' : 'called')
    const at = { counterId: 'c1', ticketId }
    floor.must(
      verb === 'transfer'
        ? { type: 'ticket.transfer', ...at, serviceCode: 'housing' }
        : { type: `ticket.${verb}`, ...at },
    )
    expect(row().ticketId).toBeUndefined()
    expect(floor.refusal(close)).toBeUndefined()
  })
})

describe('rows', () => {
  it('[CT7] a counter shows who sits there and whom it serves, and nothing of either when there is nobody', () => {
    const closed = { counterId: 'c1', label: '1', profile: ['tax', 'housing'], status: 'closed' }
    expect(row()).toStrictEqual(closed)
    floor.open(1)
    const ticketId = floor.ticketIn('called')
    expect(row()).toStrictEqual({ ...closed, status: 'open', staffName: 's1', ticketId, since: floor.now })
    floor.must({ type: 'ticket.miss', counterId: 'c1', ticketId })
    floor.must(close)
    expect(row()).toStrictEqual({ ...closed, since: floor.now })
  })

  it('[FA49] a counter says since when it is as it is, and why it is paused', () => {
    expect(row()).not.toHaveProperty('since')
    floor.open(1)
    const openedAt = floor.now
    expect(row().since).toBe(openedAt)
    floor.wait(5)
    const ticketId = floor.ticketIn('called')
    expect(row().since).toBe(floor.now)
    floor.wait(2)
    floor.must({ type: 'ticket.miss', counterId: 'c1', ticketId })
    expect(row().since).toBe(floor.now)
    floor.wait(3)
    floor.must(pause)
    expect(row()).toMatchObject({ status: 'paused', since: floor.now, pauseReason: 'break' })
    floor.wait(3)
    floor.must(resume)
    expect(row()).toMatchObject({ status: 'open', since: floor.now })
    expect(row()).not.toHaveProperty('pauseReason')
  })

  it('[HL4] day close is told the counters opened that day or before, paused ones too', () => {
    floor.open(1, 2)
    floor.must(pause)
    floor.wait(24 * 60)
    floor.open(3)
    expect(openCounterIds(floor.counters, '2026-11-22')).toEqual([])
    expect(openCounterIds(floor.counters, '2026-11-23')).toEqual(['c1', 'c2'])
    expect(openCounterIds(floor.counters, '2026-11-24')).toEqual(['c1', 'c2', 'c3'])
  })
})
