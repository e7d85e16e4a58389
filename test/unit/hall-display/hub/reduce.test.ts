import type { ScreenEvent } from '@pingting/contract'
import { fen } from '@pingting/contract/words/fen'
import { CALLS_MAX } from '@pingting/contract/words/screen'
import { describe, expect, test } from 'vitest'
import { reduce } from '../../../../hall-display/src/hub/reduce.ts'
import { called, emptyScreen, envelopeOf, floorScreen, NINE, TICKET, taken } from './screens.ts'

const GRANT = '0b7a8a0e-0000-5000-8000-000000000001'
const granted: ScreenEvent = {
  ...{ type: 'exemption.granted', at: NINE, exemptionId: GRANT, ticketId: TICKET, lotId: 'east', stayId: 's1' },
  ...{ plate: '鲁F12345', freeMinutes: 120, notBefore: NINE, notAfter: '2026-11-23T16:00:00.000Z' },
}

describe('reduce', () => {
  test('[AU8] a call seats the ticket at its counter on the floor, and tells the public only number and counter', () => {
    const floor = reduce(floorScreen(), envelopeOf(1, [taken(), called()]))

    expect(floor.tickets[TICKET]).toMatchObject({ status: 'called', counterId: 'C01', calledAt: NINE })
    expect(floor.counters['C01']?.ticketId).toBe(TICKET)

    const board = reduce(emptyScreen(), envelopeOf(1, [called()], { audience: 'public' }))

    expect(board.calls).toEqual([{ number: 'A001', ticketId: TICKET, counterId: 'C01', at: NINE, recallTally: 0 }])
    expect(board.tickets).toEqual({})
  })

  test('[TK28, TK30] the board keeps the newest calls only, newest first, and one row for a ticket called again', () => {
    const numbers = Array.from({ length: CALLS_MAX + 2 }, (_, i) => `20261123-A${String(i + 1).padStart(3, '0')}`)
    const calls = numbers.map(id => called(id))
    const again: ScreenEvent = { ...called(numbers.at(-2)), type: 'ticket.recalled', recallTally: 1 } as ScreenEvent

    const board = reduce(emptyScreen(), envelopeOf(1, [...calls, again], { audience: 'public' }))

    expect(board.calls).toHaveLength(CALLS_MAX)
    expect(board.calls[0]).toMatchObject({ ticketId: numbers.at(-2), recallTally: 1 })
    expect(board.calls[1]?.ticketId).toBe(numbers.at(-1))
  })

  test('[TK11] a ticket that queues again keeps nothing of its visit to the counter', () => {
    const back: ScreenEvent = {
      type: 'ticket.transferred',
      at: NINE,
      ticketId: TICKET,
      counterId: 'C01',
      serviceCode: 'id',
    }

    const floor = reduce(floorScreen(), envelopeOf(1, [taken(), called(), back]))

    expect(floor.tickets[TICKET]).toEqual({
      ...{ ticketId: TICKET, number: 'A001', serviceCode: 'id', priority: 'none', status: 'waiting' },
      ...{ takenAt: NINE, recallTally: 0 },
    })
    expect(floor.counters['C01']).not.toHaveProperty('ticketId')
  })

  test('[AU8] what did not change keeps its identity, and the screen given is left as it was', () => {
    const before = Object.freeze(floorScreen())
    Object.freeze(before.tickets)
    Object.freeze(before.counters)

    const after = reduce(before, envelopeOf(1, [taken()]))

    expect(before.tickets).toEqual({})
    expect(after.counters).toBe(before.counters)
    expect(after.exemptions).toBe(before.exemptions)
  })

  test('[EX19] a grant takes the withheld reason away, and its end takes its doubts away', () => {
    const before: ScreenEvent = { type: 'exemption.withheld', at: NINE, ticketId: TICKET, reason: 'NO_PLATE' }
    const doubted: ScreenEvent = { type: 'exemption.doubted', at: NINE, exemptionId: GRANT }
    const honoured: ScreenEvent = {
      ...{ type: 'exemption.honoured', at: NINE, exemptionId: GRANT, minutesApplied: 60 },
      ...{ feeBeforeFen: fen(200), feeWaivedFen: fen(200), feeAfterFen: fen(0) },
    }
    const parking = { audience: 'parking' }

    const held = reduce(emptyScreen(), envelopeOf(1, [before], parking))
    expect(held.withheld[TICKET]?.reason).toBe('NO_PLATE')

    const open = reduce(held, envelopeOf(2, [granted, doubted], parking))
    expect(open.withheld).toEqual({})
    expect(open.exemptions[GRANT]).toMatchObject({ status: 'granted', unknown: true, notBefore: NINE })

    const ended = reduce(open, envelopeOf(3, [honoured], parking))
    expect(ended.exemptions[GRANT]).toMatchObject({
      status: 'honoured',
      unknown: false,
      feeWaivedFen: 200,
      endedAt: NINE,
    })
  })

  test('[EX28] what a person found at the gate is held, or is as if it had never been sent', () => {
    const parking = { audience: 'parking' }
    const at = NINE
    const doubted: ScreenEvent = { type: 'exemption.doubted', at, exemptionId: GRANT }
    const sent: ScreenEvent = { type: 'exemption.sent', at, exemptionId: GRANT }
    const settled = (held: boolean): ScreenEvent => ({ type: 'exemption.settled', at, exemptionId: GRANT, held })
    const told = (...events: ScreenEvent[]) => reduce(emptyScreen(), envelopeOf(1, events, parking)).exemptions[GRANT]

    expect(told(granted, doubted, settled(true))).toMatchObject({ status: 'confirmed', unknown: false })
    expect(told(granted, sent, doubted, settled(false))).toMatchObject({ status: 'granted', sent: false })
    expect(told(granted, doubted, settled(false))).not.toHaveProperty('sent')
    expect(told(settled(false))).toBeUndefined()
  })

  test('[AU8] a page keeps nothing of tickets that are not its own', () => {
    const other = reduce(emptyScreen(), envelopeOf(1, [granted], { audience: 'counter:C01' }))

    expect(other.exemptions).toEqual({})
  })

  test('[LT9] a stay that ended leaves the list on the second business day after', () => {
    const entered = (stayId: string, at: string): ScreenEvent => ({
      ...{ type: 'stay.entered', at, stayId, plate: '鲁F12345', carClass: 'casual', enteredAt: at },
    })
    const exited: ScreenEvent = { type: 'stay.exited', at: NINE, stayId: 's1', exitedAt: NINE, feeAfterFen: fen(0) }
    const lot = { stream: 'lot:east', audience: 'parking' }

    const day1 = reduce(emptyScreen(), envelopeOf(1, [entered('s1', NINE), exited], lot))
    const day2 = reduce(day1, envelopeOf(2, [entered('s2', '2026-11-24T01:00:00.000Z')], lot))
    const day3 = reduce(day2, envelopeOf(3, [entered('s3', '2026-11-25T01:00:00.000Z')], lot))

    expect(Object.keys(day2.stays)).toEqual(['s1', 's2'])
    expect(Object.keys(day3.stays)).toEqual(['s2', 's3'])

    // Its exit is told two days late.
    const late: ScreenEvent = { ...exited, stayId: 's2', at: '2026-11-26T01:00:00.000Z', exitedAt: NINE }
    expect(Object.keys(reduce(day3, envelopeOf(4, [late], lot)).stays)).toEqual(['s3'])
  })

  test('[LT24] what was waived is shown with the exit, though it is told after it', () => {
    const at = NINE
    const entered: ScreenEvent = { type: 'stay.entered', at, stayId: 's1', carClass: 'casual', enteredAt: at }
    const paid = { feeBeforeFen: fen(0), feeWaivedFen: fen(0), feeAfterFen: fen(0) }
    const exited: ScreenEvent = { type: 'stay.exited', at, stayId: 's1', exitedAt: at, ...paid }
    const fees = { feeBeforeFen: fen(400), feeWaivedFen: fen(300), feeAfterFen: fen(100) }
    const used: ScreenEvent = { type: 'stay.exemptionHonoured', at, stayId: 's1', ...fees }
    const told = (...events: ScreenEvent[]) =>
      reduce(emptyScreen(), envelopeOf(1, events, { stream: 'lot:east', audience: 'parking' })).stays['s1']

    expect(told(entered, exited, used)).toMatchObject(fees)
    expect(told(entered, used)).not.toMatchObject(fees)
  })

  test('[AU8] an event of a type this face does not know changes nothing', () => {
    const screen = floorScreen()

    expect(reduce(screen, envelopeOf(1, [{ type: 'lot.leased', at: NINE, bridgeEpoch: 2 }]))).toBe(screen)
  })
})
