import { addMs, fen } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import {
  classify,
  type ExemptionVoices,
  type MatchRules,
} from '../../../../server/src/settlements/matching/classify.ts'
import type { GrantedRow, HeldRow, UsedRow } from '../../../../server/src/settlements/matching/rows.ts'
import { rulesAt } from '../../../support/books/drawn.ts'
import { BREAK_CLASSES, PLANTS, plant } from '../../../support/books/planted.ts'
import {
  granted,
  held,
  MINUTE,
  type Moment,
  NOW,
  noRows,
  planOf,
  plateOf,
  type Rows,
  used,
  usedVisit,
} from '../../../support/books/visits.ts'
import { randomOf } from '../../../support/random.ts'

const plan = planOf({ number: 1, random: randomOf(1), moment: 'rolling' })
const rules = (more: Partial<MatchRules> = {}): MatchRules => ({ ...rulesAt('rolling'), ...more })
const judged = (rows: Partial<Rows>, more: Partial<MatchRules> = {}) => {
  const { granted, held, used } = { ...noRows(), ...rows }
  return classify(
    { key: plan.key, rows: { granted, held, used } satisfies Record<keyof ExemptionVoices, unknown> },
    rules(more),
  )
}
const classOf = (rows: Partial<Rows>, more: Partial<MatchRules> = {}) => judged(rows, more).matchClass

/** The visit of who used an exemption, with one row told otherwise. */
function visit(change: { granted?: Partial<GrantedRow>; held?: Partial<HeldRow>; used?: Partial<UsedRow> } = {}): Rows {
  const rows = usedVisit(plan)
  return {
    ...rows,
    granted: rows.granted.map(row => ({ ...row, ...change.granted })),
    held: rows.held.map(row => ({ ...row, ...change.held })),
    used: rows.used.map(row => ({ ...row, ...change.used })),
  }
}

/** All the ways into a class that are told under an exemption. */
const ways = BREAK_CLASSES.flatMap(one =>
  PLANTS[one].flatMap((_, way) =>
    (['rolling', 'final'] as const).map(moment => [one, way, moment] as [typeof one, number, Moment]),
  ),
).filter(([one, way, moment]) => plant(one, { number: 5, random: randomOf(5), moment }, way).rows.granted.length > 0)

describe('what hall, gate and exit say of one exemption', () => {
  test('[RB1] granted, held, used, and booked alike: it fits, and is a line of the settlement', () => {
    const { minutes, feeBeforeFen, feeWaivedFen, feeAfterFen } = used(plan)
    const { counterId, policyVersion, laneId, stayId, exitedAt } = plan
    expect(judged(visit())).toEqual({
      ...{ key: plan.key, matchClass: 'M0', businessDay: '2026-11-24', minutes, amountFen: feeWaivedFen },
      settled: {
        ...{
          kind: 'use',
          key: plan.key,
          businessDay: '2026-11-24',
          counterId,
          policyVersion,
          laneId,
          stayId,
          exitedAt,
        },
        ...{ minutes, feeBeforeFen, feeWaivedFen, feeAfterFen },
      },
    })
  })

  test.each(['revoked', 'expired', 'refused', 'writtenOff'] as const)(
    '[RB1] %s and unused fits with 0 minutes, and is no line of the settlement',
    status => {
      const rows = { granted: [granted(plan, status, { endedAt: plan.exitedAt })] }
      const nothing = { key: plan.key, matchClass: 'M0', businessDay: '2026-11-24', minutes: 0, amountFen: 0 }
      expect(judged(rows)).toEqual(nothing)
      if (status !== 'refused') expect(judged({ ...rows, held: [held(plan)] })).toEqual(nothing)
    },
  )

  test('[RB1] open and held may still be used', () => {
    const open = { granted: [granted(plan, 'confirmed')], held: [held(plan)] }
    expect(judged(open)).toMatchObject({ matchClass: 'M1', minutes: 120, amountFen: 0 })
  })

  test('[RB1] twice granted is no break but a bug: the id is made of what it is granted for', () => {
    const row = granted(plan, 'granted')
    expect(() => judged({ granted: [row, row] })).toThrow('was granted 2 times')
  })
})

describe('limits, on both sides', () => {
  const agoOf = (ms: number): string => addMs(NOW.rolling, -ms)

  test('[RB4] what the gate does not hold after 15 minutes is B3, and not where nobody can tell what it holds', () => {
    const sent = (ms: number) => ({ granted: [granted(plan, 'granted', { grantedAt: agoOf(ms) })] })
    expect(classOf(sent(15 * MINUTE))).toBe('M1')
    expect(classOf(sent(15 * MINUTE + 1))).toBe('B3')
    expect(classOf(sent(15 * MINUTE + 1), { isLedgerTold: false })).toBe('M1')
  })

  test('[RB4] a use that the hall has not booked after 15 minutes is B9', () => {
    const unheard = (ms: number) => {
      const exitedAt = agoOf(ms)
      const [grantedAt, enteredAt] = [addMs(exitedAt, -MINUTE), addMs(exitedAt, -40 * MINUTE)]
      return { granted: [granted(plan, 'confirmed', { grantedAt })], used: [used(plan, { exitedAt, enteredAt })] }
    }
    expect(classOf(unheard(15 * MINUTE))).toBe('M1')
    expect(classOf(unheard(15 * MINUTE + 1))).toBe('B9')
  })

  test.each(['revoked', 'writtenOff', 'refused'] as const)(
    '[RB4] %s while the car drove out: 5 s are a late race, a millisecond more is B6',
    status => {
      const now = addMs(plan.exitedAt, MINUTE)
      const endedBefore = (ms: number) => ({
        granted: [granted(plan, status, { endedAt: addMs(plan.exitedAt, -ms) })],
        used: [used(plan)],
      })
      expect(classOf(endedBefore(5_000), { now })).toBe('M1')
      expect(classOf(endedBefore(5_001), { now })).toBe('B6')
    },
  )

  test('[RB4] what runs out by time is usable for 120 s of grace and the 5 s', () => {
    const outBy = (ms: number) => visit({ granted: { notAfter: addMs(plan.exitedAt, -ms) } })
    expect(classOf(outBy(125_000))).toBe('M0')
    expect(classOf(outBy(125_001))).toBe('B6')
    // Taken back, and nobody wrote down when: then by time as well.
    const { endedAt: _endedAt, ...revoked } = granted(plan, 'revoked')
    expect(classOf({ granted: [revoked], used: [used(plan)] }, { now: plan.exitedAt })).toBe('M1')
  })

  test('[RB4] in, granted, out: two clocks may differ by 120 s', () => {
    expect(classOf(visit({ used: { exitedAt: addMs(plan.grantedAt, -120_000), enteredAt: plan.enteredAt } }))).toBe(
      'M0',
    )
    expect(classOf(visit({ used: { exitedAt: addMs(plan.grantedAt, -120_001) } }))).toBe('B7')
    expect(classOf(visit({ used: { enteredAt: addMs(plan.grantedAt, 120_000) } }))).toBe('M0')
    expect(classOf(visit({ used: { enteredAt: addMs(plan.grantedAt, 120_001) } }))).toBe('B7')
    const rows = usedVisit(plan)
    const unseen = rows.used.map(({ enteredAt: _enteredAt, ...row }) => row)
    expect(classOf({ ...rows, used: unseen })).toBe('M0')
  })

  test('[RB4] of money a fen is too much, of minutes one', () => {
    const use = used(plan)
    const booked = { ...use, feeBeforeFen: fen(use.feeBeforeFen + 1), feeWaivedFen: fen(use.feeWaivedFen + 1) }
    expect(classOf(visit({ granted: { booked } }))).toBe('B9')
    expect(classOf(visit({ granted: { minutes: use.minutes }, held: { minutes: use.minutes } }))).toBe('M0')
    expect(classOf(visit({ granted: { minutes: use.minutes - 1 }, held: { minutes: use.minutes - 1 } }))).toBe('B9')
    for (const wrong of [
      { feeBeforeFen: fen(0), feeWaivedFen: fen(200), feeAfterFen: fen(-200) },
      { feeBeforeFen: fen(0), feeWaivedFen: fen(-200), feeAfterFen: fen(200) },
    ])
      expect(classOf(visit({ granted: { booked: { ...use, ...wrong } }, used: wrong }))).toBe('B9')
  })

  test.each(['minutes', 'feeBeforeFen', 'feeWaivedFen', 'feeAfterFen'] as const)(
    '[RB4] a use booked with another %s is B9, and one booked without any',
    field => {
      const use = used(plan)
      expect(classOf(visit({ granted: { booked: { ...use, [field]: use[field] + 1 } } }))).toBe('B9')
      const rows = visit()
      const unbooked = rows.granted.map(({ booked: _booked, ...row }) => row)
      expect(classOf({ ...rows, granted: unbooked })).toBe('B9')
    },
  )
})

describe('what a break is about', () => {
  test('[RB1] of a use told twice and of a second use, only what is too much', () => {
    const use = used(plan)
    const again = { ...use, transactionId: 'g1 99' }
    const later = { ...use, transactionId: 'g1 98', exitedAt: addMs(use.exitedAt, 1), minutes: 7, feeWaivedFen: fen(3) }
    const one = visit()
    expect(judged({ ...one, used: [again, use] })).toMatchObject({
      ...{ matchClass: 'B11', minutes: use.minutes, amountFen: use.feeWaivedFen },
    })
    for (const told of [
      [later, use],
      [use, later],
    ])
      expect(judged({ ...one, used: told })).toMatchObject({ matchClass: 'B5', minutes: 7, amountFen: 3 })
    expect(judged({ ...one, used: [use, again, later] })).toMatchObject({ matchClass: 'B5' })
  })

  test('[RB69] the use that fits alone is a line all the same, in whatever order it is told; of others that fit not there is none', () => {
    const use = used(plan)
    const settled = judged(visit()).settled
    const again = { ...use, transactionId: 'g1 99' }
    const corrected = { ...again, feeBeforeFen: fen(use.feeBeforeFen + 1), feeWaivedFen: fen(use.feeWaivedFen + 1) }
    const later = { ...again, exitedAt: addMs(use.exitedAt, 60 * MINUTE) }
    for (const [other, matchClass, amountFen] of [
      [again, 'B11', use.feeWaivedFen],
      [corrected, 'B11', use.feeWaivedFen + 1],
      [later, 'B5', use.feeWaivedFen],
    ] as const)
      for (const told of [
        [use, other],
        [other, use],
      ])
        expect(judged({ ...visit(), used: told })).toMatchObject({
          matchClass,
          amountFen,
          settled: { ...settled, key: plan.key },
        })
    // Neither fits alone: then the break is about both.
    const strange = [corrected, { ...corrected, transactionId: 'g1 98' }]
    expect(judged({ ...visit(), used: strange })).toMatchObject({
      matchClass: 'B11',
      amountFen: 2 * (use.feeWaivedFen + 1),
    })
    expect(judged({ ...visit(), used: strange }).settled).toBe(undefined)
    const second = visit({ granted: { isSecond: true } })
    expect(judged({ ...second, used: [use, later] }).settled).toBe(undefined)
    // Not booked yet it may still fit: what was told twice is too much, and no line.
    const unheard = { granted: [granted(plan, 'confirmed')], used: [use, again] }
    const young = judged(unheard, { now: addMs(use.exitedAt, MINUTE) })
    expect(young).toMatchObject({ matchClass: 'B11', amountFen: use.feeWaivedFen })
    expect(young.settled).toBe(undefined)
  })

  test('[RB74] of sums told otherwise the most that may be due, also where one side does not know the use', () => {
    const use = used(plan, { feeBeforeFen: fen(800), feeWaivedFen: fen(400), feeAfterFen: fen(400) })
    const { minutes } = use
    const most = (booked: Partial<GrantedRow['booked']>, over: Partial<UsedRow> | undefined) => {
      const rows = visit({ granted: { booked: { ...use, ...booked } } })
      const { matchClass, ...sums } = judged({ ...rows, used: over === undefined ? [] : [{ ...use, ...over }] })
      return [matchClass, sums.minutes, sums.amountFen]
    }
    expect(most({ feeWaivedFen: fen(600), feeAfterFen: fen(200) }, {})).toEqual(['B9', minutes, 600])
    expect(most({ feeWaivedFen: fen(200), feeAfterFen: fen(600) }, {})).toEqual(['B9', minutes, 400])
    expect(
      most({ feeWaivedFen: fen(0), feeAfterFen: fen(800) }, { feeWaivedFen: fen(0), feeAfterFen: fen(100) }),
    ).toEqual([...['B9', minutes, 700]])
    // Nothing was waived, and the fees do not add up.
    const odd = { feeBeforeFen: fen(900), feeWaivedFen: fen(0), feeAfterFen: fen(200) }
    expect(most(odd, odd)).toEqual(['B9', minutes, 700])
    // The hall has booked what the gate does not know.
    expect(most({}, undefined)).toEqual(['B9', minutes, 400])
    expect(most({ minutes: minutes + 5 }, {})).toEqual(['B9', minutes + 5, 400])
  })

  test('[RB1] of a phantom what it freed, or would free', () => {
    const use = used(plan)
    expect(judged({ used: [use] })).toMatchObject({ minutes: use.minutes, amountFen: use.feeWaivedFen })
    expect(judged({ held: [held(plan, { minutes: 90 })] })).toMatchObject({ minutes: 90, amountFen: 0 })
  })

  test('[RB1] one character off is told as a misreading; two, another length, and a plate nobody may read any more are not', () => {
    const { text } = plan.plate
    const read = (plate: { text?: string; index: string }) => judged(visit({ used: { plate } }))
    expect(read(plateOf(`${text.slice(0, -1)}X`))).toMatchObject({ matchClass: 'B8', isMisread: true })
    for (const other of [`${text.slice(0, -2)}XX`, `${text}8`, '粤B12345'])
      expect(read(plateOf(other))).toMatchObject({ matchClass: 'B8' })
    for (const other of [`${text.slice(0, -2)}XX`, `${text}8`]) expect(read(plateOf(other)).isMisread).toBe(undefined)
    const erased = { index: 'other' }
    expect(read(erased)).toMatchObject({ matchClass: 'B8' })
    expect(read(erased).isMisread).toBe(undefined)
    const { text: _text, ...known } = plan.plate
    const all = visit({ granted: { plate: known }, used: { plate: erased } })
    expect(judged(all).isMisread).toBe(undefined)
  })

  test('[RB1] a camera that read nothing says nothing against the plate', () => {
    const rows = visit()
    expect(classOf({ ...rows, used: rows.used.map(({ plate: _plate, ...row }) => row) })).toBe('M0')
  })

  test.each(ways)('[RB1] %s, way %i, at %s, has one class whatever order its rows come in', (one, way, moment) => {
    const { rows, found } = plant(one, { number: 5, random: randomOf(5), moment }, way)
    const key = rows.granted[0]!.key
    const group = { key, rows: { granted: rows.granted, held: rows.held, used: rows.used } }
    const backwards = { key, rows: { ...group.rows, held: [...rows.held].reverse(), used: [...rows.used].reverse() } }
    const verdict = classify(group, rulesAt(moment))
    expect(classify(backwards, rulesAt(moment))).toEqual(verdict)
    if (found.endsWith(key)) expect(verdict.matchClass).toBe(one)
    else expect(verdict.matchClass).toBe('M0')
  })
})
