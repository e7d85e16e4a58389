import { type Event, HallEvent, LotEvent } from '@pingting/contract'
import { expect, test } from 'vitest'
import { emptyDiary } from '../../../../server/src/settlements/diary/diary.ts'
import { noteHall, noteLot } from '../../../../server/src/settlements/diary/note.ts'
import { reach, reachedBy } from '../../../../server/src/settlements/diary/reach.ts'
import { lateDaysOf } from '../../../../server/src/settlements/late.ts'

const [MONDAY, TUESDAY, WEDNESDAY] = ['2026-11-23', '2026-11-24', '2026-11-25']
const [GRANT, OLD] = ['0b7a8a0e-0000-5000-8000-000000000001', '0b7a8a0e-0000-5000-8000-000000000002']
const THURSDAY = '2026-11-26T01:00:00.000Z'

/** A car that came on Monday evening and left on Tuesday, and what it was granted on Monday. */
function diary() {
  const known = emptyDiary('east')
  const at = `${MONDAY}T10:00:00.000Z`
  const grant = {
    exemptionId: GRANT,
    ticketId: '20261123-A001',
    lotId: 'east',
    stayId: 's1',
    businessDay: MONDAY,
    plate: '',
  }
  noteHall(known, 'h1', { type: 'exemption.granted', v: 1, at, ...grant } as unknown as Event)
  noteLot(known, { type: 'stay.entered', v: 1, at, stayId: 's1', enteredAt: at } as unknown as Event)
  noteLot(known, {
    type: 'stay.exited',
    v: 1,
    at,
    stayId: 's1',
    exitedAt: `${TUESDAY}T02:00:00.000Z`,
  } as unknown as Event)
  return known
}

/** Everything an event may say of where it belongs, told on Thursday of a Tuesday. */
const told = (type: string, exemptionId = GRANT, at = THURSDAY): Event => {
  const moment = `${TUESDAY}T02:00:00.000Z`
  const about = { exemptionId, ticketId: '20261123-A001', stayId: 's1', businessDay: TUESDAY }
  const times = { enteredAt: moment, exitedAt: moment, deniedAt: moment, acceptedAt: moment, paidAt: moment }
  return { type, v: 1, at, ...about, ...times } as unknown as Event
}

const DAYS: Readonly<Record<string, readonly string[]>> = {
  none: [],
  named: [MONDAY, TUESDAY],
  stay: [MONDAY, TUESDAY],
  exemption: [MONDAY],
  ticket: [MONDAY],
}
const types = [HallEvent, LotEvent].flatMap(union => union.options.map(one => one.shape.type.value))

test('[RB54] of every event the books are made of it is decided which days it changes however late it is told', () => {
  const decided = new Map<string, string>(Object.entries(reach))
  expect([...decided.keys()].filter(type => !types.includes(type as never))).toEqual([])
  expect(decided.size).toBeGreaterThan(20)
  for (const type of types) {
    const how = decided.get(type)
    // What the event names is noted by the car park's state itself.
    const days = how === 'named' ? lateDaysOf(told(type)) : reachedBy(diary(), told(type)).days
    expect([type, days]).toEqual([type, DAYS[how ?? 'none']])
  }
})

test('[RB54] what no event of the diary is changes nothing in it, and so no books', () => {
  const known = new Set(Object.keys(reach))
  const untouched = JSON.stringify(diary(), everything)
  for (const type of types) {
    const one = diary()
    if (known.has(type)) continue
    noteHall(one, 'h1', told(type))
    noteLot(one, told(type))
    expect([type, JSON.stringify(one, everything)]).toEqual([type, untouched])
  }
})
const everything = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value)

test('[RB54] of a grant that the diary does not reach back to its exemption is told, and of what was told in time nothing', () => {
  expect(reachedBy(diary(), told('exemption.writtenOff', OLD))).toEqual({ days: [], exemptionId: OLD })
  const inTime = `${WEDNESDAY}T17:59:59.999Z`
  expect(reachedBy(diary(), told('exemption.writtenOff', GRANT, `${MONDAY}T17:59:59.999Z`)).days).toEqual([])
  expect(reachedBy(diary(), told('stay.plateReviewed', GRANT, `${TUESDAY}T17:59:59.999Z`)).days).toEqual([MONDAY])
  expect(reachedBy(diary(), told('stay.plateReviewed', GRANT, inTime)).days).toEqual([MONDAY, TUESDAY])
  expect(reachedBy(emptyDiary('east'), told('stay.plateReviewed')).days).toEqual([])
})
