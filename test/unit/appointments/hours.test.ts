import { type HallHours, isRefusal, publishedCalendar } from '@pingting/contract'
import { describe, expect, it } from 'vitest'
import { appointmentBehind, bookableDays, dayLoad, ownAppointment } from '../../../server/src/appointments/view.ts'
import { manager } from '../tickets/floor.ts'
import { hashOf, Office, TODAY } from './office.ts'

const WEDNESDAY = '2026-11-25'
const SATURDAY = '2026-11-28'
const span = (weekday: number, from = '09:00', to = '17:00') => ({ weekday, from, to })
const hours = (change: Partial<HallHours> = {}): HallHours => ({
  ...{ weekly: [1, 2, 3, 4, 5].map(weekday => span(weekday)), keepsHolidays: true, days: [] },
  ...change,
})

/** A hall that is open as it says. */
function officeWith(of: HallHours, office = new Office()): Office {
  const set = office.send({ type: 'hall.setHours', hours: of }, manager)
  if (isRefusal(set)) throw new Error(set.refused)
  return office
}

const openingOf = (office: Office) => ({ hours: office.state.halls.hours, calendar: publishedCalendar })
const offered = (office: Office, day: string): number => {
  const days = bookableDays(office.state.appointments, 'tax', office.now, openingOf(office))!
  return days.find(one => one.day === day)!.slots.length
}
const ownOf = (office: Office, code: string) =>
  ownAppointment('laishan', appointmentBehind(office.state.appointments, hashOf(code))!, openingOf(office))
const loadOf = (office: Office, day: string) =>
  dayLoad(office.state.appointments, [{ code: 'tax', zh: '税', en: 'Tax' }], day, openingOf(office))

describe('[TK76] slots lie within the hours of the hall', () => {
  it('[TK76] whole: one that is cut by the opening or the closing is neither offered nor booked', () => {
    const office = officeWith(hours({ days: [{ day: TODAY, hours: { from: '09:15', to: '10:15' } }] }))
    expect(offered(office, TODAY)).toBe(1)
    expect(office.refused(office.book('A', '09:00'))).toBe('appointment.no-slot')
    expect(office.refused(office.book('A', '10:00'))).toBe('appointment.no-slot')
    expect(office.refused(office.book('A', '09:30'))).toBeUndefined()
  })

  it('[TK76] a day of its own on which it is closed has none, though it is a working day', () => {
    const office = officeWith(hours({ days: [{ day: WEDNESDAY }] }))
    expect(offered(office, WEDNESDAY)).toBe(0)
    expect(office.refused(office.book('A', '09:00', { day: WEDNESDAY }))).toBe('appointment.day-closed')
    expect(loadOf(office, WEDNESDAY)).toMatchObject({ closed: true, services: [{ slots: [] }] })
  })

  it('[TK76] a Saturday on which it is open has some; without hours of its own it has none', () => {
    expect(offered(new Office(), SATURDAY)).toBe(0)
    const office = officeWith(hours({ weekly: [span(2), span(6, '09:00', '12:00')] }))
    expect(offered(office, SATURDAY)).toBe(3)
    expect(office.refused(office.book('A', '09:00', { day: SATURDAY }))).toBeUndefined()
    expect(office.refused(office.book('B', '09:00', { day: WEDNESDAY }))).toBe('appointment.day-closed')
  })
})

describe('[TK77] what was booked before the hours were changed', () => {
  it('[TK77] stands, and says so to its citizen and, for every day to come, to the staff', () => {
    const office = new Office()
    office.book('A', '09:00', { day: WEDNESDAY })
    office.book('B', '10:00')
    expect(ownOf(office, 'A')).not.toHaveProperty('outsideHours')
    officeWith(hours({ days: [{ day: WEDNESDAY }] }), office)

    expect(ownOf(office, 'A')).toMatchObject({ status: 'booked', outsideHours: true })
    expect(ownOf(office, 'B')).not.toHaveProperty('outsideHours')
    expect(loadOf(office, TODAY)).toMatchObject({ outside: [{ day: WEDNESDAY, tally: 1 }] })
    expect(loadOf(office, WEDNESDAY)).toMatchObject({
      ...{ closed: true, services: [{ slots: [{ bookedTally: 1, outsideHours: true }] }] },
    })
  })

  it('[TK77] it may be moved once more than three times, to when the hall is open', () => {
    const office = new Office()
    office.book('A', '09:00', { day: WEDNESDAY })
    for (const clock of ['09:30', '10:00', '09:00']) office.move('A', clock, WEDNESDAY)
    expect(office.refused(office.move('A', '09:30', WEDNESDAY))).toBe('appointment.moved-enough')
    officeWith(hours({ days: [{ day: WEDNESDAY, hours: { from: '09:30', to: '17:00' } }] }), office)
    expect(office.refused(office.move('A', '09:00', TODAY))).toBeUndefined()
    expect(ownOf(office, 'A')).not.toHaveProperty('outsideHours')
    expect(loadOf(office, WEDNESDAY)).not.toHaveProperty('outside')
    expect(office.refused(office.move('A', '09:30'))).toBe('appointment.moved-enough')
  })

  it('[TK77] who comes all the same is let in; checked in, it is no appointment to come any more', () => {
    const office = new Office()
    office.book('A', '09:00')
    officeWith(hours({ days: [{ day: TODAY, hours: { from: '09:30', to: '17:00' } }] }), office)
    office.now = '2026-11-24T01:00:00.000Z'
    expect(office.arrived('A').number).toBe('Y001')
    expect(ownOf(office, 'A')).not.toHaveProperty('outsideHours')
  })
})
