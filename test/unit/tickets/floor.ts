import {
  type Actor,
  addMinutes,
  businessDayOf,
  type Command,
  type CommandOf,
  type Decision,
  type Event,
  type Facts,
  type HallCard,
  HallEvent,
  isRefusal,
  isWithin,
  type PriorityClass,
  publishedCalendar,
  type Refusal,
  type TicketStatus,
} from '@pingting/contract'
import * as counters from '../../../server/src/counters/decide.ts'
import * as counterState from '../../../server/src/counters/state.ts'
import { openCounterIds } from '../../../server/src/counters/view.ts'
import * as halls from '../../../server/src/halls/decide.ts'
import * as hallState from '../../../server/src/halls/state.ts'
import * as tickets from '../../../server/src/tickets/decide.ts'
import * as ticketState from '../../../server/src/tickets/state.ts'
import { openTicketIds, servingTally } from '../../../server/src/tickets/view.ts'

/** `now` of every floor to begin with: Monday 08:30 in Yantai. */
export const MORNING = '2026-11-23T00:30:00.000Z'

const service = (code: string, prefix: string, typicalMinutes: number) => ({
  ...{ code, prefix, zh: code, en: code, typicalMinutes },
})

export const card: HallCard = {
  hallId: 'laishan',
  hallNumber: 1,
  name: '莱山区政务服务中心',
  nameEn: 'Laishan District Service Hall',
  region: '370613',
  complaintPhone: '12345',
  services: [service('tax', 'A', 10), service('housing', 'B', 20), service('permits', 'C', 5)],
  counters: [
    { counterId: 'c1', label: '1', profile: ['tax', 'housing'] },
    { counterId: 'c2', label: '2', profile: ['housing', 'tax'] },
    { counterId: 'c3', label: '3', profile: ['permits', 'tax', 'housing'] },
    { counterId: 'c4', label: '4', profile: ['tax'] },
  ],
  lotIds: [],
  policy: {
    ...{ version: '2026-1', freeMinutes: 60, stackRule: 'replace', perPlatePerDay: 1 },
    ...{ minServiceSeconds: 30, minFormSeconds: 2 },
  },
}

const staff = (role: 'clerk' | 'manager', staffId: string): Actor => ({
  ...{ kind: 'staff', staffId, name: staffId, role, hallIds: ['laishan'], lotIds: [] },
})
/** Clerk `s1` works at counter `c1`, and so on. */
export const clerk = (n: string | number): Actor => staff('clerk', `s${n}`)
export const manager = staff('manager', 'm1')
export const theClock: Actor = { kind: 'system', part: 'clock' }
export const citizen = (ticketId: string): Actor => ({ kind: 'citizen', hallId: 'laishan', ticketId })

type Wish = { [T in Command['type']]: Omit<CommandOf<T>, 'commandId'> }[Command['type']]
type Decider = (command: Wish, state: unknown, facts: Facts) => Decision

/** The three modules of the floor as domain.ts puts them together, with a clock one can turn. */
export class Floor {
  hall = hallState.initial()
  counters = counterState.initial()
  tickets = ticketState.initial()
  events: Event[] = []
  now = MORNING

  constructor(hall: HallCard = card) {
    this.apply([{ type: 'hall.opened', v: 1, at: this.now, hall }])
  }

  apply(events: readonly Event[]): void {
    for (const event of events) {
      HallEvent.parse(event)
      hallState.evolve(this.hall, event)
      counterState.evolve(this.counters, event)
      ticketState.evolve(this.tickets, event)
      this.events.push(event)
    }
  }

  /** @returns what the decider says, without letting it happen. */
  ask(wish: Wish, actor: Actor = manager): Decision {
    const day = wish.type === 'hall.closeDay' ? wish.businessDay : businessDayOf(this.now)
    const facts: halls.DayFacts & tickets.TicketFacts = {
      ...{ at: this.now, businessDay: businessDayOf(this.now), actor, idFor: (name: string) => name },
      givesNumbers: isWithin(this.hall.hours, this.now, publishedCalendar),
      markOf: person => (this.hall.realName === undefined ? undefined : `${businessDayOf(this.now)} ${person}`),
      openTicketIds: openTicketIds(this.tickets, day),
      servingTally: servingTally(this.tickets, day),
      openCounterIds: openCounterIds(this.counters, day),
    }
    const inTickets = wish.type.startsWith('ticket.') || wish.type === 'counter.undo'
    const [table, state] = inTickets
      ? [tickets.decide, this.tickets]
      : wish.type.startsWith('counter.')
        ? [counters.decide, this.counters]
        : [halls.decide, this.hall]
    return (table as unknown as Record<string, Decider>)[wish.type]!(wish, state, facts)
  }

  /** Asks, and lets it happen. */
  send(wish: Wish, actor: Actor = manager): Decision {
    const decision = this.ask(wish, actor)
    if (!isRefusal(decision)) this.apply(decision)
    return decision
  }

  /** Sends what must succeed. @returns its events. */
  must(wish: Wish, actor: Actor = manager): Event[] {
    const decision = this.send(wish, actor)
    if (isRefusal(decision)) throw new Error(`${wish.type} was refused: ${decision.refused}`)
    return decision
  }

  refusal(wish: Wish, actor: Actor = manager): Refusal | undefined {
    const decision = this.ask(wish, actor)
    return isRefusal(decision) ? decision : undefined
  }

  wait(minutes: number): void {
    this.now = addMinutes(this.now, minutes)
  }

  open(...numbers: number[]): this {
    for (const n of numbers) this.must({ type: 'counter.open', counterId: `c${n}` }, clerk(n))
    return this
  }

  take(serviceCode = 'tax', priority: PriorityClass = 'none'): string {
    const [taken] = this.must({ type: 'ticket.take', serviceCode, priority })
    if (taken?.type !== 'ticket.taken') throw new Error('no ticket came out')
    return taken.ticketId
  }

  callNext(counterId = 'c1'): string {
    const [called] = this.must({ type: 'ticket.callNext', counterId })
    if (called?.type !== 'ticket.called') throw new Error('nobody was called')
    return called.ticketId
  }

  /** A ticket at counter c1, brought to the status by the shortest way. */
  ticketIn(status: TicketStatus): string {
    const ticketId = this.take()
    const at = { ticketId, counterId: 'c1' }
    if (status === 'waiting') return ticketId
    if (status === 'cancelled') return this.afterwards(ticketId, { type: 'ticket.cancel', ticketId })
    if (status === 'expired') {
      this.apply([{ type: 'ticket.expired', v: 1, at: this.now, ticketId }])
      return ticketId
    }
    this.must({ type: 'ticket.callOne', ...at })
    if (status === 'called') return ticketId
    if (status === 'noShow') return this.afterwards(ticketId, { type: 'ticket.miss', ...at })
    if (status === 'held') return this.afterwards(ticketId, { type: 'ticket.hold', ...at })
    this.must({ type: 'ticket.arrive', ...at })
    return status === 'serving' ? ticketId : this.afterwards(ticketId, { type: 'ticket.finish', ...at })
  }

  private afterwards(ticketId: string, wish: Wish): string {
    this.must(wish)
    return ticketId
  }

  place(ticketId: string) {
    return this.tickets.tickets.get(ticketId)!.place
  }

  rate(ticketId: string): void {
    const common = {
      type: 'evaluation.submitted',
      v: 1,
      at: this.now,
      ticketId,
      counterId: 'c1',
      staffId: 's1',
    } as const
    const evaluationId = 'b7c2f8e0-5d0b-5c7e-9c1c-1f2a3b4c5d6e'
    const what = { serviceCode: 'tax', serviceDay: '2026-11-23', level: 5 as const, tagVersion: 2, tagCodes: [] }
    this.apply([{ ...common, ...what, evaluationId, channel: 'tablet', source: 'active' }])
  }

  reward(ticketId: string): void {
    const id = 'b7c2f8e0-5d0b-5c7e-9c1c-1f2a3b4c5d6e'
    const car = { lotId: 'east', stayId: 's1', plate: '鲁F12345', plateColour: 1, revision: 0 }
    const terms = { freeMinutes: 60, stackRule: 'max' as const, policyVersion: '2026-1', businessDay: '2026-11-23' }
    const exemption = { exemptionId: id, evaluationId: id, ticketId, counterId: 'c1', ...car, ...terms }
    const valid = { notBefore: this.now, notAfter: '2026-11-23T16:00:00.000Z' }
    this.apply([{ type: 'exemption.granted', v: 1, at: this.now, ...exemption, ...valid }])
  }
}
export type { Wish }
