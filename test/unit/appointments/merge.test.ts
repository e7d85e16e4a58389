import { addMinutes, isRefusal, MINUTE_MS, msOf, type PriorityClass, publishedCalendar } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayLoad } from '../../../server/src/appointments/view.ts'
import { at, Office, TERMS, TODAY } from './office.ts'

describe('where an appointment stands in the queue', () => {
  it.each([
    { came: 'early', minute: '08:30', order: ['A001', 'Y001', 'A002'] },
    { came: 'in time', minute: '09:00', order: ['A001', 'Y001', 'A002'] },
    { came: 'late', minute: '09:20', order: ['A001', 'A002', 'Y001'] },
  ])(
    '[TK56] who came $came queues from the beginning of the slot or from his coming, less ten minutes',
    ({ minute, order }) => {
      // given one who came at 08:49, one at 08:51, and a slot at 09:00
      const office = new Office().open()
      office.book('Y')
      for (const clock of ['08:30', '08:49', '08:51', '09:00', '09:20']) {
        office.now = at(clock)
        if (clock === '08:49' || clock === '08:51') office.take()
        if (clock === minute) office.arrived('Y')
      }
      // when all are called · then the rule's order: 08:49, 08:50 or 09:10, 08:51
      expect(office.callAll()).toEqual(order)
    },
  )

  it('[TK56] a counter that is free calls whoever is there, before his slot as well', () => {
    const office = new Office().open()
    office.book('Y')
    office.now = at('08:31')
    office.arrived('Y')
    expect(office.callAll()).toEqual(['Y001'])
  })

  it('[TK56] whoever comes, in whatever order: everybody is called by the rule as it is written', () => {
    const HEAD = { none: 0, soldier: 20, elder: 20, disabled: 20, appointment: 10 } as const
    const coming = fc.record({
      minute: fc.nat(130),
      who: fc.constantFrom<(PriorityClass | '09:00' | '09:30' | '10:00')[]>(
        'none',
        'none',
        'elder',
        '09:00',
        '09:30',
        '10:00',
      ),
    })
    fc.assert(
      fc.property(fc.array(coming, { maxLength: 25 }), comings => {
        const office = new Office({ ...TERMS, places: 200 }).open()
        const begin = at('08:30')
        const inTime = [...comings].sort((a, b) => a.minute - b.minute)
        for (const [index, { who }] of inTime.entries()) if (who.includes(':')) office.book(`c${index}`, who)
        const oracle: { number: string; key: number; order: number }[] = []
        for (const [order, { minute, who }] of inTime.entries()) {
          office.now = addMinutes(begin, minute)
          const joined = msOf(office.now)
          if (!who.includes(':')) {
            const priority = who as PriorityClass
            oracle.push({ number: office.take(priority), key: joined - HEAD[priority] * MINUTE_MS, order })
            continue
          }
          const checkedIn = office.checkIn(`c${order}`)
          if (isRefusal(checkedIn)) continue
          const { number } = checkedIn.find(event => event.type === 'ticket.taken')!
          oracle.push({ number, key: Math.max(joined, msOf(at(who))) - 10 * MINUTE_MS, order })
        }
        const expected = oracle.sort((a, b) => a.key - b.key || a.order - b.order).map(({ number }) => number)
        expect(office.callAll()).toEqual(expected)
      }),
    )
  })
})

describe('whatever citizens do with their appointments', () => {
  const act = fc.record({
    kind: fc.constantFrom('book', 'book', 'move', 'cancel', 'checkIn', 'pass'),
    code: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'),
    clock: fc.constantFrom('09:00', '09:30', '10:00'),
    day: fc.constantFrom(TODAY, '2026-11-25'),
  })

  it('[TK51, TK58] never more in a slot than it has places, the tallies are what is there, and none is left open when its time is over', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), acts => {
        const office = new Office()
        for (const { kind, code, clock, day } of acts) {
          if (kind === 'book') office.book(code, clock, { day })
          if (kind === 'move') office.move(code, clock, day)
          if (kind === 'cancel') office.cancel(code)
          if (kind === 'checkIn') office.checkIn(code)
          if (kind === 'pass') office.until(addMinutes(office.now, 25))
          const { appointments, taken, byCode } = office.state.appointments
          const counted = new Map<string, number>()
          for (const { serviceCode, startsAt } of appointments.values())
            counted.set(`${serviceCode} ${startsAt}`, (counted.get(`${serviceCode} ${startsAt}`) ?? 0) + 1)
          expect(counted).toEqual(taken)
          expect(Math.max(0, ...taken.values())).toBeLessThanOrEqual(TERMS.places)
          expect(byCode.size).toBe(appointments.size)
        }
        office.until(at('18:00', '2026-11-25'))
        for (const { status } of office.state.appointments.appointments.values()) expect(status).not.toBe('booked')
      }),
    )
  })

  it('[HL47] staff are told of each slot how many are to come, have come, have not come', () => {
    const office = new Office()
    office.book('A')
    const load = () =>
      dayLoad(office.state.appointments, [{ code: 'tax', zh: '税', en: 'Tax' }], TODAY, { calendar: publishedCalendar })
    expect(load().services[0]!.slots[0]).toMatchObject({ places: 2, bookedTally: 1, checkedInTally: 0, missedTally: 0 })
    office.now = at('09:00')
    office.checkIn('A')
    office.book('B', '09:30')
    office.until(at('11:00'))
    expect(load().services[0]!.slots.map(({ checkedInTally, missedTally }) => [checkedInTally, missedTally])).toEqual([
      ...[
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    ])
  })
})
