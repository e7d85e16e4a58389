import { businessDayOf, type Event, isRefusal } from '@pingting/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { due } from '../../../../server/src/halls/due.ts'
import { Floor, manager, theClock } from '../floor.ts'
import { LoneKiosk, type Remembered } from './lone-kiosk.ts'

const SERVICES = ['tax', 'housing', 'permits']
const step = fc.record({
  name: fc.oneof(
    { weight: 8, arbitrary: fc.constant('alone' as const) },
    { weight: 5, arbitrary: fc.constantFrom('staff' as const, 'catchUp' as const) },
    { weight: 2, arbitrary: fc.constantFrom('answersLost' as const, 'restart' as const, 'wait' as const) },
    { weight: 1, arbitrary: fc.constantFrom('restored' as const, 'wrongClock' as const, 'night' as const) },
  ),
  kiosk: fc.nat(1),
  service: fc.constantFrom(...SERVICES),
  /** How often at once: a crowd empties a lease. */
  times: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(40)),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** One hall with two kiosks, and every number that anybody holds on paper. */
class Town {
  floor = new Floor()
  answers: Remembered = new Map()
  /** What a backup of the morning holds. */
  backup: readonly Event[] = []
  readonly papers: string[] = []
  /** Handed in, and lost by the hub with all that came after its backup. */
  readonly lost = new Set<string>()
  readonly kiosks = ['k1', 'k2'].map(
    id =>
      new LoneKiosk(
        id,
        () => this.floor,
        () => this.answers,
      ),
  )

  async step({ name, kiosk: at, service, times }: Step): Promise<void> {
    const kiosk = this.kiosks[at]!
    for (let n = 0; n < times; n += 1) {
      if (name === 'alone') {
        const issued = kiosk.take(service)
        if (issued !== undefined) this.papers.push(`${issued.businessDay} ${issued.number}`)
      }
      if (name === 'staff') {
        const taken = this.floor.send({ type: 'ticket.take', serviceCode: service, priority: 'none' }, manager)
        if (!isRefusal(taken) && taken[0]?.type === 'ticket.taken')
          this.papers.push(`${taken[0].businessDay} ${taken[0].number}`)
      }
    }
    if (name === 'answersLost') kiosk.lost = times
    if (name === 'catchUp') await kiosk.catchUp()
    if (name === 'restart') kiosk.restart()
    if (name === 'wrongClock') kiosk.wrongMs = (times - 2) * 3_600_000
    if (name === 'wait') this.floor.wait(times)
    if (name === 'night') this.floor.wait(24 * 60)
    if (name === 'restored') this.restore()
    for (const { command } of due(this.floor.hall, this.floor.now)) this.floor.must(command, theClock)
  }

  handedIn(): string[] {
    return this.floor.events.flatMap(event =>
      event.type === 'ticket.taken' && event.deviceId !== undefined ? [`${event.businessDay} ${event.number}`] : [],
    )
  }

  /** The hub loses what came after the backup, answers and all; papers and kiosks keep theirs. */
  restore(): void {
    const { now } = this.floor
    for (const paper of this.handedIn()) this.lost.add(paper)
    this.floor = new Floor()
    this.floor.apply(this.backup.slice(1))
    this.floor.now = now
    const what = { backupId: '00000000-0000-4000-8000-000000000000', backupAt: now, numbersSkipped: 1_000 }
    this.floor.apply([{ type: 'hall.restored', v: 1, at: now, businessDay: businessDayOf(now), ...what }])
    this.answers = new Map()
    this.backup = [...this.floor.events]
  }
}

const steps = fc.array(step, { minLength: 10, maxLength: 60, size: 'large' })

test('[TK71, TK72] no number is given out twice, and each of today is in the queue once or told to staff', async () => {
  const seen = { taken: 0, rejected: 0 }
  await fc.assert(
    fc.asyncProperty(steps, async path => {
      const town = new Town()
      for (const kiosk of town.kiosks) await kiosk.catchUp()
      for (const each of path) await town.step(each)
      expect(new Set(town.papers).size).toBe(town.papers.length)

      // when the hub is there for good
      for (const kiosk of town.kiosks) {
        kiosk.lost = 0
        await kiosk.catchUp()
        expect(kiosk.stock!.issued).toEqual([])
      }

      // then whoever holds an offline slip of this day stands in the queue, or staff read his number at the kiosk
      const told = town.kiosks.flatMap(({ stock }) => stock!.rejected.map(({ number }) => number))
      const offline = town.handedIn()
      expect(new Set(offline).size).toBe(offline.length)
      const today = businessDayOf(town.floor.now)
      for (const paper of town.papers.filter(text => text.startsWith(today) && /[A-Z]9\d{3}$/.test(text)))
        expect(offline.includes(paper) || town.lost.has(paper) || told.includes(paper.slice(-5)), paper).toBe(true)
      seen.taken += offline.length
      seen.rejected += told.length
    }),
    { numRuns: 150 },
  )
  expect(seen.taken).toBeGreaterThan(500)
  expect(seen.rejected).toBeGreaterThan(20)
}, 120_000)
