import { addMs, BreakKey, fen } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ExitRow, OwedRow } from '../../../../server/src/settlements/matching/rows.ts'
import { classifyGap, classifyStays } from '../../../../server/src/settlements/matching/stays.ts'
import { gapOf } from '../../../support/books/clean.ts'
import { rulesAt } from '../../../support/books/drawn.ts'
import { exit, exitKey, feesOf, MINUTE, NOW, owed, owedKey, paidInFull, planOf } from '../../../support/books/visits.ts'
import { randomOf } from '../../../support/random.ts'

const plan = planOf({ number: 1, random: randomOf(1), moment: 'rolling' })
const PAID = paidInFull(plan.enteredAt, plan.exitedAt)
const FREED = feesOf(plan.enteredAt, plan.exitedAt)
const NOTHING = { feeBeforeFen: fen(0), feeWaivedFen: fen(0), feeAfterFen: fen(0) }

const judged = (exits: ExitRow[], earned: OwedRow[] = [], now = NOW.rolling) =>
  classifyStays({ key: plan.plate.index, rows: { exits, owed: earned } }, { ...rulesAt('rolling'), now })
const classes = (...all: Parameters<typeof judged>) => judged(...all).map(({ matchClass }) => matchClass)

describe('exits', () => {
  test('[RB2] an exit that was paid fits, and one at which an exemption was used is judged under that', () => {
    expect(judged([exit(plan, PAID)])).toEqual([
      { key: exitKey(plan), matchClass: 'M0', businessDay: '2026-11-24', minutes: 0, amountFen: 0 },
    ])
    const freed = exit(plan, FREED, { exemptionId: plan.key })
    expect(classes([freed, { ...freed, transactionId: 'g2 1' }])).toEqual(['M0'])
  })

  test('[RB2] let go free by hand or by a waiver without a key is B12, unless somebody answers for it', () => {
    expect(judged([exit(plan, FREED)])).toMatchObject([{ matchClass: 'B12', amountFen: FREED.feeWaivedFen }])
    expect(classes([exit(plan, NOTHING, { isByHand: true })])).toEqual(['B12'])
    expect(classes([exit(plan, NOTHING, { isByHand: true, caseId: 'case-1' })])).toEqual(['M0'])
    expect(classes([exit(plan, FREED, { caseId: 'case-1' })])).toEqual(['M0'])
  })

  test('[RB2] the same exit under two numbers is one, B11, with what was paid once too often; another lane, lot or moment is another', () => {
    const one = exit(plan, PAID)
    const again = { ...one, transactionId: 'g2 1' }
    expect(judged([one, again])).toMatchObject([{ matchClass: 'B11', amountFen: PAID.feeAfterFen }])
    expect(classes([one, { ...again, laneId: 'out9' }])).toEqual(['M0', 'M0'])
    expect(classes([one, { ...again, lotId: 'lot-2' }])).toEqual(['M0', 'M0'])
    expect(classes([one, { ...again, exitedAt: addMs(one.exitedAt, 1) }])).toEqual(['M0', 'M0'])
  })
})

describe('what was earned', () => {
  const ago = (ms: number): string => addMs(NOW.rolling, -ms)
  const { stayId: _stayId, ...away } = owed(plan)

  test('[RB2] with the car inside it is B1 after 15 minutes', () => {
    expect(classes([], [owed(plan, { owedAt: ago(15 * MINUTE) })])).toEqual(['M1'])
    expect(judged([], [owed(plan, { owedAt: ago(15 * MINUTE + 1) })])).toMatchObject([
      { key: owedKey(plan), matchClass: 'B1', minutes: 120, amountFen: 0 },
    ])
    expect(classes([], [owed(plan, { exemptionId: plan.key })])).toEqual(['M0'])
  })

  test('[RB2] without the car it waits for it to the end of the day', () => {
    expect(classes([], [away], away.notAfter)).toEqual(['M1'])
    expect(classes([], [away], addMs(away.notAfter, 1))).toEqual(['M0'])
  })

  test('[RB20] a payment is owed once, though two have earned something on that visit', () => {
    const two = [owed(plan, { evaluationId: 'one' }), owed(plan, { evaluationId: 'two' })]
    expect(classes([exit(plan, PAID)], two)).toEqual(['M0', 'B13', 'M0'])
  })

  test('[RB2] who paid in full after he had earned it is B13, with what he paid', () => {
    expect(judged([exit(plan, PAID)], [owed(plan)])).toMatchObject([
      { matchClass: 'M0' },
      { key: owedKey(plan), matchClass: 'B13', minutes: 120, amountFen: PAID.feeAfterFen },
    ])
    expect(classes([exit(plan, PAID)], [owed(plan, { exemptionId: plan.key })])).toEqual(['M0', 'B13'])
  })

  test('[RB2] who had paid before, owed nothing, or was let go free has nothing coming to him', () => {
    expect(classes([exit(plan, PAID, { paidAt: plan.ratedAt })], [owed(plan)])).toEqual(['M0', 'B13'])
    expect(classes([exit(plan, PAID, { paidAt: addMs(plan.ratedAt, -1) })], [owed(plan)])).toEqual(['M0', 'M0'])
    expect(classes([exit(plan, NOTHING)], [owed(plan)])).toEqual(['M0', 'M0'])
    expect(classes([exit(plan, FREED)], [owed(plan)])).toEqual(['B12', 'M0'])
    const part = { feeBeforeFen: fen(600), feeWaivedFen: fen(400), feeAfterFen: fen(200) }
    expect(classes([exit(plan, part, { exemptionId: 'other' })], [owed(plan)])).toEqual(['M0', 'M0'])
    // Paid, and an exemption of another ticket was used that freed nothing.
    expect(classes([exit(plan, PAID, { exemptionId: 'other' })], [owed(plan)])).toEqual(['M0', 'M0'])
  })

  test('[RB2] the exit is that of the visit: not one before it was earned, not of another stay or lot, not one that began too late', () => {
    const before = exit(plan, PAID, { exitedAt: addMs(plan.ratedAt, -120_001) })
    expect(classes([before], [owed(plan)])).toEqual(['M0', 'B1'])
    expect(classes([exit(plan, PAID, { stayId: 's9' })], [owed(plan)])).toEqual(['M0', 'B1'])
    expect(classes([exit(plan, PAID, { stayId: 's9' })], [away])).toEqual(['M0', 'B13'])
    expect(classes([exit(plan, PAID, { lotId: 'lot-2' })], [away])).toEqual(['M0', 'M1'])
    const tomorrow = exit(plan, PAID, { enteredAt: addMs(away.notAfter, 1), exitedAt: addMs(away.notAfter, MINUTE) })
    expect(classes([tomorrow], [away])).toEqual(['M0', 'M1'])
    const { enteredAt: _enteredAt, ...unseen } = exit(plan, PAID)
    expect(classes([unseen], [away])).toEqual(['M0', 'B13'])
  })

  test('[RB2] of two exits after it the first counts, and of two evaluations each has its class, whatever order they come in', () => {
    const first = exit(plan, NOTHING)
    const later = exit(plan, PAID, { exitedAt: addMs(plan.exitedAt, MINUTE), transactionId: 'g1 12' })
    const [one, other] = [away, { ...away, evaluationId: 'another' }]
    const verdicts = judged([first, later], [one, other])
    expect(verdicts.map(({ matchClass }) => matchClass)).toEqual(['M0', 'M0', 'M0', 'M0'])
    expect(judged([later, first], [other, one])).toEqual(verdicts)
  })
})

test('[RB3] facts nobody has are B10, under the place where they begin', () => {
  expect(classifyGap(gapOf(7, 9))).toEqual({
    ...{ key: 'gap|lot-1|g1|7', matchClass: 'B10', businessDay: '2026-11-24', minutes: 0, amountFen: 0 },
  })
})

describe('names that a car park gives', () => {
  test('[RB17] whatever lane, stay and epoch are called, a break has a key', () => {
    const { laneId: _, ...one } = exit(plan, FREED)
    expect(judged([{ ...one, laneId: 'Exit #1|北' }])[0]?.key).toContain('|Exit _23_1_7c_北|')
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 64 })
    fc.assert(
      fc.property(name, name, (stayId, laneId) => {
        for (const { key } of judged([{ ...one, stayId, laneId }])) expect(BreakKey.safeParse(key).data).toBe(key)
        expect(BreakKey.safeParse(classifyGap({ ...gapOf(1, 2), gateEpoch: stayId }).key).success).toBe(true)
      }),
      { seed: 20_261_128 },
    )
  })
})
