import type { Event } from '@pingting/contract'
import { expect, test } from 'vitest'
import { momentOf, subjectOf } from '../../../server/src/settlements/diary/story.ts'
import { fakeId, World } from '../reactions/world.ts'

const PLATE = '鲁F12345'

test('[RB33] of everything that happens, what an exemption came from and what became of it is its story', () => {
  const world = new World()
  world.enter('s1', PLATE)
  world.enter('s2', '鲁F54321')
  const ticketId = world.pass(60).visit('A001', PLATE)
  world.visit('A002', '鲁F54321')
  const { exemptionId } = world.exemption(ticketId)!
  world.pass(600).honour('s1', exemptionId)
  world.exit('s1')
  world.exit('s2')
  const found: Event = {
    ...{ type: 'break.opened', v: 1, at: world.now, key: exemptionId, matchClass: 'B9', businessDay: '2026-11-23' },
    ...{ minutes: 1, amountFen: 200 as never },
  }
  const all = [...world.lotEvents, ...world.events, found]
  const subject = { ...subjectOf(exemptionId, ticketId), stayId: 's1' }
  const moments = all.flatMap(event => momentOf(event, subject) ?? [])

  const types = moments.map(({ type }) => type)
  expect(types.filter(type => type.startsWith('stay.'))).toEqual([
    'stay.entered',
    'stay.exemptionHonoured',
    'stay.exited',
  ])
  for (const type of ['ticket.taken', 'plate.bound', 'evaluation.submitted', 'exemption.granted', 'exemption.honoured'])
    expect(types.filter(one => one === type)).toEqual([type])
  expect(moments.at(-1)).toEqual({
    ...{ at: world.now, type: 'break.opened', said: { matchClass: 'B9', minutes: 1, amountFen: 200 } },
  })
  const stranger = { ...subjectOf('x', 'y'), stayId: 'z' }
  const others = all.flatMap(event => momentOf(event, stranger) ?? [])
  expect(others).toEqual([])
})

const KEY = fakeId('one')
const DAY = '2026-11-23'
const said = (event: object, subject = subjectOf(KEY, 't')) => momentOf(event as Event, subject)?.said

test('[RB72] a settlement that its use stands in is a moment, with day and version, and so is the next one where it stands no more', () => {
  const subject = subjectOf(KEY, 't')
  const row = { kind: 'use', key: KEY, minutes: 100, feeWaivedFen: 400 }
  const drawn = (version: number, rows: object[], businessDay = DAY) => ({
    ...{ type: 'settlement.drawn', at: 'then', businessDay, version, rows },
  })
  const closed = (version: number) => ({ type: 'settlement.closed', at: 'then', businessDay: DAY, version })
  const of = (version: number) => ({ businessDay: DAY, version })
  expect(said(drawn(1, [{ ...row, key: fakeId('other') }]), subject)).toBeUndefined()
  expect(said(closed(1), subject)).toBeUndefined()
  const fits = { ...of(2), matchClass: 'M0', minutes: 100, feeWaivedFen: 400 }
  expect(said(drawn(2, [row]), subject)).toEqual(fits)
  expect(said(closed(1), subject)).toBeUndefined()
  expect(said(closed(2), subject)).toEqual(of(2))
  expect(said(drawn(1, [], '2026-11-22'), subject)).toBeUndefined()
  expect(said(drawn(3, []), subject)).toEqual({ ...of(3), how: 'left' })
  expect(said(drawn(4, []), subject)).toBeUndefined()
})

test('[RB72] that the gate was asked, that the daily file tells the use, and a break named otherwise are moments', () => {
  const subject = subjectOf(KEY, 't')
  const confirmed = { type: 'exemption.confirmed', at: 'then', exemptionId: KEY, gateEpoch: 'g1', ledgerSeq: 7 }
  expect(said(confirmed)).toEqual({ ledgerSeq: 7 })
  expect(said({ ...confirmed, asked: true })).toEqual({ ledgerSeq: 7, how: 'asked' })
  const exit = { key: KEY, laneId: 'out', minutes: 100, feeWaivedFen: 400, stayId: 's1' }
  const file = { type: 'settlement.fileTaken', at: 'then', businessDay: DAY }
  expect(said({ ...file, exits: [exit] })).toEqual({ businessDay: DAY, laneId: 'out', minutes: 100, feeWaivedFen: 400 })
  expect(said({ ...file, exits: [{ ...exit, key: undefined }] })).toBeUndefined()
  const key = 'owed|1'
  const closed = { type: 'break.closed', at: 'then', key, how: 'refunded' }
  expect(said(closed, subject)).toBeUndefined()
  expect(said({ type: 'break.opened', at: 'then', key, matchClass: 'B13', exemptionId: KEY }, subject)).toEqual({
    matchClass: 'B13',
  })
  expect(said(closed, subject)).toEqual({ how: 'refunded' })
})
