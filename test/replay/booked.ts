import type { Actor, Event, StreamName } from '@pingting/contract'
import { HALL, type Wish } from '../flow/floor.ts'

const CITIZEN: Actor = { kind: 'system', part: 'booking' }
const MANAGER: Actor = {
  ...{ kind: 'staff', staffId: 'manager', name: 'manager', role: 'manager', hallIds: ['h1'], lotIds: ['east'] },
}
const codeHash = (letter: string): string => letter.repeat(64)

/** At nine: one changes his mind, one comes to his time and goes again, one does not come. */
export function booked(must: (stream: StreamName, actor: Actor, wish: Wish) => Event[]): void {
  const ask = (type: Wish['type'], letter: string, fields: object = {}): Event[] =>
    must(HALL, CITIZEN, { type, codeHash: codeHash(letter), ...fields })
  const slot = { serviceCode: 'tax', startsAt: '2026-11-23T01:30:00.000Z' }
  for (const letter of ['a', 'b']) ask('appointment.book', letter, slot)
  ask('appointment.move', 'a', { startsAt: '2026-11-24T01:00:00.000Z' })
  ask('appointment.cancel', 'a')
  ask('appointment.book', 'c', slot)
  const taken = ask('appointment.checkIn', 'c').find(event => event.type === 'ticket.taken')!
  must(HALL, MANAGER, { type: 'ticket.cancel', ticketId: taken.ticketId })
}
