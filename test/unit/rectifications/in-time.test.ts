import { addMinutes, DAY_MS, type Instant, MINUTE_MS } from '@pingting/contract'
import { beforeEach, expect, test } from 'vitest'
import { evolve, initial, type RectificationState } from '../../../server/src/rectifications/state.ts'
import { officeCases, wallCases } from '../../../server/src/rectifications/view.ts'
import { NINE } from '../reactions/world.ts'

const HOUR = 60
let state: RectificationState
beforeEach(() => {
  state = initial()
})

function open(caseId: string, dueAt: Instant | undefined): void {
  const about = { caseId, evaluationId: 'e', ticketId: caseId, counterId: '1', staffId: 's', serviceCode: 'tax' }
  const due = dueAt === undefined ? {} : { dueAt }
  evolve(state, { type: 'rectification.opened', v: 1, at: NINE, ...about, level: 1, caseClass: 'sector', ...due })
}
const said = { outcome: 'rectified', text: 't' } as const
const reply = (caseId: string, at: Instant): void =>
  evolve(state, { type: 'rectification.replied', v: 1, at, caseId, ticketId: caseId, staffId: 'a', ...said })
const approve = (caseId: string, at: Instant): void =>
  evolve(state, { type: 'rectification.approved', v: 1, at, caseId, ticketId: caseId, staffId: 'b', ...said })

const due = addMinutes(NINE, HOUR)
const late = addMinutes(due, 1)

test('[HL66] nothing was due yet: both parts are none, so that no share is told', () => {
  open('runs', due)
  expect(officeCases(state, NINE)).toEqual({ openTally: 1, overdueTally: 0, dueTally: 0, inTimeTally: 0 })
})

test('[HL66] what counts is the reply: at the end of its time it is in time, a minute later not, whenever it was approved', () => {
  for (const [caseId, at] of [
    ['good', due],
    ['bad', late],
  ] as const) {
    open(caseId, due)
    reply(caseId, at)
    expect(officeCases(state, late).overdueTally).toBe(0)
    approve(caseId, addMinutes(late, HOUR))
  }
  expect(officeCases(state, addMinutes(late, HOUR))).toMatchObject({ openTally: 0, dueTally: 2, inTimeTally: 1 })
})

test('[HL66] more time counts; who is overdue counts before he is closed, who waits for approval not, who never had a time in none', () => {
  open('extended', due)
  evolve(state, {
    ...{ type: 'rectification.extended', v: 1, at: NINE, caseId: 'extended', ticketId: 'extended', staffId: 'a' },
    ...{ dueAt: addMinutes(due, HOUR), reason: 'r' },
  })
  reply('extended', late)
  approve('extended', late)
  for (const caseId of ['overdue', 'replied']) open(caseId, due)
  reply('replied', NINE)
  for (const caseId of ['former', 'formerClosed']) open(caseId, undefined)
  reply('formerClosed', NINE)
  approve('formerClosed', late)
  const told = { dueTally: 2, inTimeTally: 1, overdueTally: 1 }
  expect(officeCases(state, late)).toEqual({ ...told, openTally: 3 })
  expect(wallCases(state, late)).toMatchObject(told)
})

test('[HL66] a case closed longer than 14 days ago is in it no more', () => {
  open('c', due)
  reply('c', NINE)
  approve('c', NINE)
  const fortnight = addMinutes(NINE, (14 * DAY_MS) / MINUTE_MS)
  expect(officeCases(state, fortnight)).toMatchObject({ dueTally: 1, inTimeTally: 1 })
  expect(officeCases(state, addMinutes(fortnight, 1))).toMatchObject({ dueTally: 0, inTimeTally: 0 })
})
