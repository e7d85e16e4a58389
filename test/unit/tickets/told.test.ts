import { toldIn } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aheadOf, estimate } from '../../../server/src/tickets/view.ts'
import { Floor } from './floor.ts'

const PRIORITIES = ['none', 'soldier', 'elder', 'disabled', 'appointment'] as const
const kiosk = { kind: 'device', deviceId: 'kiosk-1', device: 'kiosk', hallId: 'laishan' } as const

/** What stands in the event, and what the queue says of the very same ticket the moment after. */
function takeAndLook(floor: Floor, serviceCode: string, priority: (typeof PRIORITIES)[number]) {
  const [taken] = floor.must({ type: 'ticket.take', serviceCode, priority })
  if (taken?.type !== 'ticket.taken') throw new Error('no ticket came out')
  const { ticketId } = taken
  return {
    ticketId,
    told: toldIn(taken),
    seen: { aheadTally: aheadOf(floor.tickets, ticketId), ...estimate(floor.tickets, ticketId) },
  }
}

describe('what the taker of a ticket is told', () => {
  it('[TK45] the event has people ahead and the range as the queue shows them the moment after, for any queue', () => {
    const step = fc.record({
      serviceCode: fc.constantFrom('tax', 'housing', 'permits'),
      priority: fc.constantFrom(...PRIORITIES),
      minutes: fc.nat(15),
      calls: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), fc.subarray([1, 2, 3, 4]), (steps, open) => {
        const floor = new Floor().open(...open)
        for (const { serviceCode, priority, minutes, calls } of steps) {
          const { told, seen } = takeAndLook(floor, serviceCode, priority)
          expect(told).toEqual(seen)
          floor.wait(minutes)
          if (calls && open.includes(1)) floor.send({ type: 'ticket.callNext', counterId: 'c1' })
        }
      }),
    )
  })

  it('[TK45] no minutes are told while no counter is open for the service', () => {
    expect(takeAndLook(new Floor(), 'tax', 'none').told).toEqual({ aheadTally: 0 })
  })

  it('[TK45] the ticket keeps what was told whatever the queue does since; one taken before it was recorded has nothing', () => {
    const floor = new Floor().open(1)
    floor.take()
    const { ticketId, told } = takeAndLook(floor, 'tax', 'none')
    floor.take('tax', 'soldier')
    floor.callNext()
    expect(floor.tickets.tickets.get(ticketId)!.told).toEqual(told)
    const old = { ticketId: '20261123-A777', number: 'A777', serviceCode: 'tax', priority: 'none' } as const
    floor.apply([{ type: 'ticket.taken', v: 1, at: floor.now, businessDay: '2026-11-23', ...old }])
    expect(floor.tickets.tickets.get(old.ticketId)!.told).toBeUndefined()
  })
})

describe('a head start is not given to oneself', () => {
  it('[TK46] a kiosk is refused the priority of an appointment, which staff may give; the others are checked at the counter', () => {
    const floor = new Floor()
    const asked = PRIORITIES.map(
      priority => floor.refusal({ type: 'ticket.take', serviceCode: 'tax', priority }, kiosk)?.refused,
    )
    expect(asked).toEqual([undefined, undefined, undefined, undefined, 'ticket.priority-by-staff'])
    expect(floor.refusal({ type: 'ticket.take', serviceCode: 'tax', priority: 'appointment' })).toBeUndefined()
  })
})
