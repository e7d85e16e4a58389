import { fen, type MatchClass } from '@pingting/contract'
import { expect, test } from 'vitest'
import { begunWith, kindsOf } from '../../../../hall-display/src/books/breaks/begun.ts'
import { adviceOf } from '../../../../hall-display/src/books/rows.ts'
import { tellFindings } from '../../../../server/src/hub/books/passes/findings.ts'
import type { Verdict } from '../../../../server/src/settlements/matching/classify.ts'
import { breakRows } from '../../../../server/src/settlements/view.ts'
import { BO, BOOKS, DAY, Desk } from '../desk.ts'

const KEY = '0b7a8a0e-0000-5000-8000-000000000001'
const verdict = (matchClass: MatchClass): Verdict => ({
  ...{ key: KEY, matchClass, businessDay: DAY, minutes: 60, amountFen: fen(400) },
})

/** A desk, and the passes over its day. @returns the news of a pass */
function passes(desk: Desk) {
  return async (...verdicts: Verdict[]): Promise<string[]> => {
    const before = desk.events.length
    const books = { businessDay: DAY, verdicts } as never
    await tellFindings(async (_lot, command) => void desk.send(command as never, BOOKS), 'lot-1', desk.state, books)
    return desk.events.slice(before).map(({ type }) => type)
  }
}

function adjust(desk: Desk, kind: string, sums: { minutes?: number; amountFen?: number }): void {
  expect(desk.send({ type: 'adjustment.propose', key: KEY, kind, ...sums, reason: '看图确认' })).toHaveLength(1)
  desk.send({ type: 'adjustment.approve', key: KEY }, BO)
}
const booked = (desk: Desk) =>
  (desk.state.adjustments.get(DAY) ?? []).reduce((sum, { amountFen }) => sum + amountFen, 0)

test.each(['B8', 'B9'] as const)(
  '[RB91] given a %s that two persons had transferred, when it fits by now, then that is a difference, and what is too much is taken back',
  async matchClass => {
    const desk = new Desk()
    const pass = passes(desk)
    expect(await pass(verdict(matchClass))).toEqual(['break.opened'])
    adjust(desk, 'transfer', { minutes: 60, amountFen: 400 })
    expect(await pass(verdict(matchClass))).toEqual([])
    expect(await pass(verdict('M0'))).toEqual(['break.opened'])
    expect(await pass(verdict('M0'))).toEqual([])
    const row = breakRows(desk.state)[KEY]!
    expect(row).toMatchObject({ matchClass: 'B9', amountFen: 400, overbooked: { minutes: 60, amountFen: 400 } })
    expect([adviceOf(row), kindsOf(row)[0]]).toEqual(['B9booked', 'chargeBack'])
    adjust(desk, 'chargeBack', begunWith('chargeBack', row))
    expect(booked(desk)).toBe(0)
    expect(await pass(verdict('M0'))).toEqual([])
    // And should it break again, it is as it was.
    expect(await pass(verdict(matchClass))).toEqual(['break.opened'])
  },
)

test('[RB88, RB91] given a line that bears no more, then what was transferred beside it is taken back all the same', async () => {
  const desk = new Desk()
  const pass = passes(desk)
  await pass(verdict('B8'))
  adjust(desk, 'transfer', { minutes: 60, amountFen: 400 })
  const credited = { minutes: 60, amountFen: fen(400) }
  const outside = { ...verdict('B9'), key: 'exit|lot-1|s1|out|x', exemptionId: KEY, credited }
  await pass(verdict('M0'), outside)
  const wish = { kind: 'chargeBack', minutes: -60, amountFen: -400, reason: '日报表属实' }
  expect(desk.send({ type: 'adjustment.propose', key: outside.key, ...wish })).toHaveLength(1)
  adjust(desk, 'chargeBack', { minutes: -60, amountFen: -400 })
  expect(booked(desk)).toBe(0)
})

test('[RB91] given that it is to stand, then two persons say so, once; one that is open goes with its cause', async () => {
  const desk = new Desk()
  const pass = passes(desk)
  await pass(verdict('B8'))
  adjust(desk, 'transfer', { minutes: 60, amountFen: 400 })
  await pass(verdict('M0'))
  expect(await pass(verdict('B8'))).toEqual(['break.reclassified'])
  expect(breakRows(desk.state)[KEY]).not.toHaveProperty('overbooked')
  expect(await pass()).toEqual(['break.reclassified'])
  adjust(desk, 'nothingDue', { minutes: 0, amountFen: 0 })
  expect([await pass(), await pass(verdict('M0')), booked(desk)]).toEqual([[], [], 400])
})
