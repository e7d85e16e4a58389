import type {
  Actor,
  Command,
  Event,
  Facts,
  HallCard,
  Instant,
  Refusal,
  Screen,
  ScreenEvent,
  StreamName,
} from '@pingting/contract'
import { addMs, businessDayOf, isRefusal, later } from '@pingting/contract'
import { turnsToAnother } from '../../hall-display/src/hub/place.ts'
import { reduce } from '../../hall-display/src/hub/reduce.ts'
import {
  dueOfHall,
  dueOfLot,
  type HallState,
  hallRules,
  type LotHouse,
  lotRules,
  type Rules,
  type World,
} from '../../server/src/domain.ts'
import { exemptionIdOf, idOf, visitIdOf } from '../../server/src/hub/ids.ts'
import { deliveries } from '../../server/src/hub/publish/audience.ts'
import { hallShown, lotShown } from '../../server/src/hub/publish/shown.ts'
import { crossings } from '../../server/src/reactions.ts'

export const HALL = 'hall:h1'
export const LOT = 'lot:east'
const NINE = '2026-11-23T01:00:00.000Z'

export type Wish = { type: Command['type'] } & Record<string, unknown>
export interface Sent {
  stream: StreamName
  wish: Wish
  actor: Actor
}

const SYSTEM: Actor = { kind: 'system', part: 'reaction' }

/**
 * A hall and its lot on one thread, decided, folded, redacted and shown by the product's own code. What is doubled is
 * the road between: no journal, no socket, and time as it is told.
 */
export class Floor {
  now: Instant = NINE
  /** Every event of the hall, in order. */
  readonly events: Event[] = []
  /** What was decided in hall and lot, in order, as the journal would hold it. */
  readonly commits: { stream: StreamName; at: Instant; commandId: string; actor: Actor; events: Event[] }[] = []
  readonly hall: HallState
  readonly lot: LotHouse
  readonly #hallRules: Rules<HallState>
  readonly #rooms = new Map<string, { stream: StreamName; audience: string; screen: Screen }>()
  /** Who folds for himself. */
  readonly #listeners = new Map<string, (events: ScreenEvent[]) => void>()
  readonly #crossed = new Set<string>()
  #sentTally = 0
  #seq = 0

  constructor(card: HallCard) {
    this.#hallRules = hallRules(this.#world(), 'h1')
    this.hall = this.#hallRules.initial()
    this.lot = lotRules.initial()
    const seed: Actor = { kind: 'system', part: 'seed' }
    this.send([{ stream: HALL, wish: { type: 'hall.open', hall: card }, actor: seed }])
    const lot = { lotId: 'east', name: '东区', nameEn: 'East', spaces: 3, hallIds: ['h1'] }
    this.send([{ stream: LOT, wish: { type: 'lot.open', lot }, actor: seed }])
    this.send([
      { stream: LOT, wish: { type: 'lot.lease', bridgeId: 'b' }, actor: { kind: 'bridge', lotIds: ['east'] } },
    ])
  }

  #world(): World {
    return {
      calendar: { holidays: [], workdays: [] },
      exemptionIdFor: exemptionIdOf,
      visitIdFor: visitIdOf,
      personMark: (...parts) => parts.join('|').replaceAll('#', ''),
      lot: () => this.lot,
      halls: () => [{ id: 'h1', state: this.hall }],
      failed: (_ticketId, error) => {
        throw error
      },
    }
  }

  pass(ms: number): void {
    this.now = addMs(this.now, ms)
    const due = dueOfHall(this.hall, this.now, this.#world())
    this.send(due.map(({ command }) => ({ stream: HALL, wish: command as unknown as Wish, actor: SYSTEM })))
    const dueOfCars = dueOfLot(this.lot, this.now)
    this.send(dueOfCars.map(({ command }) => ({ stream: LOT, wish: command as unknown as Wish, actor: SYSTEM })))
  }

  /** From here on a face holds this room, beginning with a snapshot. */
  join(stream: StreamName, audience: string): void {
    this.#rooms.set(`${stream}/${audience}`, { stream, audience, screen: this.fresh(stream, audience) })
  }

  /** From here on somebody who is no face hears what this room is told. */
  overhear(stream: StreamName, audience: string, hear: (events: ScreenEvent[]) => void): void {
    this.#listeners.set(`${stream}/${audience}`, hear)
  }

  /** What a newcomer would be shown, as the wire carries it. */
  fresh(stream: StreamName, audience: string): Screen {
    return onTheWire(this.#shown(stream).screen(audience))
  }

  /** One batch for each stream: decided one after the other, written together, and only then told. */
  send(batch: readonly Sent[]): (Event[] | Refusal)[] {
    const outcomes = batch.map(one => this.#decide(one))
    const told = outcomes.map((outcome, index) => ({ stream: batch[index]!.stream, outcome }))
    for (const { stream, outcome } of told) if (!isRefusal(outcome)) this.#tell(stream, outcome)
    this.#turn(told.flatMap(({ outcome }) => (isRefusal(outcome) ? [] : outcome)))
    for (const { stream, outcome } of told) if (stream === LOT && !isRefusal(outcome)) this.#cross(outcome)
    return outcomes
  }

  /** Rooms whose face holds something else than a newcomer is shown, with both. */
  differing(): { room: string; held: Screen; fresh: Screen }[] {
    return [...this.#rooms].flatMap(([room, { stream, audience, screen }]) => {
      const fresh = this.fresh(stream, audience)
      const held = onTheWire(screen)
      return sorted(held) === sorted(fresh) ? [] : [{ room, held, fresh }]
    })
  }

  #shown(stream: StreamName) {
    return stream === LOT ? lotShown(this.lot) : hallShown(this.hall, this.now, () => undefined)
  }

  #decide({ stream, wish, actor }: Sent): Event[] | Refusal {
    const rules = (stream === LOT ? lotRules : this.#hallRules) as Rules<unknown>
    const state = stream === LOT ? this.lot : this.hall
    const commandId = idOf('command', this.#sentTally++)
    const at = later(this.events.at(-1)?.at ?? NINE, this.now)
    const facts: Facts = { at, businessDay: businessDayOf(at), actor, idFor: word => idOf(commandId, word) }
    const decision = rules.decide(state, { ...wish, commandId } as Command, facts)
    if (isRefusal(decision)) return decision
    const all = [...decision]
    for (let fresh = decision; fresh.length > 0; ) {
      for (const event of fresh) rules.evolve(state, event)
      fresh = rules.react(state, fresh, facts)
      all.push(...fresh)
    }
    if (stream === HALL) this.events.push(...all)
    if (all.length > 0) this.commits.push({ stream, at, commandId, actor, events: all })
    return all
  }

  #tell(stream: StreamName, events: Event[]): void {
    this.#seq += 1
    for (const [audience, seen] of deliveries(events, this.#shown(stream).where)) {
      this.#listeners.get(`${stream}/${audience}`)?.(onTheWire(seen))
      const room = this.#rooms.get(`${stream}/${audience}`)
      if (room === undefined) continue
      const place = { stream, audience, epoch: 'e', seq: this.#seq, last: this.#seq - 1, at: this.now }
      const envelope = onTheWire({ ...place, events: seen })
      // As a face does: before another visitor a tablet asks afresh.
      room.screen = turnsToAnother(envelope) ? this.fresh(stream, audience) : reduce(room.screen, envelope)
    }
  }

  #turn(events: readonly Event[]): void {
    for (const event of events) {
      if (event.type === 'ticket.taken') this.join(HALL, `ticket:${event.ticketId}`)
      // After its day the hub forgets a ticket in its own time, and a page left open is told nothing of it.
      if (event.type === 'hall.dayClosed')
        for (const room of [...this.#rooms.keys()]) if (room.includes('/ticket:')) this.#rooms.delete(room)
    }
  }

  #cross(events: Event[]): void {
    for (const { key, command } of crossings(events, this.lot, [{ hallId: 'h1', exemptions: this.hall.exemptions }])) {
      if (this.#crossed.has(key)) continue
      this.#crossed.add(key)
      this.send([{ stream: HALL, wish: command as unknown as Wish, actor: SYSTEM }])
    }
  }
}

const onTheWire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** Tables have no order on a screen; lists do. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  )
