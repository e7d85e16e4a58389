import { addMs, DAY_MS, type Event } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { emptyRetention, erasableDays, keep } from '../../../server/src/halls/retention.ts'
import { fakeId } from '../reactions/cast.ts'

const NINE = '2026-11-23T01:00:00.000Z'
const DAY_ENDS = '2026-11-23T16:00:00.000Z'
const LATER = '2026-11-25T02:00:00.000Z'
const ticketId = '20261123-A001'
const head = { v: 1, at: NINE, ticketId } as const
const place = { status: 'serving', serviceCode: 'tax', recallTally: 0, ahead: false, queuedAt: NINE } as const

const taken: Event = {
  ...{ type: 'ticket.taken', ...head, number: 'A001', serviceCode: 'tax', priority: 'none', businessDay: '2026-11-23' },
}
const bound: Event = { type: 'plate.bound', ...head, plate: '鲁F12345', plateColour: 1, revision: 0 }
const completed: Event = { type: 'ticket.completed', ...head, counterId: '1', staffId: 'c', serviceCode: 'tax' }
const undone: Event = {
  ...{ type: 'ticket.undone', ...head, counterId: '1', verb: 'completed', number: 'A001', priority: 'none' },
  ...{ takenAt: NINE, place },
}
const rated = (at: string, text?: string): Event => ({
  ...{ type: 'evaluation.submitted', ...head, at, evaluationId: fakeId('e'), counterId: '1', staffId: 'c' },
  ...{ serviceCode: 'tax', serviceDay: '2026-11-23', level: 5, tagVersion: 2, tagCodes: [], channel: 'qr' },
  ...{ source: 'active', ...(text === undefined ? {} : { text }) },
})
const exemption = { exemptionId: fakeId('x') }
const granted: Event = {
  ...{ type: 'exemption.granted', ...head, ...exemption, evaluationId: fakeId('e'), counterId: '1', lotId: 'east' },
  ...{ stayId: 's', plate: '鲁F12345', plateColour: 1, revision: 0, freeMinutes: 120, stackRule: 'max' },
  ...{ policyVersion: 'p', businessDay: '2026-11-23', notBefore: NINE, notAfter: DAY_ENDS },
}
const expired = (at: string): Event => ({ type: 'exemption.expired', v: 1, at, ...exemption })
const opened: Event = {
  ...{ type: 'rectification.opened', ...head, caseId: fakeId('case'), evaluationId: fakeId('e'), counterId: '1' },
  ...{ staffId: 'c', serviceCode: 'tax', level: 1, caseClass: 'sector' },
}

const aboutCase = { caseId: fakeId('case'), ticketId: head.ticketId, staffId: 'm', text: '已致歉' }
const replied = (at: string): Event => ({
  ...{ type: 'rectification.replied', v: 1, at },
  ...aboutCase,
  outcome: 'onSpot',
})
const approved = (at: string): Event => ({
  ...{ type: 'rectification.approved', v: 1, at },
  ...aboutCase,
  outcome: 'onSpot',
})

function dueAfter(...events: Event[]) {
  const state = { retention: emptyRetention() }
  for (const event of events) keep(state, event)
  return (from: string, days: number): string[] => erasableDays(state.retention, addMs(from, days * DAY_MS))
}

describe('what keeps the key of a day', () => {
  test('[JR24] a day on which nothing personal was written has no key, and is not erased', () => {
    expect(dueAfter(taken, completed, rated(NINE))(DAY_ENDS, 400)).toEqual([])
  })

  test('[JR24] the name of a clerk has a key to drop, on a day on which nobody came too', () => {
    const opened: Event = { type: 'counter.opened', v: 1, at: NINE, counterId: '1', staffId: 'c', staffName: '王' }
    expect(dueAfter(opened)(DAY_ENDS, 30)).toEqual(['2026-11-23'])
  })

  test('[JR24] a day falls due thirty days after its end, not a millisecond before', () => {
    const due = dueAfter(taken, bound, completed, rated(NINE))
    expect(due(addMs(DAY_ENDS, -1), 30)).toEqual([])
    expect(due(DAY_ENDS, 30)).toEqual(['2026-11-23'])
  })

  test.each([
    ['a ticket that still waits', [taken, bound]],
    ['a service that can still be rated', [taken, bound, completed]],
    ['a completion that was undone', [taken, bound, completed, rated(NINE), undone]],
    ['an exemption that is open', [taken, bound, completed, rated(NINE), granted]],
    ['a case that is open', [taken, bound, completed, rated(NINE), opened]],
  ])('[JR24] %s keeps it', (_what, events) => {
    expect(dueAfter(...events)(DAY_ENDS, 400)).toEqual([])
  })

  test('[JR24] thirty days are counted from what was settled last', () => {
    const late = '2026-11-30T02:00:00.000Z'
    const due = dueAfter(taken, bound, completed, rated(NINE), granted, expired(late))
    expect(due(addMs(late, -1), 30)).toEqual([])
    expect(due(late, 30)).toEqual(['2026-11-23'])
  })

  test.each<[string, Event]>([
    [
      'settled it',
      { type: 'exemption.settled', v: 1, at: LATER, ...exemption, held: true, reason: '张三', staffId: 'o' },
    ],
    ['proposed', { type: 'exemption.writeOffProposed', v: 1, at: LATER, ...exemption, reason: '张三', staffId: 'o' }],
  ])(
    '[JR30] what the operator wrote who %s keeps the key of its own day while the exemption is open, and thirty days',
    (_what, said) => {
      // given
      const open = [taken, bound, completed, rated(NINE), granted, said]
      const end = '2026-11-30T02:00:00.000Z'

      // when and then
      expect(dueAfter(...open)(DAY_ENDS, 400)).toEqual([])
      const due = dueAfter(...open, expired(end))
      expect(due(addMs(end, -1), 30)).toEqual([])
      expect(due(end, 30)).toEqual(['2026-11-23', '2026-11-25'])
    },
  )

  test('[JR24] a ticket that was forgotten, and of which the gate tells late, keeps no day for ever', () => {
    // given a ticket that was settled and forgotten at the close of its day
    const late = '2026-11-25T02:00:00.000Z'
    const closed: Event = { type: 'hall.dayClosed', v: 1, at: DAY_ENDS, businessDay: '2026-11-23' }
    // when a car that had come to nothing is told to have been granted and used after all
    const due = dueAfter(taken, bound, completed, rated(NINE), closed, { ...granted, at: late } as Event, expired(late))
    // then both days fall due: nothing of it is open
    expect(due(late, 30)).toEqual(['2026-11-23'])
    expect(due(late, 31)).toEqual(['2026-11-23', '2026-11-25'])
  })

  test('[JR24] words of a later day are under the key of that day, and an erased day is not erased again', () => {
    const next = '2026-11-24T02:00:00.000Z'
    const events = [taken, bound, completed, rated(next, '谢谢')]
    expect(dueAfter(...events)(DAY_ENDS, 40)).toEqual(['2026-11-23', '2026-11-24'])
    const erased: Event = { type: 'hall.dayErased', v: 1, at: next, businessDay: '2026-11-23' }
    expect(dueAfter(...events, erased)(DAY_ENDS, 40)).toEqual(['2026-11-24'])
  })
})

test('[JR24] what was said of a case has the key of the day it was said, and lets all go thirty days after it is closed', () => {
  const due = dueAfter(taken, bound, completed, rated(NINE), opened, replied(LATER), approved(LATER))
  expect(dueAfter(taken, bound, completed, rated(NINE), opened, replied(LATER))(LATER, 400)).toEqual([])
  expect(due(LATER, 29)).toEqual([])
  expect(due('2026-11-25T16:00:00.000Z', 30)).toEqual(['2026-11-23', '2026-11-25'])
})
