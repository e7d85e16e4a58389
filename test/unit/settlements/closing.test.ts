import { fen, type Refusal } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { evolve } from '../../../server/src/settlements/state.ts'
import { breakRows, closingRows } from '../../../server/src/settlements/view.ts'
import { ANNA, BOOKS, DAY, Desk, found, MAY, person, SHA, TWO } from './desk.ts'

const ROW = {
  ...{ kind: 'use', key: '0b7a8a0e-0000-5000-8000-000000000001', businessDay: DAY, counterId: '1' },
  ...{ policyVersion: 'p1', laneId: 'out', stayId: 's1', exitedAt: TWO, minutes: 60 },
  ...{ feeBeforeFen: 200, feeWaivedFen: 200, feeAfterFen: 0 },
}
const refused = (told: unknown) => (told as Refusal).refused

describe('the settlement of a day', () => {
  test('[RB22] is signed by both sides, by two persons, who name the sum of what they saw', () => {
    const desk = new Desk()
    expect(refused(desk.sign('hall', MAY))).toBe('settlement.unknown')
    desk.draw(1, SHA('a'))
    expect(refused(desk.sign('hall', MAY, SHA('b')))).toBe('settlement.version-wrong')
    expect(desk.sign('hall', MAY)).toMatchObject([{ type: 'settlement.signed', side: 'hall', staffId: 'may' }])
    expect(desk.sign('hall', MAY)).toEqual([])
    expect(refused(desk.sign('hall', person('max', 'manager')))).toBe('settlement.signed-already')
    expect(refused(desk.sign('lot', MAY))).toBe('settlement.same-person')
    expect(desk.sign('lot', ANNA)).toMatchObject([
      { type: 'settlement.signed', side: 'lot' },
      { type: 'settlement.closed', sha256: SHA('a') },
    ])
    expect(closingRows(desk.state)[DAY]).toEqual({
      ...{ version: 1, sha256: SHA('a'), rowTally: 0, totalFen: 0, drawnAt: TWO, closedAt: TWO },
      signedBy: { hall: 'may', lot: 'anna' },
    })
    expect(refused(desk.sign('lot', BOOKS))).toBe('access.denied')
  })

  test('[RB23] is never changed: a correction is the next version, names the one before, and is signed anew', () => {
    const desk = new Desk()
    desk.draw(1, SHA('a'))
    desk.sign('hall', MAY)
    desk.sign('lot', ANNA)
    for (const [version, over] of [
      [1, {}],
      [3, {}],
      [2, { prevSha256: SHA('f') }],
    ] as const)
      expect(refused(desk.draw(version, SHA('b'), over))).toBe('settlement.version-wrong')
    const rows = { rows: [ROW], rowTally: 1, totalFen: 200 }
    expect(desk.draw(2, SHA('b'), rows)).toHaveLength(1)
    expect(closingRows(desk.state)[DAY]).toMatchObject({ version: 2, totalFen: 200, signedBy: {} })
    expect(closingRows(desk.state)[DAY]).not.toHaveProperty('closedAt')
    expect(refused(desk.sign('hall', MAY))).toBe('settlement.version-wrong')
  })

  test('[RB23] whose sums are not those of its rows is not taken', () => {
    const desk = new Desk()
    expect(refused(desk.draw(1, SHA('a'), { rows: [ROW], rowTally: 2, totalFen: 200 }))).toBe('command.malformed')
    expect(refused(desk.draw(1, SHA('a'), { rows: [ROW], rowTally: 1, totalFen: 0 }))).toBe('command.malformed')
  })
})

describe('the end of a month', () => {
  const closeMonth = (desk: Desk, month = '2026-11', actor = MAY) =>
    desk.send({ type: 'settlement.closeMonth', month }, actor)

  test('[RB25] waits for its last day, for every signature, and for what has stood open for four days', () => {
    const desk = new Desk()
    expect(refused(closeMonth(desk))).toBe('settlement.month-open')
    desk.today = '2026-12-01'
    expect(refused(closeMonth(desk))).toBe('settlement.month-unknown')
    desk.draw(1, SHA('a'), { rows: [ROW], rowTally: 1, totalFen: 200 })
    expect(closeMonth(desk)).toEqual({ refused: 'settlement.days-open', about: DAY })
    desk.sign('hall', MAY)
    desk.sign('lot', ANNA)
    expect(closeMonth(desk)).toEqual({ refused: 'settlement.days-open', about: '2026-11-24' })
    desk.settleDays('2026-11-24', '2026-11-30')
    desk.find(found('b', 'B12'))
    desk.now = '2026-11-27T18:00:00.001Z'
    expect(closeMonth(desk)).toEqual({ refused: 'settlement.breaks-old', about: 'b' })
    desk.now = '2026-11-27T18:00:00.000Z'
    expect(closeMonth(desk)).toMatchObject([{ month: '2026-11', dayTally: 8, rowTally: 1, totalFen: 200 }])
    expect(closeMonth(desk)).toEqual([])
    expect(refused(desk.send({ type: 'settlement.closeMonth', month: '2026-10' }, BOOKS))).toBeUndefined()
  })

  test('[RB25] shuts its days: no other version, no other file', () => {
    const desk = new Desk()
    desk.settleDays(DAY, '2026-11-30')
    desk.today = '2026-12-01'
    expect(refused(desk.send({ type: 'settlement.closeMonth', month: '2026-11' }, BOOKS))).toBe('access.denied')
    closeMonth(desk)
    expect(refused(desk.draw(2, SHA('b')))).toBe('settlement.month-closed')
    const file = { businessDay: DAY, sha256: SHA('c'), mappingVersion: 1, totalFen: 0, exits: [] }
    expect(refused(desk.send({ type: 'settlement.takeFile', ...file }))).toBe('settlement.month-closed')
  })

  test('[RB24, RB25] months are closed in their order, whole; of those before nothing is kept but what is open', () => {
    const desk = new Desk()
    desk.find(found('over', 'B12'), found('open', 'B12'))
    desk.send({ type: 'break.explain', key: 'over', text: 'x' })
    desk.settleDays(DAY, '2026-12-31')
    desk.send({
      type: 'settlement.takeFile',
      businessDay: DAY,
      sha256: SHA('c'),
      mappingVersion: 1,
      totalFen: 0,
      exits: [],
    })
    desk.today = '2027-02-01'
    expect(closeMonth(desk, '2026-12')).toEqual({ refused: 'settlement.month-earlier', about: '2026-11' })
    const kept = () => [desk.state.days.has(DAY), desk.state.files.has(DAY), desk.state.breaks.has('over')]
    closeMonth(desk)
    expect(kept()).toEqual([true, true, true])
    expect(closeMonth(desk, '2026-12')).toMatchObject([{ dayTally: 31 }])
    expect(kept()).toEqual([false, false, false])
    expect(Object.keys(breakRows(desk.state))).toEqual(['open'])
    // A day that was never drawn holds its month up, from its first on.
    desk.settleDays('2027-01-02', '2027-01-31')
    expect(closeMonth(desk, '2027-01')).toEqual({ refused: 'settlement.days-open', about: '2027-01-01' })
  })
})

test('[RB26] a lot’s daily file is taken once, and another of the day in its place; its sum is that of its rows', () => {
  const desk = new Desk()
  const exit = { transactionId: 't1', stayId: 's1', laneId: 'out', exitedAt: TWO, minutes: 60 }
  const fees = { feeBeforeFen: fen(200), feeWaivedFen: fen(200), feeAfterFen: fen(0) }
  const take = (over: object) =>
    desk.send({
      ...{ type: 'settlement.takeFile', businessDay: DAY, sha256: SHA('c'), mappingVersion: 1, totalFen: 200 },
      ...{ exits: [{ ...exit, ...fees }], ...over },
    })
  expect(refused(take({ totalFen: 100 }))).toBe('command.malformed')
  expect(take({})).toMatchObject([{ type: 'settlement.fileTaken', staffId: 'anna' }])
  expect(take({})).toEqual([])
  expect(take({ sha256: SHA('d') })).toHaveLength(1)
  expect(desk.state.files.get(DAY)).toEqual({ sha256: SHA('d'), rowTally: 1, totalFen: 200, takenAt: TWO })
})

test('[RB45] of a closed month no break is opened: what was refunded and forgotten is not owed again', () => {
  // given a refund of October that was paid, and two months that were closed since
  const desk = new Desk()
  const owed = { ...found('owed|x', 'B13', fen(400)), businessDay: '2026-10-28' }
  desk.find(owed, { ...owed, key: 'open' })
  const about = { key: 'owed|x', reason: '应免', reference: '流水 17' }
  desk.send({ type: 'adjustment.propose', ...about, kind: 'refund', minutes: 0, amountFen: 400 })
  desk.send({ type: 'adjustment.approve', ...about }, MAY)
  desk.send({ type: 'adjustment.pay', ...about }, MAY)
  const closed = {
    type: 'settlement.monthClosed',
    v: 1,
    at: desk.now,
    dayTally: 30,
    rowTally: 0,
    totalFen: fen(0),
  } as const
  for (const month of ['2026-10', '2026-11']) evolve(desk.state, { ...closed, month, staffId: 'may' })
  expect(desk.state.breaks.has('owed|x')).toBe(false)

  // when the day is looked at again, then it is not opened; what stood open goes on
  expect(desk.find(owed)).toEqual([])
  expect(desk.find({ ...owed, key: 'open', amountFen: fen(500) })).toEqual(['break.reclassified'])
  expect(desk.find({ ...owed, key: 'open', matchClass: 'M0' })).toEqual(['break.closed'])
  expect(desk.find({ ...owed, businessDay: '2026-12-01' })).toEqual(['break.opened'])
})
