import type { Event } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { termsOn } from '../../../../server/src/hub/books/passes/terms.ts'
import { visitIdOf } from '../../../../server/src/hub/ids.ts'
import { noteHall } from '../../../../server/src/settlements/diary/note.ts'
import { DAY, fakeId, NINE, World } from '../../reactions/world.ts'
import { diaryOf, PLATE, TERMS, TWO_AT_NIGHT, termsOf, verdictsOf, visited } from '../days.ts'

/** The events of a day, with its grant told otherwise. */
const grantedAs = (world: World, change: object): World =>
  ({
    events: world.events.map(one => (one.type === 'exemption.granted' ? { ...one, ...change } : one) as Event),
    lotEvents: world.lotEvents,
  }) as World

describe('the minutes of a grant', () => {
  test('[RB66] are those of the policy version that it names, or it is B9, though hall, gate and exit tell it alike', () => {
    return fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 600 }), async (granted, given) => {
        const world = new World({ freeMinutes: granted })
        const key = visited(world)
        const found = await verdictsOf(diaryOf(world), TWO_AT_NIGHT, DAY, termsOf({ freeMinutes: given }))
        // What is used of it is an hour.
        const matchClass = granted === given && granted >= 60 ? 'M0' : 'B9'
        expect(found.find(one => one.key === key)).toMatchObject({ matchClass, minutes: 60, amountFen: 200 })
      }),
      { numRuns: 50 },
    )
  })

  test('[RB66] open, they are B9 at once, and whatever became of it; where the policies are not known, nobody can tell', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    const classOf = async (change: object, policyOf = TERMS.policyOf as () => never) =>
      (await verdictsOf(diaryOf(grantedAs(world, change)), world.now, DAY, { ...TERMS, policyOf })).find(
        ({ key }) => key === exemptionId,
      )
    expect(await classOf({})).toMatchObject({ matchClass: 'M1' })
    expect(await classOf({ freeMinutes: 500 })).toMatchObject({ matchClass: 'B9', minutes: 500, amountFen: 0 })
    expect(await classOf({ freeMinutes: 500 }, () => undefined as never)).toMatchObject({ matchClass: 'M1' })
    world.commit([{ type: 'exemption.revoked', v: 1, at: world.now, exemptionId }])
    expect(await classOf({ freeMinutes: 500 })).toMatchObject({ matchClass: 'B9' })
  })

  test('[RB66] of each version that was adopted the hub knows them; of one that nobody adopted there are none', () => {
    const world = new World({ version: 'p1', freeMinutes: 90 })
    const policy = { version: 'p2', freeMinutes: 30, stackRule: 'max', perPlatePerDay: 1 }
    world.commit([{ type: 'policy.adopted', v: 1, at: NINE, effectiveFrom: '2026-12-01', policy } as never])
    const hub = {
      stream: (_: string, hallId: string) =>
        hallId === 'h1' ? { peek: () => ({ exemptions: world.exemptions }) } : undefined,
    }
    const { policyOf, offerOf, visitIdFor } = termsOn(hub as never, DAY)
    const minutes = (version: string, hallId = 'h1') => policyOf(hallId, version)?.freeMinutes
    expect([minutes('p1'), minutes('p2'), minutes('p3'), minutes('p1', 'h2')]).toEqual([90, 30, 0, undefined])
    expect([offerOf('h1').freeMinutes, offerOf('h2').freeMinutes]).toEqual([90, 0])
    expect(visitIdFor).toBe(visitIdOf)
  })
})

describe('the evaluation of a grant', () => {
  const classesBy = async (world: World, terms = TERMS, diary = diaryOf(world)) =>
    (await verdictsOf(diary, TWO_AT_NIGHT, DAY, terms)).map(({ matchClass }) => matchClass)

  test('[RB67] is one of its own visit; that of another ticket or hall, or one that earned nothing, does not stand behind it', async () => {
    // given a visit that earned what it used, and another that was rated as well
    const world = new World()
    visited(world)
    expect(await classesBy(world)).toEqual(['M0', 'M0', 'M0'])
    const evaluationId = fakeId('rated elsewhere')
    const rating = { type: 'evaluation.submitted', v: 1, at: NINE, ticketId: '20261123-A777', evaluationId } as Event
    world.commits.push([rating])

    // then its grant stands on its own rating only
    const forged = grantedAs(world, { evaluationId })
    expect((await classesBy(forged))[0]).toBe('B2')
    const own = world.events.find(({ type }) => type === 'exemption.granted') as { ticketId: string } & Event
    const elsewhere = diaryOf(forged)
    noteHall(elsewhere, 'h2', { ...rating, ticketId: own.ticketId } as Event)
    expect((await classesBy(forged, TERMS, elsewhere))[0]).toBe('B2')
    const unearned = diaryOf(forged)
    noteHall(unearned, 'h1', { ...rating, ticketId: own.ticketId, unrewarded: 'TOO_FAST' } as Event)
    expect((await classesBy(forged, TERMS, unearned))[0]).toBe('B2')
    noteHall(unearned, 'h1', { ...rating, ticketId: own.ticketId } as Event)
    expect((await classesBy(forged, TERMS, unearned))[0]).toBe('M0')
  })

  test('[RB67] the visit alone stands behind it only where the policy it names asks for no rating', async () => {
    const world = new World({ grantWithoutRating: true })
    visited(world)
    expect(await classesBy(world, termsOf({ grantWithoutRating: true }))).toEqual(['M0', 'M0', 'M0'])
    expect((await classesBy(world, termsOf({ grantWithoutRating: false })))[0]).toBe('B2')
    expect((await classesBy(world, { ...TERMS, policyOf: (() => undefined) as never }))[0]).toBe('M0')
  })
})
