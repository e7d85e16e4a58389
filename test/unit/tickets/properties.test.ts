import { type Event, isRefusal, type PriorityClass } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CounterState } from '../../../server/src/counters/state.ts'
import { due } from '../../../server/src/halls/due.ts'
import { compare, waitingOf } from '../../../server/src/tickets/queue.ts'
import { evolve, initial, type TicketState } from '../../../server/src/tickets/state.ts'
import { card, clerk, Floor, manager, theClock, type Wish } from './floor.ts'

const RUNS = { verbose: true, numRuns: 120 }

/** Weighted so that a random day has people in every status: the counter's common verbs often, its ends seldom. */
const often = ['take', 'callNext', 'arrive', 'finish'] as const
const sometimes = [
  'callOne',
  'hold',
  'return',
  'transfer',
  'miss',
  'recycle',
  'undo',
  'open',
  'resume',
  'wait',
] as const
const seldom = ['recall', 'cancel', 'pause', 'close', 'rate', 'closeDay'] as const
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...often) },
  { weight: 8, arbitrary: fc.constantFrom(...sometimes) },
  { weight: 2, arbitrary: fc.constantFrom(...seldom) },
)
const step = fc.record({
  name,
  counter: fc.integer({ min: 1, max: 4 }),
  pick: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(30) }),
  service: fc.constantFrom('tax', 'housing', 'permits'),
  priority: fc.constantFrom<PriorityClass[]>('none', 'none', 'soldier', 'elder', 'disabled', 'appointment'),
  asManager: fc.boolean(),
  minutes: fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min: 0, max: 15 }) },
    { weight: 1, arbitrary: fc.constant(700) },
  ),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** Verbs on somebody who is at a counter. */
const present = new Set<string>(['arrive', 'finish', 'hold', 'transfer', 'miss', 'recall'])

/** The counter and the ticket a person would mean with the verb; now and then any other ticket. */
function meant(floor: Floor, s: Step): { counterId: string; ticketId?: string | undefined } {
  const counterId = `c${s.counter}`
  const all = [...floor.tickets.tickets.values()]
  if (s.pick !== undefined) return { counterId, ticketId: all[s.pick % Math.max(all.length, 1)]?.ticketId }
  const busy = [...floor.tickets.seats.values()].filter(seat => seat.ticketId !== undefined)
  if (present.has(s.name) && busy.length > 0) return busy[s.counter % busy.length]!
  const status = { callOne: 'waiting', return: 'held', recycle: 'noShow' }[s.name as 'callOne']
  if (status !== undefined) return { counterId, ticketId: all.find(t => t.place.status === status)?.ticketId }
  return { counterId, ticketId: all.at(-1)?.ticketId }
}

function wishOf(floor: Floor, s: Step): Wish | undefined {
  const { counterId, ticketId } = meant(floor, s)
  if (s.name === 'take') return { type: 'ticket.take', serviceCode: s.service, priority: s.priority }
  // a clerk who finds the counter closed opens it first
  if (!s.asManager && floor.tickets.seats.get(counterId)?.status === 'closed')
    return { type: 'counter.open', counterId }
  if (s.name === 'callNext') return { type: 'ticket.callNext', counterId }
  if (s.name === 'undo') return { type: 'counter.undo', counterId }
  if (s.name === 'pause') return { type: 'counter.pause', counterId, reason: 'break' }
  if (s.name === 'open' || s.name === 'resume' || s.name === 'close') return { type: `counter.${s.name}`, counterId }
  if (s.name === 'closeDay') return { type: 'hall.closeDay', businessDay: floor.now.slice(0, 10) }
  if (ticketId === undefined || s.name === 'rate' || s.name === 'wait') return undefined
  if (s.name === 'cancel') return { type: 'ticket.cancel', ticketId }
  if (s.name === 'transfer') return { type: 'ticket.transfer', ticketId, counterId, serviceCode: s.service }
  return { type: `ticket.${s.name}`, ticketId, counterId }
}

/** One step of a random day; `watch` sees the floor before and after every accepted command. */
function take(floor: Floor, s: Step, watch?: (before: Floor, wish: Wish) => void): void {
  if (s.name === 'wait') {
    floor.wait(s.minutes)
    for (const { command } of due(floor.hall, floor.now)) floor.must(command, theClock)
    return
  }
  const rateable = [...floor.tickets.tickets.values()].find(t => t.place.status === 'completed' && !t.rated)
  if (s.name === 'rate' && rateable !== undefined) floor.rate(rateable.ticketId)
  const wish = wishOf(floor, s)
  if (wish === undefined) return
  const actor =
    s.asManager && wish.type !== 'counter.open'
      ? manager
      : clerk('counterId' in wish ? wish.counterId!.slice(1) : s.counter)
  const untouched = JSON.stringify(toJson(floor.tickets))
  const decision = floor.ask(wish, actor)
  expect(JSON.stringify(toJson(floor.tickets))).toBe(untouched)
  if (isRefusal(decision)) return
  watch?.(floor, wish)
  floor.apply(decision)
}

const steps = fc.array(step, { minLength: 20, maxLength: 90, size: 'large' })
const morning = () => new Floor().open(1, 2, 3, 4)

function walk(
  path: readonly Step[],
  after: (floor: Floor) => void,
  watch?: (before: Floor, wish: Wish) => void,
): Floor {
  const floor = morning()
  for (const s of path) {
    take(floor, s, watch)
    after(floor)
  }
  return floor
}

const toJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, v) => (v instanceof Map ? { map: [...v] } : v)))
const revived = (state: TicketState): TicketState =>
  JSON.parse(JSON.stringify(toJson(state)), (_, v) => (Array.isArray(v?.map) ? new Map(v.map) : v))
const fold = (events: readonly Event[], state = initial()): TicketState => {
  for (const event of events) evolve(state, event)
  return state
}

describe('whatever staff and visitors do', () => {
  it('[TK31] a counter has at most one person, who is at that counter only, and both modules agree on it', () => {
    const atOneCounter = (floor: Floor) => {
      const busy = [...floor.tickets.tickets.values()].filter(t => /^(called|serving)$/.test(t.place.status))
      const seated = [...floor.tickets.seats.values()].filter(seat => seat.ticketId !== undefined)
      expect(seated.map(seat => [seat.ticketId, seat.counterId]).sort()).toEqual(
        busy.map(t => [t.ticketId, t.place.counterId]).sort(),
      )
      for (const { counterId, status, staffId, ticketId } of floor.tickets.seats.values())
        expect([status, staffId, ticketId]).toEqual(
          (({ status, staffId, ticketId }) => [status, staffId, ticketId])(floor.counters.counters.get(counterId)!),
        )
      expect(floor.counters.byTicket.size).toBe(busy.length)
    }
    fc.assert(
      fc.property(steps, path => void walk(path, atOneCounter)),
      RUNS,
    )
  })

  it('[TK32] who waits stands exactly once in the list of the service, and every list is in order', () => {
    const inOrder = (floor: Floor) => {
      const waits = [...floor.tickets.tickets.values()].filter(t => t.place.status === 'waiting')
      for (const code of ['tax', 'housing', 'permits'])
        expect(floor.tickets.waiting.get(code)).toEqual(
          waits
            .filter(t => t.place.serviceCode === code)
            .map(waitingOf)
            .sort(compare),
        )
    }
    fc.assert(
      fc.property(steps, path => void walk(path, inOrder)),
      RUNS,
    )
  })

  it('[TK1] no number is given twice', () => {
    const unique = (floor: Floor) => {
      const ids = floor.events.flatMap(event => (event.type === 'ticket.taken' ? [event.ticketId] : []))
      expect(new Set(ids).size).toBe(ids.length)
    }
    fc.assert(
      fc.property(steps, path => unique(walk(path, () => {}))),
      RUNS,
    )
  })

  it('[TK22] nobody is called while another of the same class and service queues longer', () => {
    const fair = (floor: Floor, wish: Wish) => {
      if (wish.type !== 'ticket.callNext') return
      const decision = floor.ask(wish)
      const called = floor.tickets.tickets.get((decision as { ticketId: string }[])[0]!.ticketId)!
      const passed = [...floor.tickets.tickets.values()].filter(
        t =>
          t.place.status === 'waiting' &&
          t.place.serviceCode === called.place.serviceCode &&
          t.priority === called.priority &&
          t.place.ahead === called.place.ahead &&
          t.place.queuedAt < called.place.queuedAt,
      )
      expect(passed).toEqual([])
    }
    fc.assert(
      fc.property(steps, path => void walk(path, () => {}, fair)),
      RUNS,
    )
  })

  it('[TK17] every verb that can be undone, undone at once, leaves the queue exactly as it was', () => {
    let undone = 0
    /** All but what cannot come back: the memory of the counter, since when it is so, and rows the board has let go. */
    const queueOf = (state: TicketState) => {
      const seats = [...state.seats.values()].map(({ last: _, ...seat }) => seat)
      return { ...state, seats, calls: [], pace: [] }
    }
    const countersOf = ({ counters, ...places }: CounterState) => ({
      ...{ places, counters: [...counters.values()].map(({ since: _, ...counter }) => counter) },
    })
    const reversible = (before: Floor, wish: Wish) => {
      if (!('counterId' in wish) || !wish.type.startsWith('ticket.') || wish.type === 'ticket.recall') return
      const floor = Object.assign(new Floor(), structuredClone({ ...before }))
      floor.must(wish)
      if (isRefusal(floor.send({ type: 'counter.undo', counterId: wish.counterId! }))) return
      undone += 1
      expect(queueOf(floor.tickets)).toEqual(queueOf(before.tickets))
      expect(countersOf(floor.counters)).toEqual(countersOf(before.counters))
    }
    fc.assert(
      fc.property(steps, path => void walk(path, () => {}, reversible)),
      RUNS,
    )
    expect(undone).toBeGreaterThan(RUNS.numRuns)
  })

  it('[TK33] folding the events again, or going on from a snapshot through JSON, comes to the same state', () => {
    fc.assert(
      fc.property(steps, fc.nat(200), (path, cut) => {
        const { events, tickets } = walk(path, () => {})
        expect(fold(events)).toStrictEqual(tickets)
        const snapshot = revived(fold(events.slice(0, cut)))
        expect(fold(events.slice(cut), snapshot)).toStrictEqual(tickets)
      }),
      RUNS,
    )
  })

  it('[TK33] an empty state survives JSON too', () => {
    expect(revived(initial())).toStrictEqual(initial())
  })
})

describe('nobody starves', () => {
  const arrival = fc.record({
    service: fc.constantFrom('tax', 'housing', 'permits'),
    priority: fc.constantFrom<PriorityClass[]>('none', 'soldier', 'appointment'),
  })

  it('[TK34] n waiting tickets are all called by n calls of counters that handle them', () => {
    fc.assert(
      fc.property(fc.array(arrival, { minLength: 1, maxLength: 40 }), fc.infiniteStream(fc.nat(2)), (path, turns) => {
        const floor = morning()
        const waiting = new Set(
          path.map(({ service, priority }) => {
            floor.wait(1)
            return floor.take(service, priority)
          }),
        )
        for (let calls = path.length; calls > 0; calls -= 1) {
          // c3 handles everything; c1 and c2 take a turn when they find somebody
          const counterId = `c${turns.next().value! + 1}`
          const at = isRefusal(floor.ask({ type: 'ticket.callNext', counterId })) ? 'c3' : counterId
          const ticketId = floor.callNext(at)
          floor.must({ type: 'ticket.miss', counterId: at, ticketId })
          expect(waiting.delete(ticketId)).toBe(true)
        }
        expect(waiting.size).toBe(0)
      }),
      RUNS,
    )
  })

  it('[TK34] however many of a favoured class keep coming, nobody is passed by who joins 40 minutes later', () => {
    // 20 minutes of head start and two steps of 10: the most that anything can be worth at c3
    const BOUND = 40
    fc.assert(
      fc.property(arrival, fc.array(arrival, { minLength: BOUND + 2, maxLength: 80 }), (first, path) => {
        const floor = new Floor({ ...card, counters: [{ ...card.counters[2]!, counterId: 'c1' }] }).open(1)
        const mine = floor.take(first.service, first.priority)
        const called: string[] = []
        for (const { service, priority } of path) {
          floor.wait(1)
          floor.take(service, priority)
          const ticketId = floor.callNext()
          floor.must({ type: 'ticket.miss', counterId: 'c1', ticketId })
          called.push(ticketId)
        }
        expect(called.indexOf(mine)).toBeGreaterThanOrEqual(0)
        expect(called.indexOf(mine)).toBeLessThanOrEqual(BOUND)
      }),
      RUNS,
    )
  })
})
