import { type Actor, isRefusal, LEVELS, type Level } from '@pingting/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deliveries } from '../../server/src/hub/publish/audience.ts'
import { hallShown, whereIn } from '../../server/src/hub/publish/shown.ts'
import { dayBooks } from '../../server/src/metrics/view.ts'
import { CARD, COUNTERS } from './day.ts'
import { Floor, HALL, type Wish } from './floor.ts'

const CLERK: Actor = { kind: 'staff', staffId: 'c', name: 'c', role: 'clerk', hallIds: ['h1'], lotIds: [] }
const KIOSK: Actor = { kind: 'device', deviceId: 'kiosk-1', device: 'kiosk', hallId: 'h1' }
const DAY_MS = 86_400_000

/** A hall with one counter open, and all that anybody but its managers was ever told or shown in it. */
class Watched {
  readonly floor = new Floor(CARD)
  readonly seen: string[] = []
  readonly #ticketIds: string[] = []
  #toldTally = 0

  /** In the morning: the clock closed the counter at midnight. */
  open(): void {
    this.#must(CLERK, { type: 'counter.open', counterId: '1' })
  }

  /** Whoever is next is served, and rates while he stands there. */
  visit(level: Level): void {
    const [taken] = this.#must(KIOSK, { type: 'ticket.take', serviceCode: 'tax', priority: 'none' })
    const { ticketId } = taken as unknown as { ticketId: string }
    this.#ticketIds.push(ticketId)
    this.#must(CLERK, { type: 'ticket.callNext', counterId: '1' })
    this.#must(CLERK, { type: 'ticket.arrive', counterId: '1', ticketId })
    const said = { level, tagVersion: 2, tagCodes: [], text: '还行', channel: 'phone', formOpenMs: 5_000 }
    this.#must({ kind: 'citizen', hallId: 'h1', ticketId }, { type: 'evaluation.submit', ticketId, ...said })
    this.pass(60_000)
    this.#must(CLERK, { type: 'ticket.finish', counterId: '1', ticketId })
  }

  pass(ms: number): void {
    this.floor.pass(ms)
    this.#look()
  }

  #must(actor: Actor, wish: Wish) {
    const [outcome] = this.floor.send([{ stream: HALL, wish, actor }])
    if (outcome === undefined || isRefusal(outcome)) throw new Error(`${wish.type}: ${outcome?.refused}`)
    this.#look()
    return outcome
  }

  /** Every room: its envelopes since the last look, what a newcomer is shown, and its frame; and the written days. */
  #look(): void {
    const { hall, now, commits } = this.floor
    const shown = hallShown(hall, now, () => undefined)
    const rooms = [
      ...['public', 'floor', 'parking', 'bridge:east'],
      ...COUNTERS.map(id => `counter:${id}`),
      ...this.#ticketIds.map(id => `ticket:${id}`),
    ]
    for (const { events } of commits.slice(this.#toldTally))
      this.seen.push(
        JSON.stringify([...deliveries(events, whereIn(hall))].filter(([audience]) => audience !== 'office')),
      )
    this.#toldTally = commits.length
    for (const room of rooms) this.seen.push(JSON.stringify([room, shown.screen(room), shown.frame(room)]))
    this.seen.push(JSON.stringify(dayBooks(hall.metrics).map(({ figures }) => figures)))
  }
}

const level = fc.constantFrom(...LEVELS)
const five = fc.array(level, { minLength: 5, maxLength: 5 })
/** The same levels of one batch in two orders. */
const batch = five.chain(levels =>
  fc.shuffledSubarray(levels, { minLength: 5, maxLength: 5 }).map(other => ({ levels, other })),
)
/** What fills no batch, of anybody's liking. */
const rest = fc
  .nat(4)
  .chain(length => fc.tuple(...[0, 1].map(() => fc.array(level, { minLength: length, maxLength: length }))))
  .map(([levels, other]) => ({ levels: levels!, other: other! }))

const dayOf = (levels: readonly Level[]): Watched => {
  const day = new Watched()
  day.open()
  for (const one of levels) day.visit(one)
  // The day ends, and the next one begins.
  day.pass(DAY_MS)
  day.open()
  day.visit(3)
  return day
}

const exactOf = (day: Watched): string =>
  JSON.stringify(dayBooks(day.floor.hall.metrics).map(({ exact, marginals }) => [exact, marginals.counterByLevel]))

test('[AU6] who gave which level within a batch, or in what fills none, shows in no envelope, screen or frame of anybody but managers', () => {
  let distinct = 0
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 2 }), rest, (batches, last) => {
      // given two days of one counter that differ only in who of a batch gave which level, and in the rest
      const parts = [...batches, last]
      const one = dayOf(parts.flatMap(part => part.levels))
      const other = dayOf(parts.flatMap(part => part.other))
      // then nobody's screens ever differed; what managers ask for may
      expect(one.seen).toEqual(other.seen)
      if (exactOf(one) !== exactOf(other)) distinct += 1
    }),
    { numRuns: 60 },
  )
  expect(distinct).toBeGreaterThan(10)
}, 120_000)
