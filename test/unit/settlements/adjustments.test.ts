import { fen, isRefusal, type Refusal, type SettlementAdjustment } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { daysAdjusted } from '../../../server/src/settlements/due.ts'
import { addAdjustment, noTotals } from '../../../server/src/settlements/matching/totals.ts'
import { adjustmentLine, booksColumns } from '../../../server/src/settlements/papers/columns.ts'
import { linesTotal } from '../../../server/src/settlements/papers/file.ts'
import { sheetText } from '../../../server/src/settlements/papers/sheet.ts'
import { ANNA, BO, DAY, Desk, found, MAY, SHA, TWO } from './desk.ts'

const KEY = '0b7a8a0e-0000-5000-8000-000000000001'
const PLACE = { laneId: 'out', stayId: 's1', exitedAt: `${DAY}T05:00:00.000Z`, counterId: 'C01', policyVersion: 'p1' }
const refused = (told: unknown) => (told as Refusal).refused
const bookedOf = (desk: Desk, day = DAY) => desk.state.adjustments.get(day) ?? []

function adjust(desk: Desk, key = KEY, over: object = {}): void {
  const wish = { kind: 'transfer', minutes: 60, amountFen: 200, reason: '车主说走错了车道', ...over }
  for (const told of [
    desk.send({ type: 'adjustment.propose', key, ...wish }, ANNA),
    desk.send({ type: 'adjustment.approve', key }, BO),
  ])
    if (isRefusal(told)) throw new Error(told.refused)
}
const redraw = (desk: Desk, version: number, letter: string, rows = bookedOf(desk), over: object = {}) =>
  desk.draw(version, SHA(letter), { rows, rowTally: rows.length, totalFen: linesTotal(rows), ...over })

describe('what was adjusted of a day', () => {
  test('[RB49] is a row of its own, with what it corrects, what it comes to and who did it, and none of the words', () => {
    const desk = new Desk()
    desk.find({ ...found(KEY, 'B4', fen(200)), ...PLACE })
    expect(bookedOf(desk)).toEqual([])
    adjust(desk)
    const row = {
      ...{ kind: 'adjustment', key: KEY, matchClass: 'B4', businessDay: DAY, adjustment: 'transfer' },
      ...{ minutes: 60, amountFen: 200, proposedBy: 'anna', approvedBy: 'bo', hasReason: true, bookedAt: TWO },
    }
    expect(bookedOf(desk)).toMatchObject([{ ...row, ...PLACE }])
    expect(JSON.stringify(bookedOf(desk))).not.toContain('走错')
    // A later pass that tells of another lane edits nothing.
    desk.find({ ...found(KEY, 'B5', fen(200)), ...PLACE, laneId: 'out9' })
    expect(bookedOf(desk)).toMatchObject([PLACE])
  })

  test('[RB49] a refund is one when it was paid, one that is taken back is none, and each adjustment is one more', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B13', fen(800)))
    const refund = { kind: 'refund', minutes: 0, amountFen: 800 }
    adjust(desk, KEY, refund)
    desk.send({ type: 'adjustment.reject', key: KEY, reason: '核错' }, MAY)
    expect(bookedOf(desk)).toEqual([])
    adjust(desk, KEY, refund)
    expect(bookedOf(desk)).toEqual([])
    desk.now = '2026-11-24T01:00:00.000Z'
    desk.send({ type: 'adjustment.pay', key: KEY, reference: '17' }, MAY)
    expect(bookedOf(desk)).toMatchObject([
      { adjustment: 'refund', amountFen: 800, bookedAt: desk.now, approvedBy: 'bo' },
    ])
    desk.find({ ...found(KEY, 'B13', fen(900)), laneId: 'out2' })
    adjust(desk, KEY, { kind: 'nothingDue', minutes: 0, amountFen: 0 })
    expect(bookedOf(desk).map(({ adjustment, laneId }) => [adjustment, laneId])).toEqual([
      ['refund', undefined],
      ['nothingDue', 'out2'],
    ])
  })

  test('[RB50] of a month that is closed it is of the day on which it was booked, and tells the day of its break', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B4', fen(200)))
    desk.state.closedThrough = '2026-11'
    desk.now = '2026-12-03T16:30:00.000Z'
    adjust(desk)
    expect(bookedOf(desk)).toEqual([])
    expect(bookedOf(desk, '2026-12-04')).toMatchObject([{ key: KEY, businessDay: DAY }])
    expect(redraw(desk, 1, 'a', bookedOf(desk, '2026-12-04'), { businessDay: '2026-12-04' })).toHaveLength(1)
    expect(daysAdjusted(desk.state)).toEqual([])
  })

  test('[RB51] since the settlement was drawn makes it one that nobody signs, until the next version has every row', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B4', fen(200)), found('k2', 'B4', fen(200)))
    redraw(desk, 1, 'a')
    expect(daysAdjusted(desk.state)).toEqual([])
    expect(desk.sign('hall', MAY)).toHaveLength(1)
    adjust(desk)
    expect(daysAdjusted(desk.state)).toEqual([DAY])
    expect(refused(desk.sign('lot', ANNA))).toBe('settlement.outdated')
    // Whoever draws without it, or with one that nobody approved, draws anew.
    expect(refused(redraw(desk, 2, 'b', []))).toBe('settlement.version-wrong')
    const strange = bookedOf(desk).map(row => ({ ...row, adjustmentId: '0b7a8a0e-0000-5000-8000-000000000099' }))
    expect(refused(redraw(desk, 2, 'b', [...bookedOf(desk), ...strange]))).toBe('settlement.version-wrong')
    expect(redraw(desk, 2, 'b')).toMatchObject([{ version: 2, rowTally: 1, totalFen: 200 }])
    expect(daysAdjusted(desk.state)).toEqual([])
    expect(desk.sign('hall', MAY, SHA('b'), 2)).toHaveLength(1)
    expect(desk.sign('lot', ANNA, SHA('b'), 2)).toHaveLength(2)
    // And signed by both sides it is open again when more is adjusted.
    adjust(desk, 'k2')
    expect(daysAdjusted(desk.state)).toEqual([DAY])
  })

  test('[RB51] keeps its month open until it is signed', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B4', fen(200)))
    desk.settleDays(DAY, '2026-11-30')
    adjust(desk)
    desk.today = '2026-12-01'
    const close = () => desk.send({ type: 'settlement.closeMonth', month: '2026-11' }, MAY)
    expect(close()).toEqual({ refused: 'settlement.days-open', about: DAY })
    redraw(desk, 2, 'b')
    expect(close()).toEqual({ refused: 'settlement.days-open', about: DAY })
    desk.sign('hall', MAY, SHA('b'), 2)
    desk.sign('lot', ANNA, SHA('b'), 2)
    expect(close()).toMatchObject([{ rowTally: 1, totalFen: 200 }])
    // What is adjusted of a closed month is forgotten with the month after it.
    expect(bookedOf(desk)).toHaveLength(1)
  })
})

const row = (over: Partial<SettlementAdjustment> = {}): SettlementAdjustment => ({
  ...{
    kind: 'adjustment',
    adjustmentId: KEY,
    key: 'owed|x',
    matchClass: 'B13',
    businessDay: DAY,
    adjustment: 'refund',
  },
  ...{
    minutes: 30,
    amountFen: fen(400),
    proposedBy: 'anna',
    approvedBy: 'bo',
    hasReason: true,
    bookedAt: TWO,
    ...over,
  },
})

test('[RB49] the sheet has a line of it beside what is settled, and money is money', () => {
  const [head, line] = sheetText(booksColumns, [
    adjustmentLine(row({ laneId: 'out', counterId: 'C01', amountFen: fen(-450) })),
  ])
    .trim()
    .split('\r\n')
  expect(head).toContain('调整 Adjustment')
  expect(line).toBe(`${DAY},B13,owed|x,30,-4.50,C01,,out,,,,,,退款 refund,anna,bo,有 given,${TWO},,,`)
})

test('[RB53] what was adjusted is summed along every axis, `-` where nobody knows, and with what is settled into the whole', () => {
  const totals = noTotals()
  const place = { laneId: 'out', exitedAt: `${DAY}T05:00:00.000Z`, counterId: 'C01', policyVersion: 'p1' }
  for (const one of [row(), row({ ...place, minutes: -10, amountFen: fen(-100) })])
    addAdjustment(totals, one, ['07:00', '12:00'])
  const [known, unknown] = [
    { count: 1, minutes: -10, amountFen: -100 },
    { count: 1, minutes: 30, amountFen: 400 },
  ]
  const { adjusted, settled, whole } = totals
  expect([adjusted.sum, settled, whole]).toEqual([
    { count: 2, minutes: 20, amountFen: 300 },
    { count: 0, minutes: 0, amountFen: 0 },
    { count: 2, minutes: 20, amountFen: 300 },
  ])
  for (const [axis, name] of [
    [adjusted.byLane, 'out'],
    [adjusted.byShift, '12:00'],
    [adjusted.byCounter, 'C01'],
    [adjusted.byPolicy, 'p1'],
  ] as const)
    expect([...axis]).toEqual([
      ['-', unknown],
      [name, known],
    ])
  expect([...adjusted.byDay]).toEqual([[DAY, adjusted.sum]])
  expect(totals.byLane.size).toBe(0)
})
