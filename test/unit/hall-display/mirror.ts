import {
  type Actor,
  addMs,
  businessDayOf,
  type Command,
  type Envelope,
  type Event,
  type GateRecord,
  type Instant,
  isRefusal,
  type ResumeAnswer,
  type Screen,
} from '@pingting/contract'
import { adopt, apply, type Held, judge, turnsToAnother } from '../../../hall-display/src/hub/place.ts'
import { hallRules, lotRules, type Rules } from '../../../server/src/domain.ts'
import { deliveries } from '../../../server/src/hub/publish/audience.ts'
import type { Shown } from '../../../server/src/hub/publish/publish.ts'
import { hallShown, lotShown } from '../../../server/src/hub/publish/shown.ts'
import { crossings } from '../../../server/src/reactions.ts'
import { card, fakeId, LOT, NINE } from '../reactions/world.ts'

const EPOCH = 'e1'
const SYSTEM: Actor = { kind: 'system', part: 'seed' }

/** One stream as the hub keeps it, and every room somebody looks into. */
class Stream<S> {
  readonly name: string
  readonly rules: Rules<S>
  readonly shown: (state: S) => Shown
  readonly rooms = new Map<string, Held>()
  state: S
  seq = 0
  #last = new Map<string, number>()

  constructor(name: string, rules: Rules<S>, shown: (state: S) => Shown) {
    this.name = name
    this.rules = rules
    this.shown = shown
    this.state = rules.initial()
  }

  answer(audience: string): ResumeAnswer {
    const snapshot = throughWire(this.shown(this.state).screen(audience))
    return { epoch: EPOCH, seq: this.seq, snapshot, clock: { at: NINE, speed: 1 } }
  }

  look(audience: string): void {
    const held = adopt(undefined, this.answer(audience))
    if (held === 'afresh') throw new Error('a snapshot is always taken')
    this.rooms.set(audience, held)
    this.#last.set(audience, this.seq)
  }

  publish(events: Event[], at: Instant): void {
    this.seq += 1
    for (const [audience, seen] of deliveries(events, this.shown(this.state).where)) {
      const last = this.#last.get(audience)
      if (last === undefined) continue
      const place = { epoch: EPOCH, seq: this.seq, last, at }
      this.#hear(throughWire({ stream: this.name, audience, ...place, events: seen }))
      this.#last.set(audience, this.seq)
    }
  }

  #hear(envelope: Envelope): void {
    const held = this.rooms.get(envelope.audience)!
    const judgement = judge(held, envelope)
    if (judgement !== 'apply') throw new Error(`an envelope in order was judged ${judgement}`)
    if (turnsToAnother(envelope)) this.look(envelope.audience)
    else this.rooms.set(envelope.audience, apply(held, envelope))
  }

  /** What a face holds, beside what the hub would draw afresh. */
  *pairs(): Iterable<{ audience: string; folded: Screen; drawn: Screen }> {
    for (const [audience, { screen }] of this.rooms) {
      yield { audience, folded: screen, drawn: throughWire(this.shown(this.state).screen(audience)) }
    }
  }
}

/** Only JSON crosses the wire. */
const throughWire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** A hall and its lot under the real rules, with faces that fold what the real redaction lets them hear. */
export class Mirror {
  now: Instant = NINE
  readonly lot = new Stream('lot:east', lotRules, lotShown)
  readonly hall = new Stream(
    'hall:h1',
    hallRules(
      {
        calendar: { holidays: [], workdays: [] },
        exemptionIdFor: (...parts) => fakeId(parts.join('|')),
        visitIdFor: (...parts) => fakeId(parts.join('|')),
        lot: () => this.lot.state,
        halls: () => [],
        failed: (_ticketId, error) => {
          throw error
        },
      },
      'h1',
    ),
    state => hallShown(state, this.now, () => ({ lots: [this.lot.state], online: undefined })),
  )
  #sent = 0
  #gateSeq = 0

  constructor() {
    this.send(this.hall, { type: 'hall.open', hall: card() })
    const lot = { lotId: LOT, name: '东区', nameEn: 'East', spaces: 3, hallIds: ['h1'] }
    this.send(this.lot, { type: 'lot.open', lot })
    this.send(this.lot, { type: 'lot.lease', bridgeId: 'b1' })
  }

  pass(seconds: number): void {
    this.now = addMs(this.now, seconds * 1000)
  }

  send<S>(
    stream: Stream<S>,
    wish: Record<string, unknown> & { type: Command['type'] },
    actor: Actor = SYSTEM,
  ): Event[] {
    this.#sent += 1
    const name = `command ${this.#sent}`
    const facts = {
      ...{ at: this.now, businessDay: businessDayOf(this.now), actor },
      idFor: (part: string) => fakeId(`${name} ${part}`),
    }
    const command = { ...wish, commandId: fakeId(name) } as unknown as Command
    const decided = stream.rules.decide(stream.state, command, facts)
    if (isRefusal(decided) || decided.length === 0) return []
    for (const event of decided) stream.rules.evolve(stream.state, event)
    const reactions = stream.rules.react(stream.state, decided, facts)
    for (const event of reactions) stream.rules.evolve(stream.state, event)
    stream.publish([...decided, ...reactions], this.now)
    return [...decided, ...reactions]
  }

  gate(fact: Record<string, unknown>): void {
    this.#gateSeq += 1
    const records = [{ ...fact, gateSeq: this.#gateSeq } as unknown as GateRecord]
    const told = this.send(this.lot, { type: 'lot.report', bridgeEpoch: 1, gateEpoch: 'g1', records })
    const asked = crossings(told, this.lot.state, [{ hallId: 'h1', exemptions: this.hall.state.exemptions }])
    for (const { command } of asked) this.send(this.hall, command)
  }
}
