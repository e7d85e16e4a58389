import {
  type Actor,
  addMs,
  businessDayOf,
  type CommandOf,
  type Decision,
  type Event,
  fen,
  type GateRecord,
  type HallCard,
  type Instant,
  isRefusal,
  type Level,
  type LotCommand,
  type Refusal,
  type TicketPlace,
} from '@pingting/contract'
import * as evaluationDecisions from '../../../server/src/evaluations/decide.ts'
import * as evaluations from '../../../server/src/evaluations/state.ts'
import * as exemptionDecisions from '../../../server/src/exemptions/decide.ts'
import * as exemptions from '../../../server/src/exemptions/state.ts'
import { carAt } from '../../../server/src/lots/candidates.ts'
import * as lotDecisions from '../../../server/src/lots/decide.ts'
import * as lots from '../../../server/src/lots/state.ts'
import { stackOf, stayOf } from '../../../server/src/lots/view.ts'
import * as metrics from '../../../server/src/metrics/state.ts'
import { atStart, type Crossing, crossings, react } from '../../../server/src/reactions.ts'
import * as rectifications from '../../../server/src/rectifications/state.ts'
import { BRIDGE, card, citizen, fakeId, KIOSK, LOT, NINE, SYSTEM } from './cast.ts'

export * from './cast.ts'

type Unsent<C> = C extends unknown ? Omit<C, 'commandId'> : never
export type Wish = Unsent<CommandOf<keyof typeof evaluationDecisions.decide | keyof typeof exemptionDecisions.decide>>

const TYPES = { evaluations, exemptions, rectifications, metrics }

/**
 * One hall and its lot, joined as `domain.ts` joins them: decide, fold, react, fold, cross. The queue is played by
 * events, since these tests are about what follows from it.
 */
export class World {
  now: Instant = NINE
  evaluations = evaluations.initial()
  exemptions = exemptions.initial()
  rectifications = rectifications.initial()
  metrics = metrics.initial()
  lot = lots.initial()
  /** Every event of the hall, one array for each commit. */
  commits: Event[][] = []
  /** Every event of the lot. */
  lotEvents: Event[] = []
  gateSeq = 0
  gateEpoch = 'g1'
  elsewhere = 0
  /** Stays that were shown to choose from, by ticket and name. */
  shown = new Map<string, string>()
  failures: unknown[] = []
  /** What the gate let go free: exemption and exit. */
  uses = new Set<string>()
  stayFails = false
  sent = 0
  /** Commands that crossed already: the hub answers the same id with the first answer. */
  crossed = new Set<string>()

  constructor(policy: Partial<HallCard['policy']> = {}) {
    this.fold([{ type: 'hall.opened', v: 1, at: this.now, hall: card(policy) }])
    const lot = { lotId: LOT, name: '东区', nameEn: 'East', spaces: 3, hallIds: ['h1'] }
    this.toLot({ type: 'lot.open', commandId: fakeId('open'), lot })
    this.toLot({ type: 'lot.lease', commandId: fakeId('lease'), bridgeId: 'b1' })
  }

  get events(): Event[] {
    return this.commits.flat()
  }

  facts(actor: Actor, name = `command ${++this.sent}`) {
    return {
      ...{ at: this.now, businessDay: businessDayOf(this.now), actor, calendar: { holidays: [], workdays: [] } },
      idFor: (part: string) => fakeId(`${name} ${part}`),
      exemptionIdFor: (...parts: [string, string, number]) => fakeId(parts.join('|')),
      visitIdFor: (ticketId: string) => fakeId(`visit ${ticketId}`),
      stayOf: (_lotId: string, plate: string) => {
        if (this.stayFails) throw new Error('the lot cannot be read')
        return stayOf(this.lot, plate)
      },
      takesSlips: () => this.lot.slips === true,
      plateTallyElsewhere: () => this.elsewhere,
      stayTakenElsewhere: () => false,
      plateChosen: (ticketId: string, choice: string) => {
        const stayId = this.shown.get(`${ticketId} ${choice}`)
        return stayId === undefined ? undefined : carAt(this.lot, stayId)?.plate
      },
      plateAt: (_lotId: string, stayId: string) => carAt(this.lot, stayId)?.plate,
      bridgeEpochOf: () => this.lot.bridgeEpoch,
      gateEpochOf: () => this.lot.gateEpoch,
      stackOf: () => stackOf(this.lot),
      failed: (_ticketId: string, error: unknown) => this.failures.push(error),
    }
  }

  pass(seconds: number): this {
    this.now = addMs(this.now, seconds * 1000)
    return this
  }

  /** Folds the events of another module as one commit, with what follows. */
  commit(events: Event[], name?: string): Event[] {
    this.fold(events)
    const reactions = react(events, this.exemptions, this.facts(SYSTEM, name))
    this.fold(reactions)
    this.commits.push([...events, ...reactions])
    return [...events, ...reactions]
  }

  private fold(events: Event[]): void {
    for (const event of events)
      for (const [name, { evolve }] of Object.entries(TYPES))
        (evolve as (state: unknown, event: Event) => void)(this[name as keyof typeof TYPES], event)
  }

  ask(wish: Wish, actor: Actor = SYSTEM, name = `command ${++this.sent}`): Decision {
    const command = { ...wish, commandId: fakeId(name) }
    const facts = this.facts(actor, name)
    if (wish.type === 'evaluation.submit' || wish.type === 'evaluation.lapse')
      return evaluationDecisions.decide[wish.type](command as never, this.evaluations, facts)
    return exemptionDecisions.decide[wish.type](command as never, this.exemptions, facts)
  }

  send(wish: Wish, actor: Actor = SYSTEM, name = `command ${++this.sent}`): Event[] | Refusal {
    const decision = this.ask(wish, actor, name)
    return isRefusal(decision) ? decision : this.commit(decision, name)
  }

  toLot(command: LotCommand, actor: Actor = BRIDGE): Decision {
    const decide = lotDecisions.decide[command.type as 'lot.open'] as (
      c: LotCommand,
      s: lots.LotState,
      f: object,
    ) => Decision
    const decision = decide(command, this.lot, this.facts(actor))
    if (isRefusal(decision)) return decision
    for (const event of decision) lots.evolve(this.lot, event)
    this.lotEvents.push(...decision)
    return decision
  }

  /** The gate tells facts; what they ask of the hall is sent there unless it was before. */
  gate(...facts: Fact[]): Crossing[] {
    const records = facts.map(fact => ({ ...fact, gateSeq: ++this.gateSeq }) as GateRecord)
    const { gateEpoch } = this
    const told = this.toLot({ type: 'lot.report', commandId: fakeId('r'), bridgeEpoch: 1, gateEpoch, records })
    if (isRefusal(told)) throw new Error(told.refused)
    return this.cross(crossings(told, this.lot, [{ hallId: 'h1', exemptions: this.exemptions }]))
  }

  cross(asked: Crossing[]): Crossing[] {
    for (const { key, command } of asked)
      if (!this.crossed.has(key)) {
        this.crossed.add(key)
        this.send(command, SYSTEM, key)
      }
    return asked
  }

  restart(): Crossing[] {
    return this.cross(atStart(this.lot, [{ hallId: 'h1', exemptions: this.exemptions }]))
  }

  take(number: string, plate?: string, serviceCode = 'tax'): string {
    const ticketId = `${businessDayOf(this.now).replaceAll('-', '')}-${number}`
    const head = { v: 1, at: this.now } as const
    this.commit([
      {
        type: 'ticket.taken',
        ...head,
        ticketId,
        number,
        serviceCode,
        priority: 'none',
        businessDay: businessDayOf(this.now),
      },
    ])
    if (plate !== undefined) this.send({ type: 'plate.bind', ticketId, plate }, KIOSK)
    return ticketId
  }

  verb(type: Verb, ticketId: string, counterId = '1'): Event[] {
    const place = { v: 1, at: this.now, ticketId, counterId } as const
    const number = ticketId.slice(9)
    const staffId = `clerk-${counterId}`
    if (type === 'called') return this.commit([{ type: 'ticket.called', ...place, number, staffId, mode: 'next' }])
    if (type === 'completed') return this.commit([{ type: 'ticket.completed', ...place, staffId, serviceCode: 'tax' }])
    return this.commit([{ type: `ticket.${type}`, ...place }])
  }

  undo(verb: 'called' | 'arrived' | 'completed' | 'missed', ticketId: string, status: TicketPlace['status']): Event[] {
    const place: TicketPlace = { status, serviceCode: 'tax', recallTally: 0, ahead: false, queuedAt: NINE }
    const about = {
      ticketId,
      counterId: '1',
      verb,
      number: ticketId.slice(9),
      priority: 'none',
      takenAt: NINE,
    } as const
    return this.commit([{ type: 'ticket.undone', v: 1, at: this.now, ...about, place }])
  }

  /** Called, served for two minutes, and still at the counter. */
  serve(ticketId: string, counterId = '1'): string {
    this.verb('called', ticketId, counterId)
    this.pass(10).verb('arrived', ticketId, counterId)
    this.pass(120)
    return ticketId
  }

  finish(ticketId: string, counterId = '1'): Event[] {
    return this.verb('completed', ticketId, counterId)
  }

  rate(ticketId: string, level: Level = 5, actor = citizen(ticketId), over: object = {}): Event[] | Refusal {
    return this.send(rating(ticketId, level, actor, over), actor)
  }

  bind(ticketId: string, plate: string): Event[] | Refusal {
    return this.send({ type: 'plate.bind', ticketId, plate }, citizen(ticketId))
  }

  /** The whole visit: taken with a plate, served, completed, rated. */
  visit(number: string, plate?: string, level: Level = 5): string {
    const ticketId = this.serve(this.take(number, plate))
    this.finish(ticketId)
    this.rate(ticketId, level)
    return ticketId
  }

  enter(stayId: string, plate?: string, carClass: 'casual' | 'monthCard' = 'casual'): Crossing[] {
    const fact = { kind: 'entered', stayId, carClass, laneId: 'in', enteredAt: this.now } as const
    return this.gate(plate === undefined ? fact : { ...fact, plate })
  }

  exit(stayId: string): Crossing[] {
    return this.gate({ kind: 'exited', stayId, laneId: 'out', exitedAt: this.now, minutes: 60, ...FREE })
  }

  honour(stayId: string, exemptionId: string, minutesApplied = 60): Crossing[] {
    this.uses.add(`${exemptionId} ${this.now}`)
    return this.gate({ kind: 'honoured', stayId, exemptionId, minutesApplied, ...FREE, exitedAt: this.now })
  }

  exemption(ticketId: string) {
    return this.exemptions.exemptions.get(this.exemptions.claims.get(ticketId)?.exemptionId ?? '')
  }

  withheld(ticketId: string): string | undefined {
    return this.exemptions.claims.get(ticketId)?.withheld?.reason
  }
}

export const FREE = { feeBeforeFen: fen(200), feeWaivedFen: fen(200), feeAfterFen: fen(0) }
export type Verb = 'called' | 'arrived' | 'completed' | 'held' | 'returned' | 'missed' | 'recycled'
export type Fact = GateRecord extends infer R ? (R extends GateRecord ? Omit<R, 'gateSeq'> : never) : never

export function rating(ticketId: string, level: Level = 5, actor: Actor = citizen(ticketId), over: object = {}): Wish {
  const channel =
    actor.kind === 'device' && actor.device !== 'board' && actor.device !== 'wall' && actor.device !== 'booth'
      ? actor.device
      : 'qr'
  const text = level <= 2 ? { text: '等得太久' } : {}
  return {
    ...{ type: 'evaluation.submit', ticketId, level, tagVersion: 2, tagCodes: [], channel, formOpenMs: 5000 },
    ...text,
    ...over,
  } as Wish
}

export const typesOf = (events: Event[] | Refusal): string[] =>
  isRefusal(events) ? [events.refused] : events.map(event => event.type)

export const tally = (events: readonly Event[], type: Event['type']): number =>
  events.filter(event => event.type === type).length

/** As the hub keeps a state in a snapshot: JSON, with each Map marked. */
export const throughJson = <S>(state: S): S =>
  JSON.parse(
    JSON.stringify(state, (_key, value) => (value instanceof Map ? { $map: [...value] } : value)),
    (_key, value) => (value !== null && typeof value === 'object' && '$map' in value ? new Map(value.$map) : value),
  )
