import { addMs, fen, type SettlementRow } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { closedShift } from '../../../server/src/hub/books/passes/shifts.ts'
import type { Verdict } from '../../../server/src/settlements/matching/classify.ts'
import { booksColumns, shiftLines } from '../../../server/src/settlements/papers/columns.ts'
import { sheetText } from '../../../server/src/settlements/papers/sheet.ts'
import { closedShifts, daysGivenUp, daysIn, shiftsToClose } from '../../../server/src/settlements/shifts.ts'
import { BOOKS, DAY, Desk } from './desk.ts'

const SHIFTS = ['07:00', '15:00', '23:00'] as const
/** Three in the afternoon of `DAY` in Shanghai. */
const THREE = `${DAY}T07:00:00.000Z`
const EARLY = { businessDay: DAY, begins: '07:00', from: `${DAY}T23:00:00.000Z`.replace(DAY, '2026-11-22'), to: THREE }
const namesOf = (spans: readonly { businessDay: string; begins: string }[]) =>
  spans.map(({ businessDay, begins }) => `${businessDay} ${begins}`)

const used = (exitedAt: string, laneId = 'out1', over: Partial<SettlementRow> = {}): Verdict => {
  const fees = { feeBeforeFen: fen(500), feeWaivedFen: fen(400), feeAfterFen: fen(100) }
  const about = { key: 'k', businessDay: DAY, counterId: '1', policyVersion: 'p', laneId, stayId: 's', exitedAt }
  const settled: SettlementRow = { kind: 'use', ...about, minutes: 60, ...fees, ...over }
  return { key: 'k', matchClass: 'M0', businessDay: DAY, minutes: 60, amountFen: fen(400), settled }
}

describe('the end of a shift', () => {
  test('[RB55] is due a quarter of an hour after it, once, also of yesterday, and over midnight', () => {
    const desk = new Desk()
    const due = (now: string) => namesOf(shiftsToClose(desk.state, SHIFTS, now))
    const before = [`2026-11-22 07:00`, `2026-11-22 15:00`, `2026-11-22 23:00`]
    expect(due(addMs(THREE, 15 * 60_000 - 1))).toEqual(before)
    expect(due(addMs(THREE, 15 * 60_000))).toEqual([...before, `${DAY} 07:00`])
    // The last one of Monday ends on Tuesday.
    expect(due('2026-11-23T23:14:59.999Z')).toEqual([`${DAY} 07:00`, `${DAY} 15:00`])
    expect(due('2026-11-23T23:15:00.000Z')).toEqual([`${DAY} 07:00`, `${DAY} 15:00`, `${DAY} 23:00`])
    const sums = { count: 0, minutes: 0, amountFen: 0, lanes: [] }
    const [first] = shiftsToClose(desk.state, SHIFTS, '2026-11-23T23:15:00.000Z')
    expect(first).toEqual(EARLY)
    desk.send({ type: 'settlement.closeShift', ...EARLY, ...sums }, BOOKS)
    expect(due('2026-11-23T23:15:00.000Z')).toEqual([`${DAY} 15:00`, `${DAY} 23:00`])
    // A car park without shifts has one, which is the day.
    expect(shiftsToClose(desk.state, ['00:00'], '2026-11-23T16:15:00.000Z').at(-1)).toEqual({
      ...{ businessDay: DAY, begins: '00:00', from: '2026-11-22T16:00:00.000Z', to: '2026-11-23T16:00:00.000Z' },
    })
  })

  test('[RB59] is made up for from the last one that was closed, four weeks back at most', () => {
    const desk = new Desk()
    const due = (now: string) => namesOf(shiftsToClose(desk.state, SHIFTS, now))
    const sums = { count: 0, minutes: 0, amountFen: 0, lanes: [] }
    desk.send({ type: 'settlement.closeShift', ...EARLY, ...sums }, BOOKS)
    expect(due('2026-11-26T07:15:00.000Z')).toEqual([
      ...[`${DAY} 15:00`, `${DAY} 23:00`],
      ...['2026-11-24', '2026-11-25'].flatMap(day => SHIFTS.map(begins => `${day} ${begins}`)),
      '2026-11-26 07:00',
    ])
    expect(daysGivenUp(desk.state, '2026-12-21T07:15:00.000Z')).toBeUndefined()
    expect(due('2026-12-21T07:15:00.000Z').slice(0, 1)).toEqual([`${DAY} 15:00`])
    expect(daysGivenUp(desk.state, '2026-12-23T07:15:00.000Z')).toEqual({ from: DAY, to: '2026-11-24' })
    expect(due('2026-12-23T07:15:00.000Z').slice(0, 1)).toEqual(['2026-11-25 07:00'])
    expect(daysGivenUp(new Desk().state, '2026-12-23T07:15:00.000Z')).toBeUndefined()
  })

  test('[RB55] sums by lane what is settled of the cars that left in it, of whatever day their exemption is', async () => {
    const night = { businessDay: DAY, begins: '23:00', from: `${DAY}T15:00:00.000Z`, to: `${DAY}T23:00:00.000Z` }
    expect(daysIn(night)).toEqual(['2026-11-22', DAY, '2026-11-24'])
    expect(daysIn(EARLY)).toEqual(['2026-11-22', DAY])
    const books: Record<string, Verdict[]> = {
      '2026-11-22': [used(night.from)],
      [DAY]: [
        used(addMs(night.from, -1)),
        used(addMs(night.to, -1), 'out2'),
        { ...used(night.from), settled: undefined! },
      ],
      '2026-11-24': [used(night.to), used(addMs(night.to, -2))],
    }
    const lane = { count: 1, minutes: 60, amountFen: 400 }
    expect(await closedShift(night, day => Promise.resolve(books[day]!))).toEqual({
      ...{ ...night, count: 3, minutes: 180, amountFen: 1200 },
      lanes: [
        { laneId: 'out1', count: 2, minutes: 120, amountFen: 800 },
        { laneId: 'out2', ...lane },
      ],
    })
  })

  test('[RB56] is told once and stays as it was told; it is in the sheet, and forgotten with its month', () => {
    const desk = new Desk()
    const lanes = [{ laneId: 'out1', count: 2, minutes: 120, amountFen: fen(850) }]
    const closed = { ...EARLY, count: 2, minutes: 120, amountFen: fen(850), lanes }
    const close = (over: object = {}) => desk.send({ type: 'settlement.closeShift', ...closed, ...over }, BOOKS)
    expect(close()).toMatchObject([{ type: 'settlement.shiftClosed', ...closed }])
    expect(close({ count: 3 })).toEqual([])
    expect(closedShifts(desk.state, DAY)).toEqual([closed])
    expect(closedShifts(desk.state, '2026-11-24')).toEqual([])
    const [, line] = sheetText(booksColumns, shiftLines(closed)).trim().split('\r\n')
    expect(line).toBe(`${DAY},班次 shift,07:00,120,8.50,,,out1,,${THREE},,,,,,,,,,,2`)
    desk.settleDays(DAY, '2026-12-31')
    for (const [today, month] of [
      ['2026-12-01', '2026-11'],
      ['2027-01-01', '2026-12'],
    ] as const) {
      desk.today = today
      expect(closedShifts(desk.state, DAY)).toHaveLength(1)
      desk.send({ type: 'settlement.closeMonth', month }, { ...BOOKS, kind: 'staff', staffId: 'may' } as never)
    }
    expect(closedShifts(desk.state, DAY)).toEqual([])
  })
})
