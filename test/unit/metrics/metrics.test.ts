import {
  businessDayOf,
  type Event,
  type HallFrame,
  LEVELS,
  type Level,
  localHourOf,
  msBetween,
} from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { levelRates } from '../../../server/src/metrics/formulas.ts'
import { dayBooks, hallFrame } from '../../../server/src/metrics/view.ts'
import { DAY, NINE, throughJson, type Verb, World } from '../reactions/world.ts'

const frame = (world: World) => hallFrame(world.metrics, businessDayOf(world.now))
/** What managers are told of today's levels. */
const exact = (world: World) => dayBooks(world.metrics).at(-1)!.exact
const counter = (world: World, what: 'paused' | 'resumed' | 'closed' | 'opened', counterId: string) => {
  const head = { v: 1, at: world.now, counterId } as const
  if (what === 'opened') return world.commit([{ type: 'counter.opened', ...head, staffId: 'c', staffName: 'c' }])
  if (what === 'paused') return world.commit([{ type: 'counter.paused', ...head, reason: 'break' }])
  return world.commit([{ type: `counter.${what}`, ...head }])
}

describe('the figures of the hall', () => {
  test('[ME4] 平均等候 is from the ticket to its first call, over the called tickets, missed ones included', () => {
    const world = new World()
    const [first, second] = [world.take('A001'), world.take('A002')]
    world.take('A003')
    world.pass(60).verb('called', first)
    world.pass(60).verb('missed', first)
    world.verb('called', second)
    world.pass(60).verb('recycled', first)
    world.pass(600).verb('called', first)
    expect(frame(world)).toMatchObject({ averageWaitSeconds: 90, waitingTally: 1, oldestWaitingSince: NINE })
  })

  test('[ME5] 平均办理 is from the arrival to the end; missed tickets are in no service', () => {
    const world = new World()
    const [first, second] = [world.take('A001'), world.take('A002')]
    world.serve(first)
    world.finish(first)
    world.verb('called', second)
    world.pass(60).verb('missed', second)
    expect(frame(world)).toMatchObject({ averageServiceSeconds: 120, completedTally: 1, servingTally: 0 })
  })

  test('[ME6] an undone completion and an undone call take their figures back', () => {
    const world = new World()
    const ticketId = world.take('A001')
    const waiting = frame(world)
    world.pass(60).verb('called', ticketId)
    const called = frame(world)
    world.verb('arrived', ticketId)
    const serving = frame(world)
    world.pass(120)
    world.finish(ticketId)
    expect(frame(world)).toMatchObject({ completedTally: 1, averageServiceSeconds: 120, servingTally: 0 })
    world.undo('completed', ticketId, 'serving')
    expect(frame(world)).toEqual(serving)
    world.undo('arrived', ticketId, 'called')
    expect(frame(world)).toEqual(called)
    world.undo('called', ticketId, 'waiting')
    expect(frame(world)).toEqual(waiting)
  })

  test('[ME7] the rates are of the services closed today: a rating counts when its service is completed', () => {
    const world = new World()
    const ticketId = world.serve(world.take('A001'))
    world.rate(ticketId, 4)
    expect(frame(world)).toMatchObject({ evaluationTally: 1, byChannel: { qr: 1 }, rates: {} })
    expect(exact(world)).toMatchObject({ byLevel: { 4: 1 }, rates: {} })
    expect([frame(world).rates, exact(world).rates]).toEqual([{}, {}])
    world.finish(ticketId)
    expect(frame(world).rates).toEqual({ active: 1, unrated: 0, evaluated: 1 })
    expect(exact(world).rates).toMatchObject({ active: 1, unrated: 0, activeGood: 1, score: 8 })
  })

  test('[ME8] only counters that are open and not paused count as open, also over midnight', () => {
    const world = new World()
    for (const id of ['1', '2', '3']) counter(world, 'opened', id)
    counter(world, 'paused', '1')
    counter(world, 'closed', '2')
    expect(frame(world).countersOpenTally).toBe(1)
    counter(world, 'resumed', '1')
    world.pass(24 * 3600)
    expect(frame(world)).toMatchObject({ countersOpenTally: 2, businessDay: '2026-11-24' })
  })

  test('[ME9] an exemption counts with its minutes until it is refused or taken back', () => {
    const world = new World()
    world.enter('s1', '鲁F12345')
    const ticketId = world.visit('A001', '鲁F12345')
    expect(frame(world)).toMatchObject({ exemptionTally: 1, freeMinutesGiven: 120 })
    const { exemptionId } = world.exemption(ticketId)!
    world.send({ type: 'exemption.refuse', bridgeEpoch: 1, exemptionId, reason: 'STORE_FULL' })
    world.send({ type: 'exemption.refuse', bridgeEpoch: 1, exemptionId, reason: 'STORE_FULL' })
    expect(frame(world)).toMatchObject({ exemptionTally: 0, freeMinutesGiven: 0 })
    world.honour('s1', exemptionId)
    expect(frame(world)).toMatchObject({ exemptionTally: 1, freeMinutesGiven: 120 })
  })

  test('[ME10] all figures begin anew at local midnight, before anything has happened', () => {
    const world = new World()
    world.visit('A001')
    const yesterday = world.serve(world.take('A002'))
    world.pass(24 * 3600)
    expect(frame(world)).toEqual(hallFrame(new World().metrics, '2026-11-24'))
    world.finish(yesterday)
    expect(frame(world)).toMatchObject({ completedTally: 0, servingTally: 0 })
    world.rate(yesterday)
    expect(frame(world)).toMatchObject({ evaluationTally: 1, rates: {} })
  })

  test('[ME11] every service has its waiting figure from the opening on, and spaces are shown when known', () => {
    const world = new World()
    expect(frame(world).waitingByService).toEqual({ tax: 0, id: 0 })
    expect(frame(world)).not.toHaveProperty('spacesLeft')
    expect(hallFrame(world.metrics, DAY, 7).spacesLeft).toBe(7)
  })
})

const NUMBERS = ['A001', 'A002', 'A003', 'A004', 'A005'] as const
const verbs = ['called', 'arrived', 'completed', 'held', 'returned', 'missed', 'recycled'] as const
const step = fc.record({
  number: fc.constantFrom(...NUMBERS),
  verb: fc.oneof(
    { weight: 2, arbitrary: fc.constant('go' as const) },
    { weight: 3, arbitrary: fc.constantFrom(...verbs, 'rate' as const, 'undo' as const, 'transfer' as const) },
  ),
  level: fc.constantFrom(...LEVELS),
  seconds: fc.integer({ min: 0, max: 900 }),
})
/** The usual way onward, so that many visits come to an end. */
const ONWARD: Record<string, Verb> = {
  ...{ waiting: 'called', called: 'arrived', serving: 'completed', held: 'returned', noShow: 'recycled' },
}
const FROM: Record<string, string[]> = {
  ...{ called: ['waiting'], arrived: ['called'], completed: ['serving'], held: ['called', 'serving'] },
  ...{ returned: ['held'], missed: ['called'], recycled: ['noShow'], transfer: ['serving'] },
}

/** A run of the queue that keeps to the order of verbs; undo takes back the ticket's last verb. */
function run(world: World, steps: (typeof step extends fc.Arbitrary<infer S> ? S : never)[]): void {
  for (const number of NUMBERS) world.pass(7).take(number)
  const last = new Map<string, { verb: 'called' | 'arrived' | 'completed' | 'missed'; before: string }>()
  for (const { number, verb: wish, level, seconds } of steps) {
    const ticketId = `20261123-${number}`
    const { status, rated } = world.evaluations.tickets.get(ticketId)!
    const verb = wish === 'go' ? ONWARD[status] : wish
    world.pass(seconds)
    if (verb === undefined) continue
    if (verb === 'rate') world.rate(ticketId, level)
    else if (verb === 'undo') {
      const move = last.get(ticketId)
      if (move !== undefined && !rated) world.undo(move.verb, ticketId, move.before as 'waiting')
      last.delete(ticketId)
    } else if (FROM[verb]!.includes(status)) {
      const head = { v: 1, at: world.now, ticketId, counterId: '1' } as const
      if (verb === 'transfer') world.commit([{ type: 'ticket.transferred', ...head, serviceCode: 'id' }])
      else world.verb(verb, ticketId)
      if (verb === 'called' || verb === 'arrived' || verb === 'completed' || verb === 'missed')
        last.set(ticketId, { verb, before: status })
      else last.delete(ticketId)
    }
  }
}

interface Recounted {
  status: string
  service: string
  takenAt: string
  queuedAt: string
  calls: string[]
  arrivals: string[]
  endedAt?: string
  level?: number
}

/** Every figure again, from the whole journal, the slow way. */
function recount(events: Event[]): Partial<HallFrame> & { waits: number[]; services: number[] } {
  const tickets = new Map<string, Recounted>()
  for (const e of events) {
    if (e.type === 'ticket.taken')
      tickets.set(e.ticketId, {
        ...{ status: 'waiting', service: e.serviceCode, takenAt: e.at, queuedAt: e.at, calls: [], arrivals: [] },
      })
    const t = 'ticketId' in e ? tickets.get(e.ticketId) : undefined
    if (t !== undefined) replay(t, e)
  }
  const all = [...tickets.values()]
  const of = (status: string) => all.filter(t => t.status === status)
  const waiting = of('waiting')
  const ratings = events.flatMap(e => (e.type === 'evaluation.submitted' ? e : []))
  const closedA = of('completed').filter(t => t.level !== undefined)
  const waits = all.flatMap(t => (t.calls[0] === undefined ? [] : msBetween(t.takenAt, t.calls[0])))
  return {
    ...{ takenTally: all.length, completedTally: of('completed').length, servingTally: of('serving').length },
    waitingTally: waiting.length,
    waitingByService: {
      tax: waiting.filter(t => t.service === 'tax').length,
      id: waiting.filter(t => t.service === 'id').length,
    },
    ...(waiting.length === 0 ? {} : { oldestWaitingSince: waiting.map(t => t.queuedAt).sort()[0]! }),
    evaluationTally: ratings.length,
    byHour: Array.from({ length: 24 }, (_, hour) => ({
      completed: of('completed').filter(t => localHourOf(t.endedAt!) === hour).length,
      evaluated: ratings.filter(e => localHourOf(e.at) === hour).length,
    })),
    ...(of('completed').length === 0 ? {} : { rates: { active: closedA.length / of('completed').length } }),
    waits,
    services: of('completed').map(t => msBetween(t.arrivals.at(-1)!, t.endedAt!)),
  }
}

const STATUS: Partial<Record<Event['type'], string>> = {
  ...{ 'ticket.called': 'called', 'ticket.arrived': 'serving', 'ticket.completed': 'completed' },
  ...{ 'ticket.held': 'held', 'ticket.returned': 'waiting', 'ticket.missed': 'noShow' },
  ...{ 'ticket.recycled': 'waiting', 'ticket.transferred': 'waiting' },
}

function replay(t: Recounted, e: Event): void {
  t.status = STATUS[e.type] ?? t.status
  if (e.type === 'ticket.called') t.calls.push(e.at)
  if (e.type === 'ticket.arrived') t.arrivals.push(e.at)
  if (e.type === 'ticket.completed') t.endedAt = e.at
  if (e.type === 'ticket.recycled') t.queuedAt = e.at
  if (e.type === 'ticket.transferred') t.service = e.serviceCode
  if (e.type === 'evaluation.submitted') t.level = e.level
  if (e.type !== 'ticket.undone') return
  t.status = e.place.status
  t.queuedAt = e.place.queuedAt
  t.service = e.place.serviceCode
  if (e.verb === 'called') t.calls.pop()
  if (e.verb === 'arrived') t.arrivals.pop()
}

const levelsOf = (events: Event[], most = Number.POSITIVE_INFINITY): Record<Level, number> => {
  const given = events.flatMap(e => (e.type === 'evaluation.submitted' ? [e.level] : [])).slice(0, most)
  const tallyOf = (level: Level) => given.filter(one => one === level).length
  return { 5: tallyOf(5), 4: tallyOf(4), 3: tallyOf(3), 2: tallyOf(2), 1: tallyOf(1) }
}

const average = (ms: number[]): number | undefined =>
  ms.length === 0 ? undefined : Math.round(ms.reduce((a, b) => a + b, 0) / ms.length / 1000)

test('[ME12] each figure equals a full recount of the journal at that instant', () => {
  let completed = 0
  let undone = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), steps => {
      const world = new World()
      run(world, steps)
      const { waits, services, ...figures } = recount(world.events)
      const shown = frame(world)
      expect(shown).toMatchObject(figures)
      expect(shown.averageWaitSeconds).toBe(average(waits))
      expect(shown.averageServiceSeconds).toBe(average(services))
      const { byLevel } = exact(world)
      expect(byLevel).toEqual(levelsOf(world.events))
      expect(LEVELS.reduce((sum, level) => sum + byLevel[level], 0)).toBe(shown.evaluationTally)
      expect(shown.rates.active ?? 0).toBeLessThanOrEqual(1)
      expect(hallFrame(throughJson(world.metrics), DAY)).toEqual(hallFrame(world.metrics, DAY))
      completed += shown.completedTally
      undone += world.events.filter(event => event.type === 'ticket.undone').length
    }),
    { numRuns: 200, verbose: 1 },
  )
  expect([completed > 50, undone > 50]).toEqual([true, true])
})

test('[ME13] levels are told in whole fives of the day, and how many rated to the last one', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...LEVELS), { maxLength: 23, size: 'max' }), levels => {
      const world = new World()
      for (const [index, level] of levels.entries()) {
        world.visit(`A${index}`, undefined, level)
        // What was told is what the first 5, 10, 15 … of today gave, counted anew; and the shares are of the same.
        const told = levelsOf(world.events, index + 1 - ((index + 1) % 5))
        const { evaluationTally, byLevel, rates } = frame(world)
        expect([evaluationTally, byLevel]).toEqual([index + 1, told])
        const { active, unrated, evaluated, ...ofLevels } = rates
        expect([active, unrated, evaluated]).toEqual([1, 0, 1])
        expect(ofLevels).toEqual(levelRates({ active: told, byDefault: levelsOf([]) }))
        expect(exact(world).byLevel).toEqual(levelsOf(world.events))
      }
      // What fills no batch is not told when the day has ended either, nor carried into the next.
      const before = frame(world).byLevel
      world.pass(24 * 3600).visit('B001')
      expect(frame(world)).toMatchObject({ evaluationTally: 1, byLevel: levelsOf([]) })
      const [ended] = dayBooks(world.metrics)
      expect(levels.length === 0 || ended!.figures.byLevel).toEqual(levels.length === 0 || before)
    }),
    { numRuns: 40 },
  )
})
