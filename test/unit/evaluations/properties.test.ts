import {
  type Actor,
  businessDayOf,
  type Channel,
  instantOf,
  isRefusal,
  LEVELS,
  type Level,
  msBetween,
  msOf,
} from '@pingting/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../../server/src/evaluations/decide.ts'
import { due as lapsesDue } from '../../../server/src/evaluations/due.ts'
import { evolve, initial } from '../../../server/src/evaluations/state.ts'
import { due } from '../../../server/src/halls/due.ts'
import { fakeId } from '../reactions/cast.ts'
import { citizen, clerk, Floor, manager, theClock, type Wish as Verb } from '../tickets/floor.ts'
import { Visits, type Wish, windowEndsMs } from './visits.ts'

const RUNS = { verbose: true, numRuns: 300 }
const CALENDAR = { holidays: [], workdays: [] }
const CHANNELS: Channel[] = ['tablet', 'kiosk', 'phone', 'qr']
const HALL_ID = 'laishan'

/** The floor as the tickets module plays it, and beside it the ratings as the evaluations module decides and folds them. */
class Hall {
  readonly floor = new Floor().open(1, 2, 3, 4)
  readonly visits = new Visits()
  /** Whom the last verb was about, and where. */
  latest: { ticketId?: string; counterId?: string } = {}
  readonly #evaluations = initial()
  #folded = 0
  #asked = 0

  /** What the floor has told since, the module and the model hear. */
  follow(): void {
    for (const event of this.floor.events.slice(this.#folded)) {
      evolve(this.#evaluations, event)
      this.visits.see(event)
      if (event.type.startsWith('ticket.')) this.latest = event as Hall['latest']
    }
    this.#folded = this.floor.events.length
  }

  /** @returns the code it is refused with, or `rated`. */
  rate(wish: Wish, actor: Actor): string {
    const said = { tagVersion: 2, tagCodes: [], text: '等得久', formOpenMs: 5_000 }
    const by = this.visits.ratedBy(wish, actor, msOf(this.floor.now))
    const commandId = fakeId(`rating ${++this.#asked}`)
    const submit = { type: 'evaluation.submit', commandId, ...wish, ...said } as const
    const decision = decide['evaluation.submit'](submit, this.#evaluations, this.#facts(actor, commandId))
    if (isRefusal(decision)) {
      expect(by, `refused with ${decision.refused}`).toBeUndefined()
      return decision.refused
    }
    expect(decision).toEqual([expect.objectContaining({ type: 'evaluation.submitted', ...wish, ...by })])
    expect(by).toBeDefined()
    this.#let(decision)
    return 'rated'
  }

  lapse(): number {
    const lapses = lapsesDue(this.#evaluations, this.floor.now, CALENDAR)
    for (const { command } of lapses) {
      const commandId = fakeId(`lapse ${++this.#asked}`)
      const facts = this.#facts(theClock, commandId)
      const decision = decide['evaluation.lapse']({ ...command, commandId }, this.#evaluations, facts)
      if (isRefusal(decision)) throw new Error(`a lapse that was due is refused: ${decision.refused}`)
      this.#let(decision)
    }
    return lapses.length
  }

  #facts(actor: Actor, commandId: string) {
    const at = this.floor.now
    const idFor = (name: string): string => fakeId(`${commandId} ${name}`)
    return { at, businessDay: businessDayOf(at), actor, idFor, calendar: CALENDAR }
  }

  #let(events: Parameters<Floor['apply']>[0]): void {
    this.floor.apply(events)
    this.follow()
  }
}

const VERBS = ['arrive', 'finish', 'hold', 'miss', 'recycle', 'cancel'] as const
/** Undone and transferred visits are where it can go wrong: they come as often as the common verbs. */
const OFTEN = { serve: 14, rate: 14, undo: 6, transfer: 4, callOne: 2, return: 2, take: 5, wait: 3 } as const
type Act = keyof typeof OFTEN | (typeof VERBS)[number] | 'toWindowEnd' | 'lapse'
const ACTS = [
  ...Object.entries(OFTEN).flatMap(([act, weight]) => Array<Act>(weight).fill(act as Act)),
  ...VERBS,
  ...(['toWindowEnd', 'lapse'] as const),
]
/** Of somebody who is at no counter, and what he is instead. */
const ELSEWHERE: Readonly<Record<string, string>> = { callOne: 'waiting', return: 'held', recycle: 'noShow' }
const CALLERS = ['itself', 'itself', 'itself', 'another', 'kiosk', 'tablet', 'tablet', 'clerk', 'manager'] as const

const step = fc.record({
  act: fc.constantFrom<Act[]>(...ACTS),
  counter: fc.integer({ min: 1, max: 4 }),
  pick: fc.nat(209),
  caller: fc.constantFrom(...CALLERS),
  /** Mostly the caller's own. */
  channel: fc.option(fc.constantFrom(...CHANNELS), { freq: 3 }),
  level: fc.constantFrom<Level[]>(...LEVELS),
  service: fc.constantFrom('tax', 'housing', 'permits'),
  minutes: fc.oneof(
    { weight: 60, arbitrary: fc.integer({ min: 0, max: 15 }) },
    { weight: 1, arbitrary: fc.constantFrom(700, 1_440, 4 * 1_440) },
  ),
  /** Of the window: the last millisecond of it, its end, and beyond. */
  offMs: fc.constantFrom(-1, 0, 1),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const device = (kind: 'tablet' | 'kiosk', counter: number): Actor => ({
  ...{ kind: 'device', deviceId: `${kind}-${counter}`, device: kind, hallId: HALL_ID },
  ...(kind === 'tablet' ? { counterId: `c${counter}` } : {}),
})

/** Who asks, and on which channel he would. */
function callerOf({ caller, counter, pick }: Step, ticketId: string): { actor: Actor; own: Channel } {
  if (caller === 'itself') return { actor: citizen(ticketId), own: pick % 2 === 0 ? 'phone' : 'qr' }
  if (caller === 'another') return { actor: citizen('20261123-A999'), own: 'phone' }
  if (caller === 'kiosk' || caller === 'tablet') return { actor: device(caller, counter), own: caller }
  return { actor: caller === 'clerk' ? clerk(counter) : manager, own: 'phone' }
}

/** What a clerk would do next at this counter, so that visits get somewhere. */
function served(floor: Floor, counterId: string): Verb {
  const { status, ticketId } = floor.tickets.seats.get(counterId)!
  if (status === 'closed') return { type: 'counter.open', counterId }
  if (ticketId === undefined) return { type: 'ticket.callNext', counterId }
  const isCalled = floor.place(ticketId).status === 'called'
  return { type: isCalled ? 'ticket.arrive' : 'ticket.finish', counterId, ticketId }
}

function verbOf(hall: Hall, s: Step): Verb {
  const { act, counter, pick, service } = s
  const { floor, latest } = hall
  const counterId = `c${counter}`
  if (act === 'take') return { type: 'ticket.take', serviceCode: service, priority: 'none' }
  if (act === 'serve') return served(floor, counterId)
  if (act === 'undo')
    return { type: 'counter.undo', counterId: pick % 4 > 0 ? (latest.counterId ?? counterId) : counterId }
  const status = ELSEWHERE[act]
  const fitting = [...floor.tickets.tickets.values()].filter(({ place }) => place.status === status)
  const here = act === 'cancel' ? undefined : floor.tickets.seats.get(counterId)?.ticketId
  const fit = status === undefined ? here : fitting[pick % Math.max(1, fitting.length)]?.ticketId
  const ticketId = fit ?? meant(hall, s)
  if (act === 'cancel') return { type: 'ticket.cancel', ticketId }
  if (act === 'transfer') return { type: 'ticket.transfer', ticketId, counterId, serviceCode: service }
  return { type: `ticket.${act as 'arrive'}`, ticketId, counterId }
}

function passTo(hall: Hall, now: string): void {
  const { floor } = hall
  floor.now = msBetween(floor.now, now) > 0 ? now : floor.now
  for (const { command } of due(floor.hall, floor.now)) floor.send(command, theClock)
}

/** Mostly who was just dealt with, who stands before the tablet, or one of the last ones; now and then one of days ago. */
function meant({ latest, visits }: Hall, { pick, caller, counter }: Step): string {
  const before = caller === 'tablet' ? visits.lastAt(`c${counter}`) : latest.ticketId
  if (pick % 2 === 0 && before !== undefined) return before
  const known = [...visits.visits.keys()]
  const among = pick % 5 > 0 ? known.slice(-6) : known
  return among[pick % Math.max(1, among.length)] ?? '20261123-A001'
}

/** One step of the hall's days. @returns what came of it, for those who count. */
function take(hall: Hall, s: Step): string | undefined {
  const { floor, visits } = hall
  const ticketId = meant(hall, s)
  if (s.act === 'rate') {
    const { actor, own } = callerOf(s, ticketId)
    return `${hall.rate({ ticketId, level: s.level, channel: s.channel ?? own }, actor)} ${actor.kind}`
  }
  if (s.act === 'lapse') return hall.lapse() > 0 ? 'lapsed' : undefined
  if (s.act === 'wait') passTo(hall, instantOf(msOf(floor.now) + s.minutes * 60_000))
  else if (s.act === 'toWindowEnd') {
    const day = visits.visits.get(ticketId)?.day
    if (day !== undefined) passTo(hall, instantOf(windowEndsMs(day) + s.offMs))
  } else {
    const verb = verbOf(hall, s)
    floor.send(verb, verb.type === 'counter.open' ? clerk(s.counter) : manager)
  }
  hall.follow()
  return undefined
}

test('[EV1, EV3, V3, R5] whoever rates on whatever channel in whatever order: at most once a ticket, for who served, in the window (I-2)', () => {
  const met = new Set<string>()
  fc.assert(
    fc.property(fc.array(step, { minLength: 60, maxLength: 200, size: 'max' }), path => {
      const hall = new Hall()
      for (const s of path) {
        const outcome = take(hall, s)
        if (outcome !== undefined) met.add(outcome)
      }
      const rated = hall.floor.events.flatMap(event => (event.type === 'evaluation.submitted' ? event.ticketId : []))
      const lapsed = hall.floor.events.flatMap(event => (event.type === 'evaluation.lapsed' ? event.ticketId : []))
      expect(new Set([...rated, ...lapsed]).size).toBe(rated.length + lapsed.length)
    }),
    RUNS,
  )
  // Days on which nobody rates would agree with anything.
  expect([...met]).toEqual(
    expect.arrayContaining([
      ...['rated citizen', 'rated device', 'lapsed', 'evaluation.duplicate citizen', 'evaluation.duplicate device'],
      ...['evaluation.window-closed citizen', 'evaluation.not-called device', 'ticket.not-here device'],
      ...['evaluation.not-citizen staff', 'evaluation.not-citizen citizen'],
    ]),
  )
}, 300_000)
