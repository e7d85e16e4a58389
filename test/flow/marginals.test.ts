import { businessDayOf, type Event, LEVELS, localHourOf, MINUTE_MS, msBetween } from '@pingting/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Marginals, rollUp } from '../../server/src/metrics/marginals.ts'
import { dayBooks } from '../../server/src/metrics/view.ts'
import { CARD, type Step, sentOf, step, wait } from './day.ts'
import { Floor } from './floor.ts'

const rounds = fc.array(fc.tuple(step, fc.option(wait, { freq: 2 })), { maxLength: 250, size: 'max' })

/** Takes a hall through some days, and keeps of each what was last to be written down. */
function live(steps: readonly (readonly [Step, ((floor: Floor) => number) | null])[]) {
  const floor = new Floor(CARD)
  const books = new Map<string, Marginals>()
  const look = (): void => {
    for (const { figures, marginals } of dayBooks(floor.hall.metrics)) books.set(figures.businessDay, marginals)
  }
  for (const [one, pause] of steps) {
    floor.send(sentOf(floor, one))
    look()
    if (pause !== null) floor.pass(pause(floor))
    look()
  }
  return { events: floor.events, books }
}

type Tally = Record<string, number>
const EDGES = [1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120]

/** Every number of a document by its place; what is zero says nothing. */
function flat({ byHour, counterByLevel, itemByLevel, channelByLevel, cells, waitsByItem }: Marginals): Tally {
  const all: [string, number][] = [
    ...byHour.flatMap((hour, at) => Object.entries(hour).map(([what, n]) => [`${at}h ${what}`, n] as [string, number])),
    ...Object.entries({ counter: counterByLevel, item: itemByLevel, channel: channelByLevel, cell: cells }).flatMap(
      ([axis, table]) =>
        Object.entries(table).flatMap(([key, row]) =>
          LEVELS.map(level => [`${axis} ${key} ${level}`, row[level]] as [string, number]),
        ),
    ),
    ...Object.entries(waitsByItem).flatMap(([code, bins]) =>
      bins.map((n, bin) => [`wait ${code} ${bin}`, n] as [string, number]),
    ),
  ]
  return Object.fromEntries(all.filter(([, n]) => n !== 0))
}

interface Visit {
  takenAt: string
  service: string
  calls: { at: string; service: string }[]
  completedAt?: string
}

/** The same from the journal, the slow way: what each ticket of the day came to, and every rating of the day. */
function recount(events: readonly Event[], day: string): Tally {
  const places: string[] = []
  const visits = new Map<string, Visit>()
  for (const e of events.filter(event => businessDayOf(event.at) === day)) {
    if (e.type === 'ticket.taken') visits.set(e.ticketId, { takenAt: e.at, service: e.serviceCode, calls: [] })
    if (e.type === 'evaluation.submitted' && e.source === 'active') {
      places.push(`${localHourOf(e.at)}h evaluated`, `counter ${e.counterId} ${e.level}`)
      places.push(`item ${e.serviceCode} ${e.level}`, `channel ${e.channel} ${e.level}`)
      places.push(`cell ${e.counterId} ${e.serviceCode} ${e.channel} ${e.level}`)
    }
    const visit = 'ticketId' in e ? visits.get(e.ticketId) : undefined
    if (visit !== undefined) follow(visit, e)
  }
  for (const { takenAt, calls, completedAt } of visits.values()) {
    places.push(`${localHourOf(takenAt)}h taken`)
    if (completedAt !== undefined) places.push(`${localHourOf(completedAt)}h completed`)
    const [first] = calls
    if (first === undefined) continue
    const minutes = msBetween(takenAt, first.at) / MINUTE_MS
    places.push(`${localHourOf(first.at)}h called`)
    places.push(`wait ${first.service} ${EDGES.filter(edge => minutes > edge).length}`)
  }
  return Object.fromEntries([...Map.groupBy(places, place => place)].map(([place, met]) => [place, met.length]))
}

function follow(visit: Visit, e: Event): void {
  if (e.type === 'ticket.called') visit.calls.push({ at: e.at, service: visit.service })
  if (e.type === 'ticket.completed') visit.completedAt = e.at
  if (e.type === 'ticket.transferred') visit.service = e.serviceCode
  if (e.type !== 'ticket.undone') return
  visit.service = e.place.serviceCode
  if (e.verb === 'called') visit.calls.pop()
  if (e.verb === 'completed') delete visit.completedAt
}

test('[ME20, ME34] the sums of each day, and of a month of them, are those of a recount of the journal', () => {
  const met = { undone: 0, days: 0, ratings: 0 }
  fc.assert(
    fc.property(rounds, steps => {
      const { events, books } = live(steps)
      for (const [day, marginals] of books) expect(flat(marginals)).toEqual(recount(events, day))
      const month: Tally = {}
      for (const day of books.keys())
        for (const [place, n] of Object.entries(recount(events, day))) month[place] = (month[place] ?? 0) + n
      expect(flat(rollUp([...books.values()]))).toEqual(month)
      met.days = Math.max(met.days, books.size)
      met.undone += events.filter(event => event.type === 'ticket.undone').length
      met.ratings += events.filter(event => event.type === 'evaluation.submitted').length
    }),
    { numRuns: 60 },
  )
  expect([met.days > 2, met.undone > 20, met.ratings > 50]).toEqual([true, true, true])
})
