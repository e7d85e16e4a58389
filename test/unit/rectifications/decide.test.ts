import {
  type Actor,
  addMs,
  type CommandOf,
  type Event,
  isRefusal,
  publishedCalendar,
  type Refusal,
} from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { decide } from '../../../server/src/rectifications/decide.ts'
import { evolve } from '../../../server/src/rectifications/state.ts'
import { caseList, fateOf, reasonsFor, wallCases } from '../../../server/src/rectifications/view.ts'
import { DAY, fakeId, staff, throughJson, World } from '../reactions/world.ts'

type Verb = keyof typeof decide
const [ANNA, BERT] = [staff('anna', 'manager'), staff('bert', 'admin')]

/** A visitor has just given a 1, in words, at counter 1. */
class Floor extends World {
  readonly ticketId = this.visit('A001', undefined, 1)
  readonly caseId = caseList(this.rectifications).cases[0]!.caseId

  do<T extends Verb>(verb: T, actor: Actor, fields: object = {}): Event[] | Refusal {
    const command = { type: verb, commandId: fakeId(verb), caseId: this.caseId, ...fields } as CommandOf<T>
    const facts = { at: this.now, businessDay: DAY, actor, idFor: fakeId, calendar: publishedCalendar }
    const decided = decide[verb](command as never, this.rectifications, facts)
    if (!isRefusal(decided)) for (const event of decided) evolve(this.rectifications, event)
    expect(throughJson(this.rectifications)).toEqual(this.rectifications)
    return decided
  }

  takeIt = (actor = ANNA) => this.do('rectification.take', actor)
  reply = (actor = ANNA) => this.do('rectification.reply', actor, { outcome: 'rectified', text: '已加开窗口' })
  approve = (actor = BERT) => this.do('rectification.approve', actor)
  get row() {
    return caseList(this.rectifications).cases[0]!
  }
}

const code = (decided: Event[] | Refusal): string | undefined => (isRefusal(decided) ? decided.refused : undefined)

describe('[HL61] a bad rating is put right by one person and closed by another', () => {
  test('[HL61] taken, replied to and approved: it is open no more, for nobody', () => {
    const floor = new Floor()
    floor.takeIt()
    expect(floor.row).toMatchObject({ status: 'taken', handlerId: 'anna', takenAt: floor.now })
    floor.reply()
    expect(floor.row).toMatchObject({ status: 'replied', outcome: 'rectified', reply: '已加开窗口' })
    expect(floor.approve()).toMatchObject([{ type: 'rectification.approved', staffId: 'bert', text: '已加开窗口' }])
    expect(caseList(floor.rectifications)).toEqual({ tallies: { open: 0, conduct: 0, sector: 0 }, cases: [] })
    expect(code(floor.takeIt(BERT))).toBe('case.closed')
  })

  test('[HL61] nobody approves his own reply, nor sends it back', () => {
    const floor = new Floor()
    floor.takeIt()
    floor.reply()
    expect(code(floor.approve(ANNA))).toBe('case.same-person')
    expect(code(floor.do('rectification.return', ANNA, { text: '再写' }))).toBe('case.same-person')
  })

  test('[HL61] sent back it is the same person’s again, with what is missing, until the next reply', () => {
    const floor = new Floor()
    floor.takeIt()
    floor.reply()
    floor.do('rectification.return', BERT, { text: '请写明依据' })
    expect(floor.row).toMatchObject({ status: 'taken', handlerId: 'anna', returned: '请写明依据' })
    expect(floor.row.reply).toBeUndefined()
    floor.reply()
    expect(floor.row.returned).toBeUndefined()
  })

  test('[HL61] another may take it over until there is a reply; the same again changes nothing', () => {
    const floor = new Floor()
    floor.takeIt()
    expect(floor.takeIt()).toEqual([])
    floor.pass(60)
    floor.takeIt(BERT)
    expect(code(floor.reply(ANNA))).toBe('case.not-yours')
    // The visitor was told of the first.
    expect(floor.row).toMatchObject({ handlerId: 'bert', takenAt: addMs(floor.now, -60_000) })
    floor.reply(BERT)
    expect(code(floor.takeIt(ANNA))).toBe('case.replied')
    expect(code(floor.reply(BERT))).toBe('case.replied')
  })

  test('[HL61] order of checks: staff, the case, his own service, how far it is', () => {
    const floor = new Floor()
    expect(code(floor.do('rectification.take', { kind: 'system', part: 'clock' }))).toBe('access.denied')
    expect(code(floor.do('rectification.take', ANNA, { caseId: fakeId('none') }))).toBe('case.unknown')
    expect(code(floor.takeIt(staff('clerk-1', 'manager')))).toBe('case.own')
    expect(code(floor.reply())).toBe('case.not-taken')
    expect(code(floor.approve())).toBe('case.not-replied')
  })
})

describe('[HL62] more time', () => {
  test('[HL62] once, before the time is over, five working days more, with a reason', () => {
    const floor = new Floor()
    floor.takeIt()
    expect(floor.row.dueAt).toBe('2026-11-30T16:00:00.000Z')
    floor.do('rectification.extend', ANNA, { reason: '待省厅答复' })
    expect(floor.row).toMatchObject({ dueAt: '2026-12-07T16:00:00.000Z', extendedFor: '待省厅答复' })
    expect(code(floor.do('rectification.extend', ANNA, { reason: '再等' }))).toBe('case.extended-once')
  })

  test('[HL62] not any more once it is over', () => {
    const floor = new Floor()
    floor.takeIt()
    floor.now = '2026-11-30T16:00:00.000Z'
    expect(code(floor.do('rectification.extend', ANNA, { reason: '忘了' }))).toBe('case.overdue')
  })

  test('[HL62] one that never had a time gets its first', () => {
    const floor = new Floor()
    for (const row of floor.rectifications.open.values()) delete row.dueAt
    floor.takeIt()
    expect(floor.row).not.toHaveProperty('dueAt')
    floor.do('rectification.extend', ANNA, { reason: '旧件' })
    expect(floor.row.dueAt).toBe('2026-11-30T16:00:00.000Z')
  })

  test('[HL62] on a wall the time stands still from the reply on', () => {
    const floor = new Floor()
    const later = addMs(floor.now, 3_600_000)
    expect(wallCases(floor.rectifications, later).tally).toBe(1)
    floor.takeIt()
    floor.reply()
    expect(wallCases(floor.rectifications, later).tally).toBe(0)
  })
})

describe('[HL63] what its visitor is told', () => {
  test('[HL63] nothing at the counter, then that it is in hand and until when, then the reply; never by whom', () => {
    const floor = new Floor()
    const fate = () => fateOf(floor.rectifications, floor.ticketId)
    expect(fate()).toBeUndefined()
    floor.takeIt()
    const takenAt = floor.now
    expect(fate()).toEqual({ takenAt, dueAt: '2026-11-30T16:00:00.000Z' })
    floor.reply()
    expect(fate()).toEqual({ takenAt, dueAt: '2026-11-30T16:00:00.000Z' })
    floor.approve()
    expect(fate()).toEqual({ takenAt, closedAt: floor.now, outcome: 'rectified', reply: '已加开窗口' })
  })

  test('[HL63] it is told for a fortnight, then nobody’s any more', () => {
    const floor = new Floor()
    floor.takeIt()
    floor.reply()
    floor.approve()
    const close = (days: number) =>
      evolve(floor.rectifications, {
        ...{ type: 'hall.dayClosed', v: 1, businessDay: DAY, at: addMs(floor.now, days * 86_400_000) },
      })
    close(14)
    expect(fateOf(floor.rectifications, floor.ticketId)).toBeDefined()
    close(15)
    expect(fateOf(floor.rectifications, floor.ticketId)).toBeUndefined()
  })
})

test('[HL64] why it was rated so is told to who has taken it, and to others once there is a reply to approve', () => {
  const floor = new Floor()
  const asked = (staffId: string) => reasonsFor(floor.rectifications, floor.caseId, staffId)
  expect(asked('anna')).toMatchObject({ refused: 'case.not-taken' })
  floor.takeIt()
  expect(asked('anna')).toEqual({ tagCodes: [], text: '等得太久' })
  expect(asked('bert')).toMatchObject({ refused: 'case.not-yours' })
  expect(asked('clerk-1')).toMatchObject({ refused: 'case.own' })
  floor.reply()
  expect(asked('bert')).toEqual({ tagCodes: [], text: '等得太久' })
  floor.approve()
  expect(asked('bert')).toMatchObject({ refused: 'case.unknown' })
  expect(floor.rectifications.reasons.size).toBe(0)
})
