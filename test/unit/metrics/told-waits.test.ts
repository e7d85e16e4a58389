import { addMinutes, type Instant } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { evolve, initial, type MetricsState } from '../../../server/src/metrics/state.ts'
import { waitErrorOn } from '../../../server/src/metrics/view.ts'
import { DAY, NINE } from '../reactions/world.ts'

const AT_COUNTER = { counterId: 'C01', staffId: 'clerk01' }

/** Told ten to twenty minutes at nine, and called when it is said. */
function visit(state: MetricsState, ticketId: string, waitMinutes: number, { told = true, serviceCode = 'tax' } = {}) {
  const range = told ? { aheadTally: 3, waitMinutesFrom: 10, waitMinutesTo: 20 } : {}
  const ticket = { ticketId, number: 'A001', serviceCode, priority: 'none', businessDay: DAY } as const
  evolve(state, { type: 'ticket.taken', v: 1, at: NINE, ...ticket, ...range })
  call(state, ticketId, addMinutes(NINE, waitMinutes))
}

const call = (state: MetricsState, ticketId: string, at: Instant) =>
  evolve(state, { type: 'ticket.called', v: 1, at, ticketId, number: 'A001', ...AT_COUNTER, mode: 'next' })

/** Waits of 1, 2, … minutes: told 15, they are off by 14, 13, … */
function hallWith(tally: number): MetricsState {
  const state = initial()
  for (let nth = 1; nth <= tally; nth += 1) visit(state, `t${nth}`, nth)
  return state
}

describe('how wrong it was what visitors were told', () => {
  test('[ME30] it is the median of how far first calls were from the middle of the range that was told', () => {
    // 1 … 21 minutes, told 15: off by 14 … 1, 0, 1 … 6; in order 0 1 1 2 2 3 3 4 4 5 5 | 6 …
    expect(waitErrorOn(hallWith(21), DAY, 'tax')).toEqual({ medianMinutes: 5, tally: 21 })
    // of an even number, the middle between the two: 20 waits end at 5 and 5
    expect(waitErrorOn(hallWith(20), DAY, 'tax')).toEqual({ medianMinutes: 5, tally: 20 })
  })

  test('[ME31] it is told from twenty waits on, of that service and that day', () => {
    const state = hallWith(19)
    expect(waitErrorOn(state, DAY, 'tax')).toBeUndefined()
    visit(state, 'other', 5, { serviceCode: 'land' })
    visit(state, 'untold', 5, { told: false })
    expect(waitErrorOn(state, DAY, 'tax')).toBeUndefined()
    visit(state, 't20', 20)
    expect(waitErrorOn(state, DAY, 'tax')?.tally).toBe(20)
    expect(waitErrorOn(state, '2026-11-24', 'tax')).toBeUndefined()
  })

  test('[ME32] an undone call takes its wait back; a recall or a second call adds none; another service proves nothing', () => {
    const state = hallWith(20)
    const place = { status: 'waiting', serviceCode: 'tax', recallTally: 0, ahead: false, queuedAt: NINE } as const
    const undone = { ticketId: 't20', number: 'A001', priority: 'none', takenAt: NINE, counterId: 'C01' } as const
    evolve(state, { type: 'ticket.undone', v: 1, at: addMinutes(NINE, 30), verb: 'called', place, ...undone })
    expect(waitErrorOn(state, DAY, 'tax')).toBeUndefined()
    // called again, an hour late
    call(state, 't20', addMinutes(NINE, 75))
    call(state, 't20', addMinutes(NINE, 76))
    expect(waitErrorOn(state, DAY, 'tax')?.tally).toBe(20)
    // one that was told for tax, and called for land
    const ticket = {
      ticketId: 'moved',
      number: 'A001',
      serviceCode: 'tax',
      priority: 'none',
      businessDay: DAY,
    } as const
    const told = { aheadTally: 0, waitMinutesFrom: 1, waitMinutesTo: 2 }
    evolve(state, { type: 'ticket.taken', v: 1, at: NINE, ...ticket, ...told })
    evolve(state, {
      ...{ type: 'ticket.transferred', v: 1, at: NINE, ticketId: 'moved', serviceCode: 'land' },
      ...AT_COUNTER,
    })
    call(state, 'moved', addMinutes(NINE, 80))
    expect(waitErrorOn(state, DAY, 'tax')?.tally).toBe(20)
    expect(waitErrorOn(state, DAY, 'land')).toBeUndefined()
  })
})
