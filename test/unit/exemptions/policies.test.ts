import { addMs, DAY_MS, type ExemptionPolicy, isRefusal, NewPolicy } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lastUseAt, policyOn, talliedFrom } from '../../../server/src/exemptions/policies.ts'
import { policyRows } from '../../../server/src/exemptions/view.ts'
import { BRIDGE, card, citizen, DAY, staff, tally, typesOf, World } from '../reactions/world.ts'

const PLATE = '鲁F12345'
const MANAGER = staff('manager', 'manager')
const [TOMORROW, LATER] = ['2026-11-24', '2026-11-26']
const policy = (over: Partial<ExemptionPolicy> = {}): ExemptionPolicy => ({ ...card().policy, version: 'p2', ...over })

const adopt = (world: World, over: Partial<ExemptionPolicy> = {}, effectiveFrom = TOMORROW) =>
  world.send({ type: 'policy.adopt', policy: policy(over), effectiveFrom }, MANAGER)
const withdraw = (world: World, version: string) => world.send({ type: 'policy.withdraw', version }, MANAGER)
const nextDay = (world: World): World => {
  world.now = addMs(world.now, DAY_MS)
  return world
}

describe('the versions of a hall', () => {
  test('[PO1] the card is the first; another is adopted with its first day, and stands in the list by that day', () => {
    const world = new World()
    expect(typesOf(adopt(world, { version: 'p3' }, LATER))).toEqual(['policy.adopted'])
    expect(typesOf(adopt(world))).toEqual(['policy.adopted'])
    expect(
      policyRows(world.exemptions).map(row => [row.policy.version, row.effectiveFrom, 'adoptedAt' in row]),
    ).toEqual([
      ['p1', DAY, false],
      ['p2', TOMORROW, true],
      ['p3', LATER, true],
    ])
  })

  test('[PO1] it begins on the next business day at the earliest, so that a day keeps what it began with', () => {
    const world = new World()
    expect(adopt(world, {}, DAY)).toEqual({ refused: 'policy.too-early', about: TOMORROW })
    expect(adopt(world, {}, '2026-11-01')).toMatchObject({ refused: 'policy.too-early' })
    expect(isRefusal(adopt(world, {}, TOMORROW))).toBe(false)
  })

  test('[PO1] a name is used once, and neither the card’s nor a withdrawn one again; a day begins one version', () => {
    const world = new World()
    expect(adopt(world, { version: 'p1' })).toEqual({ refused: 'policy.version-taken', about: 'p1' })
    adopt(world)
    expect(adopt(world, {}, LATER)).toMatchObject({ refused: 'policy.version-taken' })
    expect(adopt(world, { version: 'p3' })).toEqual({ refused: 'policy.day-taken', about: 'p2' })
    withdraw(world, 'p2')
    expect(adopt(world)).toMatchObject({ refused: 'policy.version-taken' })
    expect(isRefusal(adopt(world, { version: 'p3' }))).toBe(false)
  })

  test('[PO2] it is withdrawn before its day and not after; a second time nothing is left to change', () => {
    const world = new World()
    adopt(world)
    adopt(world, { version: 'p3' }, LATER)
    expect(typesOf(withdraw(world, 'p3'))).toEqual(['policy.withdrawn'])
    expect(typesOf(withdraw(world, 'p3'))).toEqual([])
    expect(withdraw(world, 'p4')).toEqual({ refused: 'policy.unknown', about: 'p4' })
    expect(withdraw(world, 'p1')).toEqual({ refused: 'policy.in-force', about: 'p1' })
    expect(withdraw(nextDay(world), 'p2')).toEqual({ refused: 'policy.in-force', about: 'p2' })
  })

  test('[PO3] checks come in their order: the hall, the version, the day, another of that day', () => {
    const world = new World()
    adopt(world)
    expect(adopt(world, {}, DAY)).toMatchObject({ refused: 'policy.version-taken' })
    expect(adopt(world, { version: 'p3' }, DAY)).toMatchObject({ refused: 'policy.too-early' })
    world.exemptions.policies = []
    expect(adopt(world)).toEqual({ refused: 'hall.unknown' })
  })

  test('[PO4] whatever is adopted and withdrawn, what holds on a day that has begun never changes', () => {
    const step = fc.record({
      days: fc.nat(3),
      ahead: fc.integer({ min: -1, max: 4 }),
      version: fc.nat(8),
      take: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), steps => {
        const world = new World()
        const held = new Map<string, string | undefined>()
        for (const { days, ahead, version, take } of steps) {
          for (let day = 0; day < days; day += 1) {
            const today = nextDay(world).now.slice(0, 10)
            held.set(today, policyOn(world.exemptions.policies, today)?.version)
          }
          if (take) adopt(world, { version: `v${version}` }, addMs(world.now, ahead * DAY_MS).slice(0, 10))
          else withdraw(world, `v${version}`)
          for (const [day, was] of held) expect(policyOn(world.exemptions.policies, day)?.version).toBe(was)
        }
      }),
    )
  })

  test('[PO4] the policy of the business day counts: minutes, version and limits, and how long the form must be open', () => {
    const world = new World()
    adopt(world, { freeMinutes: 60, perPlatePerDay: 2, minFormSeconds: 9 })
    world.enter('s1', PLATE)
    expect(world.exemption(world.visit('A001', PLATE))).toMatchObject({ freeMinutes: 120, policyVersion: 'p1' })
    nextDay(world).exit('s1')
    world.enter('s2', PLATE)
    expect(world.withheld(world.visit('A002', PLATE))).toBe('TOO_FAST')
    const third = world.serve(world.take('A003', PLATE))
    world.finish(third)
    world.rate(third, 5, citizen(third), { formOpenMs: 9_000 })
    expect(world.exemption(third)).toMatchObject({ freeMinutes: 60, policyVersion: 'p2' })
  })
})

describe('限时', () => {
  const at = '2026-11-23T08:00:00.000Z'
  test.each([
    ['nothing said', undefined, '2026-11-23T16:00:00.000Z'],
    ['until the day’s end', { untilDayEnd: true }, '2026-11-23T16:00:00.000Z'],
    ['minutes after the grant', { minutesAfterGrant: 90 }, '2026-11-23T09:30:00.000Z'],
    ['minutes that reach over midnight', { minutesAfterGrant: 1440 }, '2026-11-23T16:00:00.000Z'],
    ['until a clock time', { expireAt: '17:30' }, '2026-11-23T09:30:00.000Z'],
  ] as const)('[PO5] %s', (_, validFor, until) => {
    expect(lastUseAt(policy(validFor && { validFor }), at, DAY)).toBe(until)
  })

  test('[PO5] the order at the gate ends then; asked after the clock time there is nothing to grant', () => {
    const world = new World({ validFor: { expireAt: '09:30' } })
    world.enter('s1', PLATE)
    world.enter('s2', '鲁F54321')
    expect(world.exemption(world.visit('A001', PLATE))!.notAfter).toBe('2026-11-23T01:30:00.000Z')
    world.pass(30 * 60)
    expect(world.withheld(world.visit('A002', '鲁F54321'))).toBe('NO_TIME_LEFT')
  })
})

describe('a limit of the month', () => {
  /** One visit with its own stay, a day. */
  const parks = (world: World, number: number): string => {
    world.enter(`s${number}`, PLATE)
    const ticketId = world.visit(`A00${number}`, PLATE)
    world.exit(`s${number}`)
    world.commit([{ type: 'hall.dayClosed', v: 1, at: world.now, businessDay: world.now.slice(0, 10) }])
    return ticketId
  }

  test('[PO6] counts the exemptions of the plate since the first of the month, and begins anew with the next', () => {
    const world = new World({ perPlatePerMonth: 2 })
    const answers = [1, 2, 3].map(number => world.withheld(parks(nextDay(world), number)))
    expect(answers).toEqual([undefined, undefined, 'LIMIT_MONTH'])
    world.now = '2026-12-01T01:00:00.000Z'
    expect(world.withheld(parks(world, 4))).toBeUndefined()
  })

  test('[PO6] other halls count; what came to nothing frees the ticket that waits for it', () => {
    const world = new World({ perPlatePerMonth: 3, perPlatePerDay: 5 })
    world.elsewhere = 2
    world.enter('s1', PLATE)
    const first = world.visit('A001', PLATE)
    world.exit('s1')
    world.enter('s2', PLATE)
    const second = world.visit('A002', PLATE)
    expect(world.withheld(second)).toBe('LIMIT_MONTH')
    const { exemptionId } = world.exemption(first)!
    world.send({ type: 'exemption.refuse', bridgeEpoch: 1, exemptionId, reason: 'STORE_FULL' }, BRIDGE)
    expect(world.exemption(second)?.status).toBe('granted')
  })

  test('[PO6] days are kept from the first of the month while a version counts by the month, and no longer', () => {
    const from = (from: string, perPlatePerMonth?: number) => ({
      ...{ effectiveFrom: from, policy: policy(perPlatePerMonth === undefined ? {} : { perPlatePerMonth }) },
    })
    const plain = from('2026-11-01')
    expect(talliedFrom([plain], '2026-11-23')).toBe('2026-11-23')
    expect(talliedFrom([from('2026-11-01', 4)], '2026-11-23')).toBe('2026-11-01')
    expect(talliedFrom([plain, from('2026-11-28', 4)], '2026-11-23')).toBe('2026-11-01')
    expect(talliedFrom([plain, from('2026-12-01', 4)], '2026-11-23')).toBe('2026-11-23')
    expect(talliedFrom([from('2026-11-01', 4), from('2026-11-20')], '2026-11-23')).toBe('2026-11-23')
    expect(talliedFrom([from('2026-11-01', 4), from('2026-11-24')], '2026-11-23')).toBe('2026-11-01')
  })

  test('[PO6] however long it runs, a hall holds the tallies of one month, and without such a version of one day', () => {
    for (const [perPlatePerMonth, max] of [
      [3, 31],
      [undefined, 2],
    ] as const) {
      const world = new World(perPlatePerMonth === undefined ? {} : { perPlatePerMonth })
      for (let day = 1; day <= 99; day += 1) {
        parks(nextDay(world), day % 10)
        expect(world.exemptions.plateTallies.size).toBeLessThanOrEqual(max)
      }
    }
  })

  test('[PO6] erasing a day takes its tally', () => {
    const world = new World({ perPlatePerMonth: 3 })
    parks(world, 1)
    world.commit([{ type: 'hall.dayErased', v: 1, at: world.now, businessDay: DAY }])
    expect(world.exemptions.plateTallies.size).toBe(0)
  })
})

describe('excluded classes', () => {
  test.each([
    [undefined, 'CLASS_EXCLUDED'],
    [['monthCard'], 'CLASS_EXCLUDED'],
    [['staff', 'vip'], undefined],
    [[], undefined],
  ] as const)('[PO7] with %j a month card hears %s', (excludedClasses, reason) => {
    const world = new World(excludedClasses && { excludedClasses: [...excludedClasses] })
    world.enter('s1', PLATE, 'monthCard')
    expect(world.withheld(world.visit('A001', PLATE))).toBe(reason)
  })

  test('[PO7] a visitor’s car cannot be excluded, nor a class twice', () => {
    for (const excludedClasses of [['casual'], ['vip', 'vip']])
      expect(NewPolicy.safeParse({ ...policy(), excludedClasses }).success).toBe(false)
  })
})

describe('without a rating', () => {
  const open = () => {
    const world = new World({ grantWithoutRating: true })
    world.enter('s1', PLATE)
    return world
  }

  test('[PO8] the visit is entitled when its service is completed, and not before', () => {
    const world = open()
    const ticketId = world.serve(world.take('A001', PLATE))
    expect([world.exemption(ticketId), world.withheld(ticketId)]).toEqual([undefined, undefined])
    expect(typesOf(world.finish(ticketId))).toEqual(['ticket.completed', 'exemption.granted'])
  })

  test.each(['before', 'after'] as const)(
    '[PO8] one exemption of the ticket, rated %s its completion or never',
    when => {
      const world = open()
      const ticketId = world.serve(world.take('A001', PLATE))
      const rate = () => world.rate(ticketId, 1, citizen(ticketId), { formOpenMs: 0 })
      if (when === 'before') rate()
      world.finish(ticketId)
      const { exemptionId } = world.exemption(ticketId)!
      if (when === 'after') rate()
      expect(tally(world.events, 'exemption.granted')).toBe(1)
      expect(world.exemption(ticketId)).toMatchObject({ exemptionId, status: 'granted', policyVersion: 'p1' })
      const unrated = open()
      unrated.finish(unrated.serve(unrated.take('A001', PLATE)))
      expect(unrated.exemption(ticketId)!.exemptionId).toBe(exemptionId)
    },
  )

  test('[PO8] what is lacking is told and awaited as ever: the plate, the car, the time of service', () => {
    const world = open()
    const ticketId = world.serve(world.take('A001'))
    world.finish(ticketId)
    expect(world.withheld(ticketId)).toBe('NO_PLATE')
    world.bind(ticketId, '鲁F54321')
    expect(world.withheld(ticketId)).toBe('NOT_INSIDE')
    world.enter('s2', '鲁F54321')
    expect(world.exemption(ticketId)?.status).toBe('granted')
    const hasty = world.take('A002', PLATE)
    for (const verb of ['called', 'arrived', 'completed'] as const) world.verb(verb, hasty)
    expect(world.withheld(hasty)).toBe('TOO_FAST')
  })

  test('[PO8] rated and not yet completed, it hears that the service is awaited', () => {
    const world = open()
    const ticketId = world.serve(world.take('A001', PLATE))
    world.rate(ticketId)
    expect(world.withheld(ticketId)).toBe('NOT_SERVED')
  })

  test('[PO8] a version that asks for no rating concerns the visits of its days alone', () => {
    const world = new World()
    adopt(world, { grantWithoutRating: true })
    world.enter('s1', PLATE)
    const today = world.serve(world.take('A001', PLATE))
    world.finish(today)
    expect(world.exemption(today)).toBeUndefined()
    const tomorrow = nextDay(world).serve(world.take('A002', PLATE))
    world.finish(tomorrow)
    expect(world.exemption(tomorrow)).toMatchObject({ policyVersion: 'p2' })
    expect(world.exemption(today)).toBeUndefined()
  })

  test('[PO8] a corrected plate takes the first back before the second is granted, with one ticket’s id for both', () => {
    const world = open()
    world.enter('s2', '鲁F54321')
    const ticketId = world.serve(world.take('A001', PLATE))
    world.finish(ticketId)
    const first = world.exemption(ticketId)!
    world.bind(ticketId, '鲁F54321')
    world.send(
      { type: 'exemption.recordRevocation', bridgeEpoch: 1, exemptionId: first.exemptionId, outcome: 'Revoked' },
      BRIDGE,
    )
    const second = world.exemption(ticketId)!
    expect(second).toMatchObject({ stayId: 's2', evaluationId: first.evaluationId, status: 'granted' })
    expect(second.exemptionId).not.toBe(first.exemptionId)
  })
})
