import { type BreakRow, type ClosingRow, fen } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { kindsOf } from '../../../../hall-display/src/books/breaks/begun.ts'
import {
  actOf,
  byClass,
  dayToClose,
  fitByNow,
  glanceOf,
  isSought,
  monthsToClose,
  NOTHING_SOUGHT,
  shownBreaks,
  storyOf,
} from '../../../../hall-display/src/books/rows.ts'
import { wholeOf } from '../../../../hall-display/src/books/uses/rows.ts'

const NOON = '2026-11-24T04:00:00.000Z'
const one = (over: Partial<BreakRow> = {}): BreakRow => ({
  ...{ key: 'k', matchClass: 'B5', businessDay: '2026-11-23', minutes: 60, amountFen: fen(200), openedAt: NOON },
  ...over,
})
const adjustment = (status: 'proposed' | 'approved' | 'rejected' | 'paid') => ({
  ...{ adjustmentId: 'a', kind: 'transfer' as const, minutes: 0, amountFen: fen(1), proposedBy: 'anna', status },
})

describe('differences on the page', () => {
  test('[OD1] the longest open first, marked from a quarter of an hour, from a day and from four days on', () => {
    const at = (minutes: number) => new Date(Date.parse(NOON) - minutes * 60_000).toISOString()
    const rows = Object.fromEntries(
      [0, 14.9, 15, 1_439, 1_440, 5_760, 5_761].map(minutes => [
        `${minutes}`,
        one({ key: `${minutes}`, openedAt: at(minutes) }),
      ]),
    )
    const shown = shownBreaks({ ...rows, twin: one({ key: '1', openedAt: at(0) }) }, Date.parse(NOON))
    expect(shown.map(({ key, tone }) => `${key} ${tone}`)).toEqual([
      ...['5761 blocks', '5760 red', '1440 red', '1439 amber', '15 amber', '14.9 new', '0 new', '1 new'],
    ])
    expect(shownBreaks({ later: one({ openedAt: at(-5) }) }, Date.parse(NOON))[0]?.ageMs).toBe(0)
  })

  test('[OD6] at a glance it says how many are late, and how many wait for a second person or for their money', () => {
    const at = (minutes: number) => new Date(Date.parse(NOON) - minutes * 60_000).toISOString()
    const rows = [0, 20, 1_500, 1_600, 6_000].map((minutes, n) => one({ key: `${n}`, openedAt: at(minutes) }))
    rows.push(
      one({ key: 'd', adjustment: adjustment('proposed') }),
      one({ key: 'p', adjustment: adjustment('approved') }),
    )
    const shown = shownBreaks(Object.fromEntries(rows.map(row => [row.key, row])), Date.parse(NOON))
    expect(glanceOf(shown)).toEqual({ lateAmber: 1, lateRed: 2, lateBlocks: 1, toDecide: 1, toPay: 1 })
  })

  test('[OD1] what can be done next is what the hub would take', () => {
    expect(actOf(one({ matchClass: 'B12', amountFen: fen(0) }))).toBe('explain')
    expect(actOf(one({ amountFen: fen(0) }))).toBe('explain')
    for (const matchClass of ['B2', 'B7', 'B8', 'B12'] as const) expect(actOf(one({ matchClass }))).toBe('adjust')
    expect(actOf(one())).toBe('adjust')
    expect(actOf(one({ matchClass: 'B13' }))).toBe('refund')
    expect(actOf(one({ adjustment: adjustment('proposed') }))).toBe('decide')
    expect(actOf(one({ adjustment: adjustment('approved') }))).toBe('pay')
    expect(actOf(one({ adjustment: adjustment('rejected') }))).toBe('adjust')
    // What the hub would refuse is not offered: nothing is charged back that was not credited (RB88).
    const credited = { minutes: 60, amountFen: fen(200) }
    for (const matchClass of ['B2', 'B4', 'B5', 'B6', 'B8', 'B11', 'B12'] as const) {
      expect(kindsOf(one({ matchClass }))).toEqual(['nothingDue', 'transfer'])
      expect(kindsOf(one({ matchClass, credited }))).toEqual(['nothingDue', 'transfer', 'chargeBack'])
    }
    for (const row of [
      one({ matchClass: 'B7' }),
      one({ matchClass: 'B8', isMisread: true }),
      one({ matchClass: 'B9' }),
    ])
      expect(kindsOf(row)).toEqual(['transfer', 'nothingDue'])
    expect(kindsOf(one({ matchClass: 'B13' }))).toEqual(['refund', 'nothingDue'])
  })
})

describe('looked for among many', () => {
  test('[OD6] by class, and by words that stand anywhere in it, all of them', () => {
    const row = one()
    const said = ['exit|s1|out', 'B5', '重复减免', undefined, 'Anna wrote']
    const isFound = (text: string, matchClass = '') => isSought({ text, matchClass }, row, said)
    expect(isSought(NOTHING_SOUGHT, row, [])).toBe(true)
    for (const text of ['S1', '复减', 'anna  OUT', ' b5 ']) expect(isFound(text), text).toBe(true)
    for (const text of ['s2', 'anna bo', 'undefined']) expect(isFound(text), text).toBe(false)
    expect([isFound('', 'B5'), isFound('s1', 'B8')]).toEqual([true, false])
    const rows = ['B12', 'B4', 'B12'].map(matchClass => ({ matchClass }))
    expect(byClass(rows)).toEqual([
      ['B4', 1],
      ['B12', 2],
    ])
  })

  test('[OD7] a break leads to the story of what was granted for it, or of what it is named after', () => {
    const [key, exemptionId] = ['0b8f7c52-95d3-5a3c-8b93-8a5d6a3d1c11', '3c1f0a52-95d3-5a3c-8b93-8a5d6a3d1c11']
    expect(storyOf({ key: 'exit|s1', exemptionId })).toBe(exemptionId)
    expect(storyOf({ key })).toBe(key)
    expect(storyOf({ key: 'exit|s1' })).toBeUndefined()
  })
})

describe('the close of a day', () => {
  const drawn = (closedAt?: string): ClosingRow => ({
    ...{ version: 1, sha256: 'a', rowTally: 0, totalFen: fen(0), drawnAt: NOON, signedBy: {} },
    ...(closedAt === undefined ? {} : { closedAt }),
  })

  test('[OD1] goes on with the first day that is not signed, else with today', () => {
    expect(dayToClose({}, '2026-11-24')).toBe('2026-11-24')
    const closings = { '2026-11-21': drawn(NOON), '2026-11-23': drawn(), '2026-11-22': drawn() }
    expect(dayToClose(closings, '2026-11-24')).toBe('2026-11-22')
  })

  test('[OD1] a month is offered when it is over and all of its days are closed', () => {
    const closings = {
      '2026-10-30': drawn(NOON),
      '2026-11-21': drawn(NOON),
      '2026-11-23': drawn(),
      '2026-12-01': drawn(NOON),
    }
    expect(monthsToClose(closings, '2026-12-02')).toEqual(['2026-10'])
    expect(monthsToClose({}, '2026-12-02')).toEqual([])
  })
})

test('[OD4] days are summed up figure by figure, and none are nought', () => {
  const day = { businessDay: '2026-11-23', granted: 3, grantedMinutes: 360, used: 2, usedMinutes: 150 }
  expect(
    wholeOf([
      { ...day, waivedFen: fen(400) },
      { ...day, used: 1, waivedFen: fen(50) },
    ]),
  ).toEqual({
    ...{ granted: 6, grantedMinutes: 720, used: 3, usedMinutes: 300, waivedFen: 450 },
  })
  expect(wholeOf([])).toEqual({ granted: 0, grantedMinutes: 0, used: 0, usedMinutes: 0, waivedFen: 0 })
})

test('[RB65] what was adjusted and fits by now is marked, until a dispute has taken it back', () => {
  const day = '2026-11-23'
  const row = (key: string, over: object = {}) => ({ key, businessDay: day, minutes: -60, amountFen: -200, ...over })
  const marked = (rows: ReturnType<typeof row>[], ...verdicts: string[]) => [
    ...fitByNow(
      day,
      rows,
      verdicts.map(text => ({ matchClass: text.split(' ')[0]!, key: text.split(' ')[1]! })),
    ),
  ]
  expect(marked([row('k')], 'B9 k', 'M0 other')).toEqual([])
  expect(marked([row('k')], 'M1 k')).toEqual([])
  expect(marked([row('k')], 'M0 k')).toEqual(['k'])
  expect(marked([row('unused'), row('older', { businessDay: '2026-10-31' })])).toEqual(['unused'])
  expect(marked([row('k'), row('k', { minutes: 60, amountFen: 200 })], 'M0 k')).toEqual([])
  expect(marked([row('k'), row('k', { minutes: 60, amountFen: 100 })], 'M0 k')).toEqual(['k'])
  expect(marked([row('k', { minutes: 0, amountFen: 0 })], 'M0 k')).toEqual([])
})
