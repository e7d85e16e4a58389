import { businessDayOf, type Event, isRefusal, LEVELS } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BOOKS, type Book, isOpen, type Sum } from '../../../server/src/exemptions/claim.ts'
import * as exemptions from '../../../server/src/exemptions/state.ts'
import { stayOf } from '../../../server/src/lots/view.ts'
import { play, steps, TICKETS } from './histories.ts'
import { throughJson, World } from './world.ts'

const RUNS = { numRuns: 300, verbose: 1 } as const
/** One history in fifteen thousand swaps plates of cars that are gone, and a limit stays: not a matter of luck for a whole suite. */
const CHOSEN = { ...RUNS, numRuns: 3_000, seed: 20_261_127 } as const

/** The conditions of free parking, written down a second time and without regard to how the house asks. */
function conditionsHold(world: World, ticketId: string): boolean {
  const rated = world.events.find(e => e.type === 'evaluation.submitted' && e.ticketId === ticketId)
  const plates = world.events.flatMap(e =>
    (e.type === 'plate.bound' || e.type === 'plate.corrected') && e.ticketId === ticketId ? e.plate : [],
  )
  const served = world.events.some(e => e.type === 'ticket.completed' && e.ticketId === ticketId)
  const today = world.now < '2026-11-23T16:00:00.000Z'
  if (rated?.type !== 'evaluation.submitted' || rated.unrewarded !== undefined || !served || !today) return false
  const car = plates.length === 0 ? undefined : stayOf(world.lot, plates.at(-1)!)
  if (car?.carClass !== 'casual' || car.exitedAt !== undefined || car.paidAt !== undefined) return false
  const granted = world.events.flatMap(e => (e.type === 'exemption.granted' ? e : []))
  const counting = granted.filter(e => stands(world, e) || wasUsed(world, e))
  return !counting.some(e => e.stayId === car.stayId || e.plate === plates.at(-1))
}

/** Also after it was refused or revoked, by the late race. */
const wasUsed = (world: World, { exemptionId }: { exemptionId: string }): boolean =>
  world.events.some(e => e.type === 'exemption.honoured' && e.exemptionId === exemptionId)

const stands = (world: World, { exemptionId }: { exemptionId: string }): boolean =>
  !world.events.some(
    e => (e.type === 'exemption.refused' || e.type === 'exemption.revoked') && e.exemptionId === exemptionId,
  )

const FINAL = new Set(['CLASS_EXCLUDED', 'ALREADY_LEFT', 'TOO_LATE'])

/** A final reason stands for the plate it was recorded of. */
function finallyWithheld(world: World, ticketId: string): boolean {
  const { withheld, plate } = world.exemptions.claims.get(ticketId) ?? {}
  // A car that came back is on another visit.
  const enteredAt = plate === undefined ? undefined : stayOf(world.lot, plate.text)?.enteredAt
  if (withheld?.reason === 'LIMIT_PLATE') return enteredAt !== undefined && enteredAt >= withheld.at
  return withheld !== undefined && FINAL.has(withheld.reason) && withheld.plate?.revision === plate?.revision
}

const grantsOf = (events: Event[], ticketId: string) =>
  events.flatMap(e => (e.type === 'exemption.granted' && e.ticketId === ticketId ? e : []))

describe('whatever happens in whatever order', () => {
  test('these histories do grant, refuse, revoke, expire, honour and write off', () => {
    const seen = new Map<string, number>()
    const words = new Set<string>()
    for (const all of fc.sample(steps, { numRuns: 500, seed: 1 })) {
      const world = new World()
      for (const s of all) play(world, s, 5)
      for (const event of world.events) {
        seen.set(event.type, (seen.get(event.type) ?? 0) + 1)
        if (event.type === 'exemption.mismatched') words.add(event.mismatch)
        if (event.type === 'exemption.honoured' && event.endedAs !== undefined) words.add('late race')
      }
    }
    const ends = ['granted', 'refused', 'revoked', 'expired', 'honoured', 'writtenOff'] as const
    for (const name of ends) expect([name, (seen.get(`exemption.${name}`) ?? 0) > 0]).toEqual([name, true])
    expect(seen.get('exemption.granted')).toBeGreaterThan(200)
    expect([...words].sort()).toEqual(['APPLIED_AFTER_END', 'APPLIED_NOT_GRANTED', 'APPLIED_TWICE', 'late race'])
  })

  test('[I-3] all conditions hold exactly when there is one exemption, granted in that commit', () => {
    fc.assert(
      fc.property(steps, all => {
        const world = new World()
        for (const s of all) {
          play(world, s, 5)
          for (const number of TICKETS) {
            const ticketId = `20261123-${number}`
            const grants = grantsOf(world.events, ticketId)
            const standing = grants.filter(e => stands(world, e))
            expect(standing.length).toBeLessThanOrEqual(1)
            const rev = world.exemptions.claims.get(ticketId)?.plate?.revision
            // One that was used late, after it was refused or revoked, was the ticket's all the same.
            const triedThisPlate = grants.some(e => e.revision === rev || wasUsed(world, e))
            const owed = conditionsHold(world, ticketId) && standing.length === 0 && !triedThisPlate
            expect(owed && !finallyWithheld(world, ticketId)).toBe(false)
            const rated = world.events.some(e => e.type === 'evaluation.submitted' && e.ticketId === ticketId)
            if (!rated) expect(grants).toEqual([])
            if (rated && grants.length === 0) expect(world.withheld(ticketId)).toBeDefined()
          }
        }
      }),
      CHOSEN,
    )
  })

  test('[I-3] a grant is made only where every condition holds, one for a stay and one for a key', () => {
    fc.assert(
      fc.property(steps, all => {
        const world = new World()
        for (const s of all) {
          const before = world.commits.length
          play(world, s, 5)
          for (const event of world.commits.slice(before).flat()) {
            if (event.type !== 'exemption.granted') continue
            const stay = world.lot.stays.get(event.stayId)
            expect(stay).toMatchObject({ carClass: 'casual' })
            expect(stay?.exitedAt ?? stay?.paidAt).toBeUndefined()
            expect(event.businessDay).toBe(businessDayOf(event.at))
          }
        }
        const grants = world.events.flatMap(e => (e.type === 'exemption.granted' ? e : []))
        const standing = grants.filter(e => stands(world, e))
        expect(new Set(grants.map(e => e.exemptionId)).size).toBe(grants.length)
        expect(new Set(standing.map(e => e.stayId)).size).toBe(standing.length)
        expect(new Set(standing.map(e => e.plate)).size).toBe(standing.length)
      }),
      RUNS,
    )
  })

  test('[V9] permuting the level never changes the outcome', () => {
    fc.assert(
      fc.property(steps, all => {
        const outcomes = LEVELS.map(level => {
          const world = new World()
          for (const s of all) play(world, s, level)
          return world.events.filter(e => e.type.startsWith('exemption.') || e.type.startsWith('plate.'))
        })
        for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
      }),
      RUNS,
    )
  })

  test('[I-4] granted = honoured + refused + revoked + expired + writtenOff + open, in count and minutes', () => {
    fc.assert(
      fc.property(steps, all => {
        const world = new World({ freeMinutes: 90 })
        for (const s of all) {
          play(world, s, 5)
          const { books } = world.exemptions
          for (const unit of ['count', 'minutes'] as const)
            expect(books.granted[unit]).toBe(
              BOOKS.filter(book => book !== 'granted').reduce((total, book) => total + books[book][unit], 0),
            )
          expect(books).toEqual(recounted(world))
        }
      }),
      RUNS,
    )
  })

  test('[EX23] all that was used at the gate is honoured or mismatched, in count and minutes, and each use once', () => {
    fc.assert(
      fc.property(steps, all => {
        const world = new World({ freeMinutes: 90 })
        for (const s of all) {
          const before = structuredClone(world.exemptions.books)
          const commits = world.commits.length
          play(world, s, 5)
          const { books, mismatched } = world.exemptions
          expect(books.honoured.count + mismatched.count).toBe(world.uses.size)
          const applied = [...world.exemptions.exemptions.values()].reduce((sum, e) => sum + (e.minutesApplied ?? 0), 0)
          expect(applied + mismatched.minutes).toBe(60 * world.uses.size)
          for (const event of world.commits.slice(commits).flat()) {
            if (event.type !== 'exemption.honoured' || event.endedAs === undefined) continue
            expect(books[event.endedAs]).toEqual(moved(before[event.endedAs], -1))
            expect(books.honoured).toEqual(moved(before.honoured, 1))
          }
        }
      }),
      { ...RUNS, numRuns: 600 },
    )
  })

  test('[JR] a state that went through JSON goes on like one that did not', () => {
    fc.assert(
      fc.property(steps, steps, (first, then) => {
        const [kept, restored] = [new World(), new World()]
        for (const world of [kept, restored]) for (const s of first) play(world, s, 5)
        const states = ['evaluations', 'exemptions', 'rectifications', 'metrics', 'lot'] as const
        for (const name of states) Object.assign(restored, { [name]: throughJson(restored[name]) })
        for (const world of [kept, restored]) for (const s of then) play(world, s, 5)
        for (const name of states) expect(restored[name]).toEqual(kept[name])
        expect(restored.events).toEqual(kept.events)
      }),
      { ...RUNS, numRuns: 100 },
    )
  })

  test('[JR] replaying the events gives the very state, and a refused command leaves it as it was', () => {
    fc.assert(
      fc.property(steps, all => {
        const world = new World()
        const opened = throughJson(world.exemptions)
        for (const s of all) {
          const before = throughJson(world.exemptions)
          const decided = world.ask({ type: 'exemption.consider', ticketId: '20261123-A001' })
          if (isRefusal(decided) || decided.length === 0) expect(world.exemptions).toEqual(before)
          play(world, s, 5)
        }
        for (const event of world.events) exemptions.evolve(opened, event)
        expect(opened).toEqual(world.exemptions)
      }),
      { ...RUNS, numRuns: 100 },
    )
  })
})

const moved = ({ count, minutes }: Sum, sign: 1 | -1): Sum => ({
  count: count + sign,
  minutes: minutes + sign * 90,
})

function recounted({ exemptions: state }: World): Record<Book, { count: number; minutes: number }> {
  const all = [...state.exemptions.values()]
  const of = (list: typeof all) => ({ count: list.length, minutes: list.reduce((sum, e) => sum + e.freeMinutes, 0) })
  const ended = ['honoured', 'refused', 'revoked', 'expired', 'writtenOff'] as const
  return {
    granted: of(all),
    open: of(all.filter(isOpen)),
    ...(Object.fromEntries(ended.map(status => [status, of(all.filter(e => e.status === status))])) as Record<
      (typeof ended)[number],
      { count: number; minutes: number }
    >),
  }
}
