import { isRefusal } from '@pingting/contract'
import { describe, expect, it } from 'vitest'
import { decide as decideHall } from '../../../server/src/halls/decide.ts'
import { initial } from '../../../server/src/halls/state.ts'
import { card, manager } from '../tickets/floor.ts'
import { at, hashOf, Office, TERMS, TODAY } from './office.ts'

describe('booking', () => {
  it('[TK50] slots are cut from the hours of the card; a service without terms takes no appointments', () => {
    const office = new Office({ ...TERMS, hours: [{ from: '09:00', to: '10:20' }] })
    expect(office.refused(office.book('A', '09:30'))).toBeUndefined()
    // 10:00 to 10:30 would end after the hours
    expect(office.refused(office.book('B', '10:00'))).toBe('appointment.no-slot')
    expect(office.refused(office.book('B', '09:10'))).toBe('appointment.no-slot')
    expect(office.refused(office.book('B', '09:00', { serviceCode: 'permits' }))).toBe('appointment.not-offered')
  })

  it('[TK51] a slot takes as many as it has places, each service its own; a cancelled place is free at once', () => {
    const office = new Office()
    for (const code of ['A', 'B']) expect(office.refused(office.book(code))).toBeUndefined()
    expect(office.book('C')).toEqual({ refused: 'appointment.full', about: at('09:00') })
    expect(office.refused(office.book('C', '09:00', { serviceCode: 'housing' }))).toBeUndefined()
    expect(office.refused(office.cancel('A'))).toBeUndefined()
    expect(office.refused(office.book('D'))).toBeUndefined()
  })

  it('[TK52] before the slot begins, within the days ahead, on a working day', () => {
    const office = new Office()
    office.now = at('09:00')
    expect(office.refused(office.book('A', '09:00'))).toBe('appointment.slot-past')
    // Saturday; then the last day within reach, which is a Tuesday, and the first beyond it
    expect(office.refused(office.book('A', '09:00', { day: '2026-11-28' }))).toBe('appointment.day-closed')
    expect(office.refused(office.book('A', '09:00', { day: '2026-12-01' }))).toBeUndefined()
    expect(office.refused(office.book('B', '09:00', { day: '2026-12-02' }))).toBe('appointment.no-slot')
    const holiday = new Office(TERMS, { holidays: [TODAY], workdays: ['2026-11-28'] })
    expect(holiday.refused(holiday.book('A'))).toBe('appointment.day-closed')
    expect(holiday.refused(holiday.book('A', '09:00', { day: '2026-11-28' }))).toBeUndefined()
  })

  it('[TK53] a code that stands for somebody else already is not given twice', () => {
    const office = new Office()
    office.book('A')
    expect(office.refused(office.book('A', '10:00'))).toBe('command.id-reused')
  })
})

describe('changing one’s mind', () => {
  it('[TK54] moved three times at most, to another slot that is free; the place it had is free', () => {
    const office = new Office()
    for (const code of ['A', 'B']) office.book(code)
    expect(office.refused(office.move('A', '09:00'))).toBe('appointment.same-slot')
    for (const clock of ['09:30', '10:00', '09:30']) expect(office.refused(office.move('A', clock))).toBeUndefined()
    expect(office.refused(office.move('A', '10:00'))).toBe('appointment.moved-enough')
    expect(office.refused(office.book('C'))).toBeUndefined()
    expect(office.refused(office.move('B', '09:30'))).toBeUndefined()
    expect(office.refused(office.move('C', '09:30'))).toBe('appointment.full')
  })

  it('[TK54] nobody changes what is cancelled, checked in or missed', () => {
    const office = new Office()
    for (const code of ['A', 'B']) office.book(code)
    office.book('C', '09:30')
    office.cancel('A')
    expect(office.refused(office.cancel('A'))).toBe('appointment.unknown')
    office.now = at('09:00')
    office.checkIn('B')
    expect(office.refused(office.cancel('B'))).toBe('appointment.checked-in')
    office.until(at('10:11'))
    expect(office.refused(office.move('C', '10:00'))).toBe('appointment.missed')
  })
})

describe('checking in', () => {
  it('[TK55] from 30 minutes before the slot to 10 after its end, once', () => {
    const office = new Office()
    for (const [code, clock] of [
      ['A', '09:00'],
      ['B', '09:00'],
      ['C', '09:30'],
    ] as const)
      office.book(code, clock)
    office.now = at('08:29')
    expect(office.checkIn('A')).toEqual({ refused: 'appointment.too-early', about: at('08:30') })
    office.now = at('08:30')
    expect(office.arrived('A')).toMatchObject({
      ...{ number: 'Y001', ticketId: '20261124-Y001', priority: 'appointment', serviceCode: 'tax' },
      slotStartsAt: at('09:00'),
    })
    expect(office.refused(office.checkIn('A'))).toBe('appointment.checked-in')
    office.now = at('09:40')
    expect(office.arrived('B').number).toBe('Y002')
    office.now = at('10:11')
    // the clock has not said so yet
    expect(office.refused(office.checkIn('C'))).toBe('appointment.missed')
    expect(office.refused(office.checkIn('nobody'))).toBe('appointment.unknown')
  })

  it('[TK57] Y counts for all services of a day together, beside the numbers of each', () => {
    const office = new Office()
    office.book('A')
    office.book('B', '09:00', { serviceCode: 'housing' })
    office.now = at('09:00')
    expect([office.take(), office.arrived('A').number, office.take(), office.arrived('B').number]).toEqual([
      ...['A001', 'Y001', 'A002', 'Y002'],
    ])
    // after a restore it goes on a thousand further, like every other
    office.send(
      { type: 'hall.restore', backupId: '00000000-0000-4000-8000-000000000001', backupAt: at('08:00') },
      { kind: 'system', part: 'restore' },
    )
    office.book('C', '09:30')
    office.now = at('09:30')
    expect(office.arrived('C').number).toBe('Y1003')
  })

  it('[TK58] who has not come to 10 minutes after the end of the slot is a no-show, once, and not a minute before', () => {
    const office = new Office()
    office.book('A')
    office.until(at('09:40'))
    expect(office.events.map(({ type }) => type)).not.toContain('appointment.missed')
    office.until('2026-11-24T01:40:00.001Z')
    office.until(at('09:50'))
    expect(office.events.filter(({ type }) => type === 'appointment.missed')).toHaveLength(1)
    expect(office.state.appointments.taken.get(`tax ${at('09:00')}`)).toBe(1)
    const missed = office.events.find(event => event.type === 'appointment.missed')!
    const again = office.send({ type: 'appointment.miss', appointmentId: missed.appointmentId })
    expect(isRefusal(again)).toBe(true)
  })

  it('[TK58] a clock that comes early is refused; what is past is forgotten with the next booking of a later day', () => {
    const office = new Office()
    office.book('A')
    const [id] = office.state.appointments.appointments.keys()
    const early = office.send({ type: 'appointment.miss', appointmentId: id! })
    expect(office.refused(early)).toBe('appointment.not-due')
    office.until(at('09:00', '2026-11-25'))
    office.book('B', '09:30', { day: '2026-11-25' })
    expect([...office.state.appointments.byCode.keys()]).toEqual([hashOf('B')])
    expect([...office.state.appointments.taken.values()]).toEqual([1])
  })
})

describe('the card', () => {
  const terms = { ...TERMS }
  const opened = (prefix: string, appointments?: typeof terms) => {
    const [first, ...rest] = card.services
    const services = [{ ...first!, prefix, ...(appointments && { appointments }) }, ...rest]
    const facts = { at: at('08:00'), businessDay: TODAY, actor: manager, idFor: (name: string) => name }
    const seen = { ...facts, openTicketIds: [], servingTally: 0, openCounterIds: [] }
    return decideHall['hall.open'](
      { type: 'hall.open', commandId: '00000000-0000-4000-8000-000000000001', hall: { ...card, services } },
      ...([initial(), seen] as const),
    )
  }

  it('[HL46] no service has the prefix of appointments where anything is booked ahead', () => {
    expect(opened('Y', terms)).toEqual({ refused: 'command.malformed', about: 'Y' })
    expect(isRefusal(opened('Y'))).toBe(false)
    expect(isRefusal(opened('A', terms))).toBe(false)
  })
})
