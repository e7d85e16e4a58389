import type { Shape } from '../fill.ts'
import type { zh } from './zh-CN.ts'

export const en: Shape<typeof zh> = {
  appointments: {
    title: 'Appointments',
    hall: 'Hall',
    noHall: 'There is no hall to look at.',
    checkInTitle: 'Check somebody in',
    codeLabel: 'Booking code (a scanner can type it)',
    checkIn: 'Check in',
    checkInFrom: 'This one can check in from {at}.',
    checkedIn: 'Checked in, number',
    loads: 'Slots and how full they are',
    day: 'Day',
    asOf: 'As of {at}; reconnecting',
    none: 'No service of this hall is booked ahead.',
    closed: 'The hall is closed on this day and takes no appointments.',
    begins: 'Begins',
    sum: 'Sum',
    came: '{count} came',
    missed: '{count} missed',
    and: ', ',
    outside:
      'Booked for times at which the hall is closed by now: {days}. Their page asks them to move or cancel; please receive whoever comes all the same.',
    outsideOn: '{day} ({count})',
    outsideHours: 'closed',
    legend:
      'Each cell has the places taken of those there are. Came: has a ticket; missed: not checked in 10 minutes after the end of the slot. Nothing is kept of who booked.',
  },
}
