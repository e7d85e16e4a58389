import { addMs, fen, type Refusal } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { type Begun, begunWith, isOfSeveral, kindsOf } from '../../../../hall-display/src/books/breaks/begun.ts'
import { adviceOf } from '../../../../hall-display/src/books/rows.ts'
import type { Verdict } from '../../../../server/src/settlements/matching/classify.ts'
import { breakRows } from '../../../../server/src/settlements/view.ts'
import { booksOf, drawn, rulesAt } from '../../../support/books/drawn.ts'
import { type BreakClass, PLANTS, plant } from '../../../support/books/planted.ts'
import {
  exit,
  noRows,
  type Plan,
  paidInFull,
  planOf,
  type Rows,
  used,
  usedVisit,
  type Visitor,
} from '../../../support/books/visits.ts'
import { randomOf } from '../../../support/random.ts'
import { BO, DAY, Desk } from '../desk.ts'

const who = (): Visitor => ({ number: 5, random: randomOf(5), moment: 'final' })
const plan = planOf(who())
const waived = ({ feeWaivedFen }: { feeWaivedFen: number } = used(plan)) => feeWaivedFen

/** The books of a day on which this is all that happened, with what a break may be charged back of. */
const dayOf = (breakClass: BreakClass, way: number) => drawnDay(plant(breakClass, who(), way).rows)

async function drawnDay(rows: Partial<Rows>): Promise<Verdict[]> {
  const { verdicts } = await drawn(booksOf({ ...noRows(), ...rows }), rulesAt('final'))
  const lines = new Map(
    verdicts.flatMap(({ key, settled }) => (settled === undefined ? [] : [[key, settled] as const])),
  )
  return verdicts.map(verdict => {
    const line = lines.get(verdict.exemptionId ?? verdict.key)
    const isBreak = verdict.matchClass.startsWith('B')
    return isBreak && line !== undefined
      ? { ...verdict, credited: { minutes: line.minutes, amountFen: line.feeWaivedFen } }
      : verdict
  })
}

/** What two persons do about it, as the page begins it; of money that only people can know, this much. */
function settle(verdicts: readonly Verdict[], knownFen?: number): number {
  const desk = new Desk()
  desk.find(...verdicts.map(({ settled: _line, heldAt: _at, ...finding }) => ({ ...finding, businessDay: DAY })))
  for (const row of Object.values(breakRows(desk.state))) {
    if (row.amountFen === 0) continue
    const [kind] = kindsOf(row)
    const begun = kind === 'nothingDue' ? { minutes: 0, amountFen: 0 } : { minutes: 0, ...begunWith(kind, row) }
    const wish = { kind, ...begun, ...(knownFen === undefined ? {} : { amountFen: knownFen }), reason: '核对' }
    const { key } = row
    expect(desk.send({ type: 'adjustment.propose', key, ...wish }), row.matchClass).toHaveLength(1)
    desk.send({ type: 'adjustment.approve', key }, BO)
    if (kind === 'refund') desk.send({ type: 'adjustment.pay', key, reference: '17' }, BO)
    expect(desk.state.breaks.get(key)?.closed).not.toBe(undefined)
  }
  const adjusted = desk.state.adjustments.get(DAY) ?? []
  return (
    verdicts.reduce((sum, { settled }) => sum + (settled?.feeWaivedFen ?? 0), 0) +
    adjusted.reduce((sum, { amountFen }) => sum + amountFen, 0)
  )
}

/** What the hall owes the car park for a day on which only this was wrong; where people have to find it out, what they found. */
type Owed = (plan: Plan) => { owed: number; known?: number }
const NOTHING: Owed = () => ({ owed: 0 })
const THE_USE: Owed = () => ({ owed: waived() })
const FOUND: Owed = () => ({ owed: waived(), known: waived() })
const OWED: { readonly [C in BreakClass]?: readonly Owed[] } = {
  B2: [NOTHING, NOTHING],
  B4: [NOTHING, NOTHING, NOTHING, NOTHING],
  // Of the second grant of a stay nothing; of a use and another one the first.
  B5: [NOTHING, THE_USE, THE_USE],
  B6: [NOTHING, NOTHING, NOTHING, NOTHING],
  B7: [THE_USE, THE_USE],
  // One character off, twice, and somebody else's car.
  B8: [THE_USE, THE_USE, NOTHING],
  B9: [FOUND, FOUND, FOUND, FOUND, FOUND, FOUND, FOUND],
  B11: [THE_USE, THE_USE, NOTHING],
  B12: [NOTHING, NOTHING],
}
const cases = Object.entries(OWED).flatMap(([one, ways]) =>
  ways.map((owed, way) => [one as BreakClass, way, owed] as const),
)

describe('after what the page begins with, and a second person agrees', () => {
  test.each(cases)('[RB88] given %s, way %i, then the day comes to what is owed', async (one, way, owing) => {
    const { owed, known } = owing(plan)
    expect(settle(await dayOf(one, way), known)).toBe(owed)
  })

  test('[RB88] every way into a class that has money in it is among them', () => {
    for (const [one, ways] of Object.entries(OWED)) expect(ways, one).toHaveLength(PLANTS[one as BreakClass].length)
    const moneyless = ['B1', 'B3', 'B10']
    expect([...Object.keys(OWED), 'B13', ...moneyless].sort()).toEqual(Object.keys(PLANTS).sort())
  })

  test('[RB90] given who paid what he had earned, then the refund begins without an amount and takes what is due of it', async () => {
    const verdicts = await dayOf('B13', 1)
    const key = 'exit|lot-1|s1|out|x'
    expect(begunWith('refund', { key, matchClass: 'B13', minutes: 120, amountFen: fen(800) })).toEqual({ minutes: 120 })
    expect(settle(verdicts, 200)).toBe(200)
  })
})

describe('an exit that only the daily file tells otherwise', () => {
  const use = used(plan)
  const key = plan.key
  const filed = (waived: number, over: object = {}) => ({
    filed: { key, minutes: use.minutes, feeWaivedFen: fen(waived), feeAfterFen: use.feeAfterFen, ...over },
  })
  const told = (waived: number, over: object = {}) => {
    const visit = usedVisit(plan)
    const exits = visit.exits.map(row => ({ ...row, usedMinutes: use.minutes, ...filed(waived, over) }))
    return drawnDay({ ...visit, exits })
  }

  test.each([
    ['it has more', waived() + 300, {}, waived() + 300],
    ['it has less', waived() - 100, {}, waived() - 100],
    ['it has none of it', waived(), { key: undefined }, 0],
    ['only the payment differs', waived(), { feeAfterFen: fen(100) }, waived()],
  ] as const)(
    '[RB88, RB92] given that %s, and it is right, then the day comes to what it says',
    async (_, sum, over, owed) => {
      expect(settle(await told(sum, over))).toBe(owed)
    },
  )

  test('[RB88, RB92] given a car without an exemption of which it says otherwise, then nothing is due', async () => {
    const fees = paidInFull(plan.enteredAt, plan.exitedAt)
    const row = exit(plan, fees, {
      filed: { minutes: 0, feeWaivedFen: fen(0), feeAfterFen: fen(fees.feeAfterFen + 500) },
    })
    expect(settle(await drawnDay({ exits: [row] }))).toBe(0)
  })
})

describe('told or used again, and none of it fits', () => {
  test('[RB88] given the hall has booked none of two tellings, then one of them is transferred', async () => {
    const visit = usedVisit(plan)
    const unbooked = visit.granted.map(({ booked: _booked, ...row }) => ({ ...row, status: 'confirmed' as const }))
    const again = visit.used.map(one => ({ ...one, transactionId: 'g1 99' }))
    const verdicts = await drawnDay({ ...visit, granted: unbooked, used: [...visit.used, ...again] })
    const [row] = verdicts.filter(({ matchClass }) => matchClass === 'B11')
    expect(kindsOf(row as never)[0]).toBe('transfer')
    expect(adviceOf(row as never)).toBe('B11none')
    // [RB96] which one is right nobody but a person knows
    expect(begunWith('transfer', row as never)).toEqual({})
    expect(settle(verdicts, waived())).toBe(waived())
  })
})

test('[RB96] given an exemption used twice of which neither fits, then it begins with nothing due, and a transfer without any sum', async () => {
  const visit = usedVisit(plan)
  const unbooked = visit.granted.map(({ booked: _booked, ...row }) => ({ ...row, status: 'confirmed' as const }))
  const again = visit.used.map(one => ({ ...one, transactionId: 'g1 99', exitedAt: addMs(one.exitedAt, 3_600_000) }))
  const verdicts = await drawnDay({ ...visit, granted: unbooked, used: [...visit.used, ...again] })
  const row = verdicts.find(({ matchClass }) => matchClass === 'B5')! as never as Begun
  expect([adviceOf(row), isOfSeveral(row), kindsOf(row)]).toEqual(['B5none', true, ['nothingDue', 'transfer']])
  expect(row.amountFen).toBe(2 * waived())
  expect(begunWith('transfer', row)).toEqual({})
  expect(isOfSeveral({ ...row, credited: { minutes: 60, amountFen: fen(400) } })).toBe(false)
})

describe('what was never credited', () => {
  const refused = (told: unknown) => (told as Refusal).refused
  const take = (desk: Desk, key: string, kind: string, amountFen: number) =>
    desk.send({ type: 'adjustment.propose', key, kind, minutes: 0, amountFen, reason: '多减免' })

  test.each(['B2', 'B4', 'B6', 'B7', 'B8', 'B9', 'B12'] as const)(
    '[RB88] given a %s, then it is not taken from the car park, under whatever name',
    async one => {
      const desk = new Desk()
      const [verdict] = (await dayOf(one, 1)).filter(({ matchClass, amountFen }) => matchClass === one && amountFen > 0)
      const { key, amountFen } = verdict ?? (await dayOf(one, 0)).find(({ matchClass }) => matchClass === one)!
      desk.find({ key, matchClass: one, businessDay: DAY, minutes: 60, amountFen })
      for (const kind of ['chargeBack', 'transfer'])
        expect(refused(take(desk, key, kind, -amountFen))).toBe('adjustment.not-credited')
      // What two persons had credited can be taken back, and no more.
      take(desk, key, 'transfer', amountFen)
      desk.send({ type: 'adjustment.approve', key }, BO)
      desk.find({ key, matchClass: 'B9', businessDay: DAY, minutes: 61, amountFen: fen(amountFen + 1) })
      expect(refused(take(desk, key, 'chargeBack', -amountFen - 1))).toBe('adjustment.not-credited')
      expect(take(desk, key, 'chargeBack', -amountFen)).toHaveLength(1)
    },
  )

  test('[RB88] given a use told twice, then what its line holds can be taken back, and that it holds less is news', () => {
    const desk = new Desk()
    const told = { key: plan.key, matchClass: 'B11', businessDay: DAY, minutes: 60, amountFen: fen(800) } as const
    const credited = (amountFen: number) => ({ credited: { minutes: 60, amountFen: fen(amountFen) } })
    desk.find({ ...told, ...credited(500) })
    expect(refused(take(desk, plan.key, 'chargeBack', -501))).toBe('adjustment.not-credited')
    expect(desk.find({ ...told, ...credited(400) })).toEqual(['break.reclassified'])
    expect(desk.find({ ...told, ...credited(400) })).toEqual([])
    expect(breakRows(desk.state)[plan.key]).toMatchObject(credited(400))
    expect(take(desk, plan.key, 'chargeBack', -400)).toHaveLength(1)
    desk.send({ type: 'adjustment.approve', key: plan.key }, BO)
    // What was ended is not opened again for it.
    expect(desk.find(told)).toEqual([])
  })

  test('[RB88] given one line, then it is taken back once, under whatever keys and by whom', () => {
    const desk = new Desk()
    const credited = { minutes: 60, amountFen: fen(400) }
    const told = { businessDay: DAY, minutes: 60, amountFen: fen(400), credited } as const
    const outside = 'exit|lot-1|s5|out1|x'
    desk.find(
      { ...told, key: plan.key, matchClass: 'B11' },
      { ...told, key: outside, matchClass: 'B9', exemptionId: plan.key },
    )
    expect(take(desk, plan.key, 'chargeBack', -300)).toHaveLength(1)
    // One that waits counts as one that was approved.
    expect(refused(take(desk, outside, 'chargeBack', -101))).toBe('adjustment.not-credited')
    desk.send({ type: 'adjustment.approve', key: plan.key }, BO)
    expect(refused(take(desk, outside, 'chargeBack', -101))).toBe('adjustment.not-credited')
    expect(take(desk, outside, 'chargeBack', -100)).toHaveLength(1)
  })
})
