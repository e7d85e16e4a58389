import type { EventOf, PriorityClass } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { Floor, manager, theClock } from '../floor.ts'
import { kioskActor } from './lone-kiosk.ts'

const DAY = '2026-11-23'
const k1 = kioskActor('k1')
const lease = (floor: Floor, actor = k1, serviceCodes = ['tax']) =>
  (floor.must({ type: 'ticket.lease', serviceCodes }, actor) as EventOf<'ticket.leased'>[]).map(
    ({ firstNumber, lastNumber }) => `${firstNumber}–${lastNumber}`,
  )
const slip = (number: string, issuedAt: string, over: { businessDay?: string; priority?: PriorityClass } = {}) => ({
  ...({
    type: 'ticket.handIn',
    number,
    issuedAt,
    priority: 'none',
    businessDay: DAY,
    signature: 'A'.repeat(86),
  } as const),
  ...over,
})

describe('numbers for a kiosk', () => {
  test('[TK70] come from the top, thirty of each service it names, and the hub’s own go on without a gap', () => {
    const floor = new Floor()
    floor.take()
    expect(lease(floor, k1, ['tax', 'permits', 'tax'])).toEqual(['A9970–A9999', 'C9970–C9999'])
    expect(lease(floor, kioskActor('k2'))).toEqual(['A9940–A9969'])
    expect(floor.take()).toBe('20261123-A002')
  })

  test('[TK70] eight times for one service and day; another kiosk and another service have their own', () => {
    const floor = new Floor()
    for (let n = 0; n < 8; n += 1) lease(floor)
    expect(lease(floor)).toEqual([])
    expect(lease(floor, kioskActor('k2'))).toEqual(['A9730–A9759'])
    expect(lease(floor, k1, ['housing'])).toEqual(['B9970–B9999'])
    floor.wait(24 * 60)
    expect(lease(floor)).toEqual(['A9970–A9999'])
  })

  test('[TK70] none below 5000, and the hub’s own stop where they begin', () => {
    const floor = new Floor()
    for (let n = 0; n < 22; n += 1) for (let m = 0; m < 8; m += 1) lease(floor, kioskActor(`k${n}`))
    expect(floor.tickets.leases.get(`${DAY}A`)!.lowest).toBe(5_020)
    expect(lease(floor, kioskActor('k99'))).toEqual([])

    floor.tickets.issued.set(`${DAY}A`, 5_018)
    expect(floor.take()).toBe('20261123-A5019')
    expect(floor.refusal({ type: 'ticket.take', serviceCode: 'tax', priority: 'none' })?.refused).toBe(
      'ticket.numbers-exhausted',
    )
    floor.tickets.issued.set(`${DAY}B`, 9_970)
    expect(lease(floor, k1, ['housing'])).toEqual([])
  })

  test('[TK70, TK74] only a kiosk has them, of services there are', () => {
    const floor = new Floor()
    expect(floor.refusal({ type: 'ticket.lease', serviceCodes: ['tax'] }, manager)?.refused).toBe('access.denied')
    expect(floor.refusal({ type: 'ticket.lease', serviceCodes: ['none'] }, k1)).toEqual({
      ...{ refused: 'service.unknown', about: 'none' },
    })
    expect(floor.refusal(slip('A9970', floor.now), theClock)?.refused).toBe('access.denied')
  })
})

describe('a ticket handed in', () => {
  test('[TK72, TK73] waits from when its kiosk gave it out, before who came later, and is called in that order', () => {
    // given numbers with the kiosk; it gives one out at 08:40, an elder’s at 08:50, and somebody comes to staff at 08:45
    const floor = new Floor().open(1)
    lease(floor)
    floor.wait(15)
    const inBetween = floor.take()
    floor.wait(15)
    const [first, elder] = ['2026-11-23T00:40:00.000Z', '2026-11-23T00:50:00.000Z']

    // when both are handed in at 09:00
    const [taken] = floor.must(slip('A9970', first), k1) as [EventOf<'ticket.taken'>]
    floor.must(slip('A9971', elder, { priority: 'elder' }), k1)

    // then they stand where they would stand, and nobody promised them a wait
    expect(taken).toMatchObject({ at: floor.now, takenAt: first, issuedAt: first, deviceId: 'k1', serviceCode: 'tax' })
    expect(taken.aheadTally).toBeUndefined()
    const ids = ['20261123-A9971', '20261123-A9970', inBetween]
    for (const ticketId of ids) {
      expect(floor.callNext()).toBe(ticketId)
      floor.must({ type: 'ticket.miss', ticketId, counterId: 'c1' })
    }
    expect(floor.take()).toBe('20261123-A002')
  })

  test('[TK73] no clock of a kiosk goes before its lease, nor before its last ticket, nor beyond now', () => {
    const floor = new Floor()
    lease(floor)
    const leasedAt = floor.now
    floor.wait(60)
    const takenAt = (number: string, issuedAt: string) =>
      (floor.must(slip(number, issuedAt), k1)[0] as EventOf<'ticket.taken'>).takenAt

    expect(takenAt('A9970', '2026-11-22T17:00:00.000Z')).toBe(leasedAt)
    expect(takenAt('A9971', '2026-11-23T01:10:00.000Z')).toBe('2026-11-23T01:10:00.000Z')
    expect(takenAt('A9972', '2026-11-23T01:05:00.000Z')).toBe('2026-11-23T01:10:00.000Z')
    expect(takenAt('A9973', '2030-01-01T00:00:00.000Z')).toBe(floor.now)
  })

  test.each([
    ['ticket.other-day', slip('A9970', '2026-11-22T09:00:00.000Z', { businessDay: '2026-11-22' }), k1],
    ['ticket.number-not-leased', slip('A9969', '2026-11-23T00:40:00.000Z'), k1],
    ['ticket.number-not-leased', slip('A001', '2026-11-23T00:40:00.000Z'), k1],
    ['ticket.number-not-leased', slip('B9970', '2026-11-23T00:40:00.000Z'), k1],
    ['ticket.number-not-leased', slip('Z9970', '2026-11-23T00:40:00.000Z'), k1],
    ['ticket.number-not-leased', slip('A9970', '2026-11-23T00:40:00.000Z'), kioskActor('k2')],
    ['ticket.number-used', slip('A9980', '2026-11-23T00:40:00.000Z'), k1],
    ['ticket.priority-by-staff', slip('A9970', '2026-11-23T00:40:00.000Z', { priority: 'appointment' }), k1],
  ])('[TK74] is refused with %s (%#)', (code, wish, actor) => {
    const floor = new Floor()
    lease(floor)
    floor.wait(20)
    floor.must(slip('A9980', floor.now), k1)
    expect(floor.refusal(wish, actor)?.refused).toBe(code)
  })

  test('[TK75] of a revoked kiosk is refused, and nobody else is given its numbers', () => {
    const floor = new Floor()
    lease(floor)
    floor.apply([{ type: 'device.revoked', v: 1, at: floor.now, deviceId: 'k1' }])
    expect(floor.refusal(slip('A9970', floor.now), k1)?.refused).toBe('ticket.number-not-leased')
    expect(lease(floor, kioskActor('k2'))).toEqual(['A9940–A9969'])
  })

  test('[TK75] a restored hub leases a thousand numbers lower, and forgets all of them with the day', () => {
    const floor = new Floor()
    floor.apply([
      {
        ...{ type: 'hall.restored', v: 1, at: floor.now, businessDay: DAY, numbersSkipped: 1_000 },
        ...{ backupId: '00000000-0000-4000-8000-000000000000', backupAt: floor.now },
      },
    ])
    expect(lease(floor)).toEqual(['A8970–A8999'])
    floor.apply([{ type: 'hall.dayClosed', v: 1, at: floor.now, businessDay: '2026-11-24' }])
    expect(floor.tickets.leases.size).toBe(0)
  })
})
