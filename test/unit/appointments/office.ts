import {
  type Actor,
  type AppointmentTerms,
  addMinutes,
  businessDayOf,
  type Calendar,
  type Command,
  type CommandOf,
  type Event,
  type EventOf,
  HallEvent,
  type Instant,
  isRefusal,
  localTime,
  publishedCalendar,
  type Refusal,
} from '@pingting/contract'
import { dueOfHall, type HallState, hallRules, type World } from '../../../server/src/domain.ts'
import { card, clerk, manager, theClock } from '../tickets/floor.ts'

/** Tuesday before a plain working day. */
export const TODAY = '2026-11-24'
export const at = (clock: string, day = TODAY): Instant => localTime(day, clock)
export const TERMS: AppointmentTerms = {
  ...{ hours: [{ from: '09:00', to: '10:30' }], slotMinutes: 30, places: 2, daysAhead: 7 },
}
export const hashOf = (code: string): string => Buffer.from(code).toString('hex').padEnd(64, '0')

const citizen: Actor = { kind: 'system', part: 'booking' }
type Wish = { [T in Command['type']]: Omit<CommandOf<T>, 'commandId'> }[Command['type']]

/** A hall under all of its rules, whose services tax and housing are booked ahead, with a clock one can turn. */
export class Office {
  now: Instant = at('08:00')
  state: HallState
  readonly events: Event[] = []
  readonly #rules
  readonly #world: World
  #commands = 0

  constructor(terms: AppointmentTerms = TERMS, calendar: Calendar = publishedCalendar) {
    this.#world = {
      ...{ calendar, exemptionIdFor: () => 'e', visitIdFor: () => 'v', lot: () => undefined, halls: () => [] },
      failed: (_ticketId, error) => {
        throw error
      },
    }
    this.#rules = hallRules(this.#world, 'laishan')
    this.state = this.#rules.initial()
    const services = card.services.map(service =>
      service.code === 'permits' ? service : { ...service, appointments: terms },
    )
    this.#fold([{ type: 'hall.opened', v: 1, at: this.now, hall: { ...card, services } }])
  }

  /** @returns its events, or why not. */
  send(wish: Wish, actor: Actor = citizen): Event[] | Refusal {
    this.#commands += 1
    const n = String(this.#commands).padStart(12, '0')
    const idFor = (): string => `00000000-0000-4000-8000-${n}`
    const facts = { at: this.now, businessDay: businessDayOf(this.now), actor, idFor }
    const decision = this.#rules.decide(this.state, { ...wish, commandId: idFor() } as Command, facts)
    if (!isRefusal(decision)) this.#fold(decision)
    return decision
  }

  #fold(events: readonly Event[]): void {
    for (const event of events) {
      HallEvent.parse(event)
      this.#rules.evolve(this.state, event)
      this.events.push(event)
    }
  }

  book(code: string, clock = '09:00', { day = TODAY, serviceCode = 'tax' } = {}) {
    return this.send({ type: 'appointment.book', serviceCode, startsAt: at(clock, day), codeHash: hashOf(code) })
  }
  move = (code: string, clock: string, day = TODAY) =>
    this.send({ type: 'appointment.move', codeHash: hashOf(code), startsAt: at(clock, day) })
  cancel = (code: string) => this.send({ type: 'appointment.cancel', codeHash: hashOf(code) })
  checkIn = (code: string) => this.send({ type: 'appointment.checkIn', codeHash: hashOf(code) }, manager)

  /** The ticket of who checks in, who must be let in. */
  arrived(code: string): EventOf<'ticket.taken'> {
    const events = this.checkIn(code)
    if (isRefusal(events)) throw new Error(events.refused)
    return events.find(event => event.type === 'ticket.taken')!
  }

  take(priority: CommandOf<'ticket.take'>['priority'] = 'none', serviceCode = 'tax'): string {
    const events = this.send({ type: 'ticket.take', serviceCode, priority }, manager) as Event[]
    return events.find(event => event.type === 'ticket.taken')!.number
  }

  open(n = 4): this {
    this.send({ type: 'counter.open', counterId: `c${n}` }, clerk(n))
    return this
  }

  /** Calls everybody who waits at a counter, one after the other. @returns their numbers. */
  callAll(n = 4): string[] {
    const numbers: string[] = []
    for (;;) {
      const called = this.send({ type: 'ticket.callNext', counterId: `c${n}` }, clerk(n))
      if (isRefusal(called)) return numbers
      const { number, ticketId, counterId } = called.find(event => event.type === 'ticket.called')!
      numbers.push(number)
      this.send({ type: 'ticket.miss', counterId, ticketId }, clerk(n))
    }
  }

  wait(minutes: number): void {
    this.until(addMinutes(this.now, minutes))
  }

  /** Turns the clock, and does what time calls for. */
  until(now: Instant): void {
    this.now = now
    for (const { command } of dueOfHall(this.state, now, this.#world)) this.send(command as Wish, theClock)
  }

  refused = (decision: Event[] | Refusal): string | undefined => (isRefusal(decision) ? decision.refused : undefined)
}
