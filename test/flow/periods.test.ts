import { businessDayOf, type Event, LEVELS, type Level, msBetween, type PeriodSums } from '@pingting/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { trendOf } from '../../server/src/metrics/trend.ts'
import { dayBooks } from '../../server/src/metrics/view.ts'
import { CARD, type Step, sentOf, step, wait } from './day.ts'
import { Floor } from './floor.ts'

const rounds = fc.array(fc.tuple(step, fc.option(wait, { freq: 2 })), { maxLength: 250, size: 'max' })
const LIMIT_MS = 30 * 60_000

interface Visit {
  takenAt: string
  calls: string[]
  arrivals: string[]
  completedAt?: string
  missTally: number
  rating?: Level
}

/** What a day came to, from the journal, the slow way. */
function recount(events: readonly Event[], day: string): PeriodSums {
  const visits = new Map<string, Visit>()
  let evaluated = 0
  for (const e of events.filter(event => businessDayOf(event.at) === day)) {
    if (e.type === 'ticket.taken') visits.set(e.ticketId, { takenAt: e.at, calls: [], arrivals: [], missTally: 0 })
    if (e.type === 'evaluation.submitted') evaluated += 1
    const visit = 'ticketId' in e ? visits.get(e.ticketId) : undefined
    if (visit !== undefined) follow(visit, e)
  }
  const all = [...visits.values()]
  const called = all.filter(visit => visit.calls.length > 0)
  const done = all.filter(visit => visit.completedAt !== undefined)
  const waits = called.map(({ takenAt, calls }) => msBetween(takenAt, calls[0]!))
  const sum = (list: readonly number[]): number => list.reduce((whole, n) => whole + n, 0)
  const given = (level: Level) => done.filter(({ rating }) => rating === level).length
  return {
    ...{ taken: all.length, called: called.length, waitMs: sum(waits) },
    ...{ lateWaits: waits.filter(ms => ms > LIMIT_MS).length, missed: sum(all.map(({ missTally }) => missTally)) },
    completed: done.length,
    serviceMs: sum(done.map(({ arrivals, completedAt }) => msBetween(arrivals.at(-1)!, completedAt!))),
    evaluated,
    active: { 5: given(5), 4: given(4), 3: given(3), 2: given(2), 1: given(1) },
    byDefault: { 5: 0, 4: 0, 3: 0, 2: 0, 1: 0 },
  }
}

function follow(visit: Visit, e: Event): void {
  if (e.type === 'ticket.called') visit.calls.push(e.at)
  if (e.type === 'ticket.arrived') visit.arrivals.push(e.at)
  if (e.type === 'ticket.completed') visit.completedAt = e.at
  if (e.type === 'ticket.missed') visit.missTally += 1
  if (e.type === 'evaluation.submitted') visit.rating = e.level
  if (e.type !== 'ticket.undone') return
  if (e.verb === 'called') visit.calls.pop()
  if (e.verb === 'arrived') visit.arrivals.pop()
  if (e.verb === 'completed') delete visit.completedAt
  if (e.verb === 'missed') visit.missTally -= 1
}

/** A hall through some days, and what of each was last to be written down. */
function live(steps: readonly (readonly [Step, ((floor: Floor) => number) | null])[]) {
  const floor = new Floor(CARD)
  const days = new Map<string, PeriodSums>()
  const look = (): void => {
    for (const { figures, sums } of dayBooks(floor.hall.metrics)) days.set(figures.businessDay, sums)
  }
  for (const [one, pause] of steps) {
    floor.send(sentOf(floor, one))
    look()
    if (pause !== null) floor.pass(pause(floor))
    look()
  }
  return { events: floor.events, days }
}

test('[ME33, ME36] what a day came to is a recount of its journal, and a week is the sum of its days', () => {
  const met = { late: 0, missed: 0, weeks: 0, undone: 0 }
  fc.assert(
    fc.property(rounds, steps => {
      // given some days of anybody's doing
      const { events, days } = live(steps)
      // then each is what its journal comes to
      for (const [day, sums] of days) expect(sums).toEqual(recount(events, day))
      // and what is told of days and weeks is made of these
      const trend = trendOf([...days].map(([businessDay, sums]) => ({ businessDay, ...sums })).reverse())
      expect(trend.days.map(({ from }) => from)).toEqual([...days.keys()].sort())
      for (const what of ['taken', 'called', 'lateWaits', 'missed', 'completed', 'evaluated'] as const)
        expect(trend.weeks.reduce((sum, week) => sum + week[what], 0)).toBe(
          trend.days.reduce((sum, one) => sum + one[what], 0),
        )
      for (const week of trend.weeks) {
        const own = trend.days.filter(one => one.from >= week.from && one.from <= week.to)
        const waitMs = own.reduce((sum, one) => sum + one.waitMs, 0)
        const called = own.reduce((sum, one) => sum + one.called, 0)
        expect(week.averageWaitSeconds).toBe(called === 0 ? undefined : Math.round(waitMs / called / 1000))
        const rated = LEVELS.reduce((sum, level) => sum + week.active[level], 0)
        expect(week.rates.active).toBe(week.completed === 0 ? undefined : rated / week.completed)
      }
      met.late += trend.days.reduce((sum, one) => sum + one.lateWaits, 0)
      met.missed += trend.days.reduce((sum, one) => sum + one.missed, 0)
      met.weeks = Math.max(met.weeks, trend.weeks.length)
      met.undone += events.filter(event => event.type === 'ticket.undone').length
    }),
    { numRuns: 60 },
  )
  expect([met.late > 5, met.missed > 0, met.weeks > 1, met.undone > 20]).toEqual([true, true, true, true])
})
