import { z } from 'zod'
import {
  At,
  CounterId,
  command,
  Day,
  DeviceId,
  event,
  PersonText,
  PriorityClass,
  ServiceCode,
  Signature,
  StaffId,
  TicketId,
  VehicleText,
} from './scalars.ts'

/** In one line: waiting → called → serving → completed, with noShow, held and the ends aside. */
export const TicketStatus = z.enum([
  'waiting',
  'called',
  'serving',
  'held',
  'noShow',
  'completed',
  'cancelled',
  'expired',
])
export type TicketStatus = z.infer<typeof TicketStatus>

/** The verbs a counter can take back. */
export const UndoableVerb = z.enum([
  'called',
  'arrived',
  'completed',
  'held',
  'missed',
  'transferred',
  'returned',
  'recycled',
])
export type UndoableVerb = z.infer<typeof UndoableVerb>

/** What a ticket is apart from its history: the part that undo restores. */
export const TicketPlace = z.strictObject({
  status: TicketStatus,
  serviceCode: ServiceCode,
  counterId: CounterId.optional(),
  staffId: StaffId.optional(),
  calledAt: At.optional(),
  servingAt: At.optional(),
  endedAt: At.optional(),
  recallTally: z.int(),
  /** Returned from hold: goes before everybody who waits. */
  ahead: z.boolean(),
  /** When it last joined the queue as a newcomer: taken, or recycled. Transfer keeps it. */
  queuedAt: At,
})
export type TicketPlace = z.infer<typeof TicketPlace>

const TicketNumber = z.string().regex(/^[A-Z]\d{3,4}$/)

const atCounter = { ticketId: TicketId, counterId: CounterId }

export const ticketCommands = [
  command('ticket.take', {
    serviceCode: ServiceCode,
    priority: PriorityClass.default('none'),
    plate: VehicleText.optional(),
    person: PersonText.optional(),
  }),
  /** A kiosk asks for numbers that it may give out while no hub can be reached. */
  command('ticket.lease', { serviceCodes: z.array(ServiceCode).min(1).max(26) }),
  /** A ticket that it gave out so, signed with its key; `issuedAt` by its own clock. */
  command('ticket.handIn', {
    number: TicketNumber,
    priority: PriorityClass,
    businessDay: Day,
    issuedAt: At,
    /** Looked at where the kiosk is; between hubs the ticket goes without. */
    signature: Signature.optional(),
  }),
  command('ticket.callNext', { counterId: CounterId }),
  command('ticket.callOne', { counterId: CounterId, ticketId: TicketId }),
  command('ticket.recall', atCounter),
  command('ticket.arrive', atCounter),
  command('ticket.finish', atCounter),
  command('ticket.hold', atCounter),
  command('ticket.return', atCounter),
  command('ticket.transfer', { ...atCounter, serviceCode: ServiceCode }),
  command('ticket.miss', atCounter),
  command('ticket.recycle', atCounter),
  command('ticket.cancel', { ticketId: TicketId }),
  command('counter.undo', { counterId: CounterId }),
] as const

export const ticketEvents = [
  event('ticket.taken', {
    ticketId: TicketId,
    number: TicketNumber,
    serviceCode: ServiceCode,
    priority: PriorityClass,
    businessDay: Day,
    // What its taker was told, and what every repeat of the answer tells again: people of the same service before him,
    // and whole business minutes; no minutes while no counter is open for the service.
    aheadTally: z.int().min(0).optional(),
    waitMinutesFrom: z.int().min(0).optional(),
    waitMinutesTo: z.int().min(0).optional(),
    /** Of an appointment: it queues from here when it checked in before. */
    slotStartsAt: At.optional(),
    // Only of a ticket that a kiosk gave out while no hub could be reached: which kiosk, when by its own clock, and when
    // it counts as taken.
    deviceId: DeviceId.optional(),
    issuedAt: At.optional(),
    takenAt: At.optional(),
    /** Who took it, where he showed his identity card: a keyed hash that is another on every day and in every hall. */
    personMark: z.string().max(44).optional(),
  }),
  /** These numbers are given out by this kiosk and nobody else. */
  event('ticket.leased', {
    deviceId: DeviceId,
    serviceCode: ServiceCode,
    businessDay: Day,
    firstNumber: TicketNumber,
    lastNumber: TicketNumber,
  }),
  event('ticket.called', { ...atCounter, number: z.string(), staffId: StaffId, mode: z.enum(['next', 'one']) }),
  event('ticket.recalled', { ...atCounter, number: z.string(), recallTally: z.int() }),
  event('ticket.arrived', atCounter),
  event('ticket.completed', { ...atCounter, staffId: StaffId, serviceCode: ServiceCode }),
  event('ticket.held', atCounter),
  event('ticket.returned', atCounter),
  event('ticket.transferred', { ...atCounter, serviceCode: ServiceCode }),
  event('ticket.missed', atCounter),
  event('ticket.recycled', atCounter),
  event('ticket.cancelled', { ticketId: TicketId }),
  event('ticket.expired', { ticketId: TicketId }),
  event('ticket.undone', {
    ...atCounter,
    verb: UndoableVerb,
    number: z.string(),
    priority: PriorityClass,
    takenAt: At,
    place: TicketPlace,
  }),
] as const
