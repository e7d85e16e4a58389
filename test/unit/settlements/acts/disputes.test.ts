import { fen, type Refusal, type SettlementRow } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bookedOf } from '../../../../server/src/settlements/amounts.ts'
import { ANNA, BO, BOOKS, DAY, Desk, found, MAY, person, SHA, TWO } from '../desk.ts'

const KEY = '0b7a8a0e-0000-5000-8000-000000000001'
const ROOT = person('root', 'admin')
const row: SettlementRow = {
  ...{ kind: 'use', key: KEY, businessDay: DAY, counterId: 'C01', policyVersion: 'p1', laneId: 'out', stayId: 's1' },
  ...{ exitedAt: TWO, minutes: 100, feeBeforeFen: fen(400), feeWaivedFen: fen(400), feeAfterFen: fen(0) },
}
const refused = (told: unknown) => (told as Refusal).refused
const raise = (desk: Desk, over: object = {}) =>
  desk.send(
    {
      ...{ type: 'dispute.raise', row, side: 'lot', kind: 'chargeBack', minutes: -40, amountFen: -200 },
      ...{ reason: '车已换', evidence: 'ns=4;s=pic-17', staffId: 'anna', ...over },
    },
    BOOKS,
  )
function drawnDay(): Desk {
  const desk = new Desk()
  desk.draw(1, SHA('a'), { rows: [row], rowTally: 1, totalFen: 400 })
  return desk
}
const answer = (desk: Desk, actor = MAY) => desk.send({ type: 'adjustment.approve', key: KEY }, actor)
const reject = (desk: Desk, actor = MAY) =>
  desk.send({ type: 'adjustment.reject', key: KEY, reason: '照片不清' }, actor)

describe('a use that both sides have booked', () => {
  test('[RB80] is disputed by one of them, with what it should come to and what shows it', () => {
    expect(raise(drawnDay())).toMatchObject([
      { type: 'break.disputed', key: KEY, minutes: 100, amountFen: 400, side: 'lot', evidence: 'ns=4;s=pic-17' },
      { type: 'adjustment.proposed', minutes: -40, amountFen: -200, reason: '车已换', staffId: 'anna' },
    ])
  })

  test.each([
    ['settlement.unknown', { row: { ...row, businessDay: '2026-11-22' } }],
    ['adjustment.empty', { minutes: 0, amountFen: 0 }],
    ['adjustment.too-much', { minutes: -101 }],
    ['adjustment.too-much', { amountFen: -401 }],
    ['adjustment.kind-wrong', { amountFen: 200 }],
  ])('[RB80] %s: %j is no dispute', (why, over) => {
    expect(refused(raise(drawnDay(), over))).toBe(why)
  })

  test('[RB80] is disputed once at a time, also when its day is closed, and not when its month is', () => {
    const desk = drawnDay()
    desk.sign('hall', MAY)
    desk.sign('lot', ANNA)
    expect(raise(desk)).toHaveLength(2)
    expect(refused(raise(desk))).toBe('dispute.open')
    const later = drawnDay()
    later.state.closedThrough = '2026-11'
    expect(refused(raise(later))).toBe('settlement.month-closed')
  })

  test('[RB81] the other side answers: not who wrote it, and nobody beside him', () => {
    const desk = drawnDay()
    raise(desk)
    expect(refused(answer(desk, ANNA))).toBe('adjustment.same-person')
    expect(refused(answer(desk, BO))).toBe('dispute.same-side')
    expect(answer(desk)).toMatchObject([{ type: 'adjustment.approved', staffId: 'may' }, { how: 'adjusted' }])
    const other = drawnDay()
    raise(other, { side: 'hall', staffId: 'may' })
    expect(refused(answer(other, person('lee', 'manager')))).toBe('dispute.same-side')
    expect(answer(other, ROOT)).toHaveLength(2)
  })

  test('[RB81] one that is rejected, or taken back, is over; no pass closes it, and a break goes before it', () => {
    const desk = drawnDay()
    raise(desk)
    expect(desk.find(found(KEY, 'M0'))).toEqual([])
    expect(reject(desk)).toMatchObject([{ isDispute: true, reason: '照片不清' }, { how: 'rejected' }])
    expect(refused(answer(desk))).toBe('break.closed')
    expect(raise(desk)).toHaveLength(2)
    expect(desk.find(found(KEY, 'B5', fen(400)))).toEqual(['break.reclassified'])
    expect(desk.state.breaks.get(KEY)).not.toHaveProperty('dispute')
    expect(desk.sign('hall', MAY)).toHaveLength(1)
  })

  test('[RB82] while it is disputed nobody signs its day, and its month stays open', () => {
    const desk = drawnDay()
    desk.settleDays('2026-11-24', '2026-11-30')
    desk.sign('hall', MAY)
    raise(desk)
    expect(refused(desk.sign('lot', BO))).toBe('settlement.disputed')
    reject(desk)
    expect(desk.sign('lot', BO)).toHaveLength(2)
    raise(desk)
    desk.today = '2026-12-01'
    const close = () => desk.send({ type: 'settlement.closeMonth', month: '2026-11' }, MAY)
    expect(refused(close())).toBe('settlement.disputed')
    reject(desk)
    expect(close()).toHaveLength(1)
  })

  test('[RB83] upheld it is a row beside the line, with its side and evidence; rejected it changes nothing', () => {
    const desk = drawnDay()
    raise(desk)
    reject(desk)
    expect(desk.state.adjustments.size).toBe(0)
    raise(desk)
    answer(desk)
    const about = { key: KEY, matchClass: 'M0', minutes: -40, amountFen: -200, laneId: 'out', proposedBy: 'anna' }
    expect(desk.state.adjustments.get(DAY)).toMatchObject([
      { ...about, disputedBy: 'lot', evidence: 'ns=4;s=pic-17', approvedBy: 'may' },
    ])
    expect(JSON.stringify(desk.state.adjustments.get(DAY))).not.toContain('车已换')
    // All disputes of a line together take no more than it has.
    expect(refused(raise(desk, { minutes: -61, amountFen: 0 }))).toBe('adjustment.too-much')
    expect(raise(desk, { kind: 'transfer', minutes: 40, amountFen: 200 })).toHaveLength(2)
  })
})

test('[RB82, RB83] whatever people do, no signed day has an open dispute, and no line is taken twice', () => {
  const acts = fc.array(
    fc.constantFrom(
      ...['raiseLot', 'raiseHall', 'approveMay', 'approveBo', 'reject', 'signHall', 'signLot', 'redraw', 'pass'],
    ),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(acts, fc.integer({ min: -400, max: 400 }), (steps, amountFen) => {
      const desk = drawnDay()
      let [version, letter] = [1, 'a']
      for (const step of steps) {
        const sums = { kind: 'transfer', minutes: 0, amountFen }
        if (step === 'raiseLot') raise(desk, sums)
        if (step === 'raiseHall') raise(desk, { ...sums, side: 'hall', staffId: 'may' })
        if (step === 'approveMay') answer(desk)
        if (step === 'approveBo') answer(desk, BO)
        if (step === 'reject') reject(desk)
        if (step === 'pass') desk.find(found(KEY, 'M0'))
        if (step === 'redraw') {
          const rows = [row, ...(desk.state.adjustments.get(DAY) ?? [])]
          const totalFen = rows.reduce(
            (sum, one) => sum + ('feeWaivedFen' in one ? one.feeWaivedFen : one.amountFen),
            0,
          )
          const next = letter === 'f' ? 'a' : String.fromCharCode(letter.charCodeAt(0) + 1)
          const drawn = desk.draw(version + 1, SHA(next), { rows, rowTally: rows.length, totalFen })
          if (Array.isArray(drawn) && drawn.length > 0) [version, letter] = [version + 1, next]
        }
        const open = [...desk.state.breaks.values()].some(({ closed }) => closed === undefined)
        const before = desk.events.length
        if (step === 'signHall') desk.sign('hall', MAY, SHA(letter), version)
        if (step === 'signLot') desk.sign('lot', ANNA, SHA(letter), version)
        expect(open && desk.events.slice(before).some(({ type }) => type === 'settlement.signed')).toBe(false)
        expect(Math.abs(bookedOf(desk.state.breaks.get(KEY) ?? {}).amountFen)).toBeLessThanOrEqual(400)
      }
    }),
    { seed: 7, numRuns: 300 },
  )
})
