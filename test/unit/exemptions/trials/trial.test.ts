import { addMs, DAY_MS, type Event, type ExemptionPolicy, fen, type PolicyTrial, type Tariff } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { trialOf } from '../../../../server/src/exemptions/trials/trial.ts'
import { gatherHall, gathering, gatherLot, visitsOf } from '../../../../server/src/exemptions/trials/visits.ts'
import { play, steps } from '../../reactions/histories.ts'
import { BRIDGE, card, citizen, DAY, FREE, LOT, NINE, World } from '../../reactions/world.ts'

const PLATE = '鲁F12345'
const OTHER = '鲁F54321'
const TARIFF: Tariff = {
  ...{ freeUntilMinutes: 30, hourFen: 200, capFen: 1000, freeMinutesSide: 'front', leaveWithinMinutes: 15 },
}
const policy = (over: Partial<ExemptionPolicy> = {}): ExemptionPolicy => ({ ...card().policy, version: 'p2', ...over })

/** What the journals of this world tell of the days. */
function visitsIn(world: World, from = DAY, to = DAY) {
  const all = gathering(from, to)
  for (const event of world.events) gatherHall(all, event)
  for (const event of world.lotEvents) gatherLot(all, LOT, event)
  return visitsOf(all)
}

const tryOn = (world: World, over: Partial<ExemptionPolicy> = {}, tariff?: Tariff): Omit<PolicyTrial, 'from' | 'to'> =>
  trialOf(visitsIn(world), policy(over), policy(), tariff)

/** A car inside, its driver served and rated; it leaves after so many minutes, as the gate then tells. */
function stayed(world: World, number: number, minutes: number, plate: string = PLATE, carClass?: 'monthCard'): string {
  const enteredAt = world.now
  world.enter(`s${number}`, plate, carClass)
  const ticketId = world.pass(60).visit(`A00${number}`, plate)
  world.now = addMs(enteredAt, minutes * 60_000)
  const exemptionId = world.exemption(ticketId)?.exemptionId
  if (exemptionId !== undefined) world.honour(`s${number}`, exemptionId)
  world.exit(`s${number}`)
  return ticketId
}

const terms: fc.Arbitrary<Partial<ExemptionPolicy>> = fc.record(
  {
    freeMinutes: fc.constantFrom(60, 120),
    perPlatePerDay: fc.constantFrom(1, 2),
    perPlatePerMonth: fc.constantFrom(1, 2),
    minServiceSeconds: fc.constantFrom(20, 200),
    excludedClasses: fc.constantFrom<('monthCard' | 'staff')[][]>([], ['staff'], ['monthCard']),
    grantWithoutRating: fc.boolean(),
    validFor: fc.constantFrom<NonNullable<ExemptionPolicy['validFor']>>({ untilDayEnd: true }, { expireAt: '09:20' }),
  },
  { requiredKeys: [] },
)
const OF_PEOPLE = new Set([
  'serve',
  'finish',
  'rate',
  'bind',
  'enter',
  'exit',
  'pay',
  'confirm',
  'honour',
  'pass',
  'restart',
])

/** What people do, one after the other, in a hall with these terms. */
function lived(all: readonly Parameters<typeof play>[1][], over: Partial<ExemptionPolicy>): World {
  const world = new World(over)
  for (const step of all) {
    if (!OF_PEOPLE.has(step.do)) continue
    play(world, step, 5)
    world.pass(1)
  }
  return world
}

describe('a trial', () => {
  test('[PO10] tells what more minutes would have cost, beside what there was in truth', () => {
    const world = new World()
    stayed(world, 1, 181)
    const { visits, tried, inForce, inTruth } = tryOn(world, { freeMinutes: 180 }, TARIFF)
    expect(inForce).toEqual(tryOn(world, {}, TARIFF).tried)
    expect(inForce).not.toEqual(tried)
    expect(visits).toBe(1)
    expect(tried).toEqual({
      ...{ granted: 1, grantedMinutes: 180, used: 1, coveredMinutes: 180, waivedFen: 600, byReason: {} },
    })
    // In truth the gate waived what this test lets it tell.
    expect(inTruth).toEqual({
      ...{ granted: 1, grantedMinutes: 120, used: 1, coveredMinutes: 120, byReason: {} },
      waivedFen: FREE.feeWaivedFen,
    })
  })

  test('[PO10] reckons no money without a tariff, and never guesses it', () => {
    const world = new World()
    stayed(world, 1, 181)
    const { tried, inTruth } = tryOn(world)
    expect('waivedFen' in tried).toBe(false)
    expect([tried.coveredMinutes, inTruth.waivedFen]).toEqual([120, FREE.feeWaivedFen])
  })

  test('[PO10] of any policy comes to what the same people would have come to under it', () => {
    let granted = 0
    const reasons = new Set<string>()
    fc.assert(
      fc.property(steps, terms, terms, (all, then, tried) => {
        const [was, wouldBe] = [lived(all, then), lived(all, tried)]
        // Who may correct a plate depends on what was granted.
        fc.pre([was, wouldBe].every(({ events }) => events.every(({ type }) => type !== 'plate.corrected')))
        const trial = trialOf(visitsIn(was), policy(tried), policy()).tried
        const { inTruth } = trialOf(visitsIn(wouldBe), policy(tried), policy())
        const judged = (sum: PolicyTrial['tried']) => [sum.granted, sum.grantedMinutes, sum.byReason]
        expect(judged(trial)).toEqual(judged(inTruth))
        granted += trial.granted
        for (const reason of Object.keys(trial.byReason)) reasons.add(reason)
      }),
      { numRuns: 500, seed: 20_261_127 },
    )
    expect(granted).toBeGreaterThan(100)
    expect(reasons.size).toBeGreaterThan(8)
  })

  test('[PO10] counts who did not rate, and grants to them where the policy asks for no rating', () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.finish(world.serve(world.take('A001', PLATE)))
    // Who was called in vain is no visit.
    world.verb('called', world.take('A002', OTHER))
    const asked = tryOn(world)
    expect([asked.visits, asked.tried.byReason, asked.inTruth.byReason]).toEqual([
      1,
      { NOT_RATED: 1 },
      { NOT_RATED: 1 },
    ])
    expect(tryOn(world, { grantWithoutRating: true }).tried).toMatchObject({ granted: 1, byReason: {} })
  })

  test('[PO10] a rating that came too fast in truth stays so, but where none is asked for', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const ticketId = world.serve(world.take('A001', PLATE))
    world.rate(ticketId, 5, citizen(ticketId), { formOpenMs: 1 })
    expect(tryOn(world).tried.byReason).toEqual({ TOO_FAST: 1 })
    expect(tryOn(world, { grantWithoutRating: true }).tried.byReason).toEqual({ NOT_SERVED: 1 })
    world.finish(ticketId)
    expect(tryOn(world, { minFormSeconds: 0 }).tried.byReason).toEqual({ TOO_FAST: 1 })
    expect(tryOn(world, { grantWithoutRating: true }).tried.granted).toBe(1)
  })

  test('[PO10] a completion that was undone is none, and so is an arrival', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const ticketId = world.serve(world.take('A001', PLATE))
    world.finish(ticketId)
    world.undo('completed', ticketId, 'serving')
    world.undo('arrived', ticketId, 'called')
    expect(tryOn(world).visits).toBe(0)
    world.rate(ticketId)
    world.finish(ticketId)
    expect(tryOn(world).tried.byReason).toEqual({ TOO_FAST: 1 })
  })

  test('[PO10] applies limits in the order of time, by the day and by the month', () => {
    const world = new World({ perPlatePerDay: 9 })
    for (const number of [1, 2, 3]) stayed(world, number, 40)
    expect(tryOn(world, { perPlatePerDay: 2 }).tried).toMatchObject({ granted: 2, byReason: { LIMIT_PLATE: 1 } })
    expect(tryOn(world, { perPlatePerDay: 9, perPlatePerMonth: 1 }).tried).toMatchObject({
      ...{ granted: 1, byReason: { LIMIT_MONTH: 2 } },
    })
  })

  test('[PO10] excludes whom the policy excludes; who parks by the month is waived nothing', () => {
    const world = new World()
    stayed(world, 1, 181, PLATE, 'monthCard')
    expect(tryOn(world).tried.byReason).toEqual({ CLASS_EXCLUDED: 1 })
    expect(tryOn(world, { excludedClasses: [] }, TARIFF).tried).toMatchObject({ granted: 1, used: 1, waivedFen: 0 })
  })

  test('[PO10] who left after its end did not use it, and who had paid in time is billed as of then', () => {
    const world = new World()
    stayed(world, 1, 181)
    expect(tryOn(world, { validFor: { minutesAfterGrant: 60 } }, TARIFF).tried).toMatchObject({
      ...{ granted: 1, used: 0, coveredMinutes: 0, waivedFen: 0 },
    })
    world.enter('s2', OTHER)
    const ticketId = world.visit('A002', OTHER)
    world.pass(3600)
    world.gate({ kind: 'paid', stayId: 's2', paidFen: fen(0), paidAt: world.now })
    world.pass(600).exit('s2')
    expect(world.exemption(ticketId)?.status).toBe('granted')
    const second = trialOf(visitsIn(world).slice(1), policy(), policy(), TARIFF)
    expect(second.tried).toMatchObject({ used: 1, coveredMinutes: 62, waivedFen: 400 })
    const slow = trialOf(visitsIn(world).slice(1), policy(), policy(), { ...TARIFF, leaveWithinMinutes: 5 })
    expect(slow.tried.coveredMinutes).toBe(72)
  })

  test('[PO10] who is still inside has used nothing; an exit told twice counts once', () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.visit('A001', PLATE)
    expect(tryOn(world, {}, TARIFF).tried).toMatchObject({ granted: 1, used: 0, waivedFen: 0 })
    world.pass(1).exit('s1')
    world.pass(3600).exit('s1')
    expect(tryOn(world).tried.coveredMinutes).toBe(2)
  })

  test.each(['refuse', 'revoke', 'writeOff'] as const)('[PO10] what was taken away in truth was not held: %s', how => {
    const world = new World()
    world.enter('s1', PLATE)
    const ticketId = world.visit('A001', PLATE)
    const { exemptionId } = world.exemption(ticketId)!
    if (how === 'refuse')
      world.send({ type: 'exemption.refuse', bridgeEpoch: 1, exemptionId, reason: 'INVALID' }, BRIDGE)
    else
      world.commit([
        {
          type: how === 'revoke' ? 'exemption.revoked' : 'exemption.writtenOff',
          v: 1,
          at: world.now,
          exemptionId,
          staffId: 'o2',
        } as never,
      ])
    expect(tryOn(world).inTruth.byReason).toEqual({ NOT_HELD: 1 })
    expect(tryOn(world).tried.granted).toBe(1)
  })

  test('[PO10] what expired was held and not used; of a use whose stay nobody knows the gate’s own minutes count', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    world.commit([{ type: 'exemption.expired', v: 1, at: world.now, exemptionId }])
    expect(tryOn(world).inTruth).toMatchObject({ granted: 1, used: 0, coveredMinutes: 0, byReason: {} })
    const used = new World()
    stayed(used, 1, 90)
    used.lotEvents = []
    expect(tryOn(used).inTruth).toMatchObject({ granted: 1, used: 1, coveredMinutes: 60 })
  })

  test('[PO10] a plate the gate put right is that car’s; one it could not read, or that was erased, is nobody’s', () => {
    const world = new World()
    world.enter('s1')
    world.gate({ kind: 'plateCorrected', stayId: 's1', plate: PLATE, correctedAt: world.now })
    world.enter('s2')
    world.enter('s3', OTHER)
    world.visit('A001', PLATE)
    world.visit('A002', OTHER)
    // Erased on both sides, it is not the same car.
    const erase = <E extends Event>(event: E): E =>
      'plate' in event && event.plate === OTHER ? { ...event, plate: 'erased' } : event
    world.lotEvents = world.lotEvents.map(erase)
    world.commits = world.commits.map(events => events.map(erase))
    expect(tryOn(world).tried).toMatchObject({ granted: 1, byReason: { NOT_INSIDE: 1 } })
    world.gate({ kind: 'plateCorrected', stayId: 's2', correctedAt: world.now })
    expect(tryOn(world).tried.granted).toBe(1)
  })
})

describe('the visits of a trial', () => {
  test('[PO10] an entry told again is the same car, as it was put right', () => {
    const world = new World()
    const enteredAt = world.now
    world.enter('s1', OTHER)
    world.gate({ kind: 'plateCorrected', stayId: 's1', plate: PLATE, correctedAt: world.now })
    world.gate({ kind: 'entered', stayId: 's1', plate: OTHER, carClass: 'casual', laneId: 'in', enteredAt })
    world.visit('A001', PLATE)
    expect(visitsIn(world).map(({ stays }) => stays.length)).toEqual([1])
    expect(tryOn(world).tried.granted).toBe(1)
  })

  test('[PO10] who named no plate has no car; what was granted before its days is nobody’s', () => {
    const world = new World()
    world.finish(world.serve(world.take('A001')))
    stayed(world, 2, 40)
    world.enter('s3', OTHER)
    const { exemptionId } = world.exemption(world.visit('A003', OTHER))!
    world.send({ type: 'exemption.refuse', bridgeEpoch: 1, exemptionId, reason: 'INVALID' }, BRIDGE)
    expect(visitsIn(world).map(({ stays }) => stays.length)).toEqual([0, 1, 1])
    expect(visitsIn(world, '2026-11-24', '2026-11-24')).toEqual([])
  })

  test('[PO10] money is the sum of what was waived, with a tariff and in truth', () => {
    const world = new World()
    stayed(world, 1, 181)
    stayed(world, 2, 181, OTHER)
    const { tried, inTruth } = tryOn(world, {}, TARIFF)
    expect([tried.waivedFen, inTruth.waivedFen]).toEqual([800, 2 * FREE.feeWaivedFen])
  })

  test('[PO10] takes the tickets of its days alone', () => {
    const world = new World()
    stayed(world, 1, 40)
    world.now = addMs(NINE, DAY_MS)
    stayed(world, 2, 40)
    expect(visitsIn(world, DAY, '2026-11-24')).toHaveLength(2)
    expect(visitsIn(world, '2026-11-24', '2026-11-24').map(({ ticketId }) => ticketId)).toEqual(['20261124-A002'])
    expect(visitsIn(world, '2026-11-20', '2026-11-22')).toEqual([])
  })
})
