import { addMinutes } from '@pingting/contract'
import { expect, test } from 'vitest'
import { evolve, type RectificationState } from '../../../server/src/rectifications/state.ts'
import { caseList, wallCases } from '../../../server/src/rectifications/view.ts'
import { NINE, throughJson, World } from '../reactions/world.ts'

test('[RT3] the managers see open cases newest first, counted by class, without the words of the visitor', () => {
  const world = new World()
  const conduct = world.serve(world.take('A001'))
  world.rate(conduct, 2, undefined, { tagCodes: ['214'], text: '我叫张三' })
  const openedAt = world.now
  world.visit('A002', undefined, 1)
  world.visit('A003', undefined, 3)
  const { tallies, cases } = caseList(world.rectifications)
  expect(tallies).toEqual({ open: 2, conduct: 1, sector: 1 })
  expect(cases.map(({ ticketId }) => ticketId)).toEqual(['20261123-A002', conduct])
  expect(cases[1]).toMatchObject({ openedAt, counterId: '1', caseClass: 'conduct', level: 2 })
  expect(JSON.stringify(cases)).not.toMatch(/张三|clerk/)
  expect(throughJson(world.rectifications)).toEqual(world.rectifications)
})

test('[RT3] all open cases are counted and the newest 500 listed', () => {
  const { rectifications } = new World()
  for (let n = 1; n <= 501; n += 1) open(rectifications, String(n), NINE)
  const { tallies, cases } = caseList(rectifications)
  expect(tallies).toEqual({ open: 501, conduct: 0, sector: 501 })
  expect([cases.length, cases[0]?.caseId, cases.at(-1)?.caseId]).toEqual([500, '501', '2'])
})

function open(state: RectificationState, caseId: string, at: string, dueAt?: string): void {
  const about = { caseId, evaluationId: 'e', ticketId: 't', counterId: '1', staffId: 's', serviceCode: 'tax' }
  const due = dueAt === undefined ? {} : { dueAt }
  evolve(state, { type: 'rectification.opened', v: 1, at, ...about, level: 1, caseClass: 'sector', ...due })
}

test('[ME37] a case is due at the end of the fifth working day after it was opened, written into the event', () => {
  const world = new World()
  world.visit('A001', undefined, 1)
  // Monday the 23rd; the next Monday begins when its fifth working day has ended.
  expect(caseList(world.rectifications).cases[0]).toMatchObject({ dueAt: '2026-11-30T16:00:00.000Z' })
})

test('[ME37, FA55] a wall has cases a quarter of an hour after the rating, the first to end on top, without ticket and level', () => {
  const { rectifications } = new World()
  const due = '2026-11-30T16:00:00.000Z'
  // given one of before the rule, one that is over, ten whose time runs, and one just opened
  open(rectifications, 'former', NINE)
  open(rectifications, 'over', NINE, addMinutes(NINE, 30))
  for (let n = 1; n <= 10; n += 1) open(rectifications, `c${n}`, NINE, addMinutes(due, n))
  open(rectifications, 'news', addMinutes(NINE, 46), addMinutes(due, 20))
  const shown = wallCases(rectifications, addMinutes(NINE, 60))
  expect(shown).toMatchObject({ tally: 10, overdueTally: 1 })
  expect(shown.rows.map(({ caseId }) => caseId)).toEqual(['c1', 'c2', 'c3', 'c4', 'c5', 'c6'])
  expect(Object.keys(shown.rows[0]!).sort()).toEqual(['caseClass', 'caseId', 'counterId', 'dueAt', 'serviceCode'])
  expect(wallCases(rectifications, addMinutes(NINE, 61)).tally).toBe(11)
})

test('[RT1] the same rating opens the same case, however often its command is decided', () => {
  const caseOf = () => {
    const world = new World()
    world.visit('A001', undefined, 1)
    return caseList(world.rectifications).cases[0]?.caseId
  }
  expect(caseOf()).toMatch(/^[0-9a-f-]{36}$/)
  expect(caseOf()).toBe(caseOf())
})
