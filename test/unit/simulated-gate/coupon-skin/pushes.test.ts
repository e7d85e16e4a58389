import type { GateRecord } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { pushesOf } from '../../../../parking-bridge/simulated-gate/src/coupon-skin/pushes.ts'
import type { GateEvent } from '../../../../parking-bridge/simulated-gate/src/ledger.ts'
import { factOf } from '../../../../parking-bridge/src/lot/coupons/pushes.ts'
import { recordsOf } from '../../../../parking-bridge/src/lot/methods/gate-records.ts'
import { at, Gate, PLATE } from '../given.ts'

const STAY = '0a6ff7a2-0000-5000-8000-000000000001'
const [KEY, SHORTER] = ['3f2504e0-4f89-51d3-9a0c-0305e82c3301', '3f2504e0-4f89-51d3-9a0c-0305e82c3302']

/** What a bridge hears of the same events by pushes and through the method, without their numbers. */
function told(events: readonly GateEvent[]) {
  const pushes = events.flatMap((_, index) => pushesOf(events, index))
  const facts = pushes.flatMap(({ path, fields }) => factOf(path, fields, text => text)?.record ?? [])
  const texts = events.map(event => JSON.stringify(event))
  // No push says how sure the camera was, nor of an exit what was paid in all.
  const unnumbered = (fact: GateRecord) => {
    const { gateSeq: _seq, confidence: _, ...record } = { confidence: 0, ...fact }
    if (record.kind !== 'exited') return record
    const { paidFen: _paid, ...exit } = record
    return exit.feeWaivedFen > 0 ? { ...exit, sharedWaiver: true } : exit
  }
  return { facts, method: recordsOf(texts, 0, 1).map(unnumbered) }
}

describe('[PF16] pushes tell the same facts as the method', () => {
  test('of a car that is corrected, pays, is let off and leaves', () => {
    const gate = new Gate()
    gate.enter(0, PLATE, STAY)
    gate.correct(1, STAY, '鲁F54321')
    for (const [key, freeMinutes] of [[KEY, 120] as const, [SHORTER, 60] as const])
      gate.grant(2, { key: key!, plate: '鲁F54321', freeMinutes })
    gate.exit(300, { stayId: STAY })
    const { facts, method } = told(gate.ledger.events)
    // A platform keeps to itself what a barrier asked for, and says of a coupon that came to nothing only that it ended.
    const wanted = method
      .filter(({ kind }) => kind !== 'feeDue')
      .map(record => (record.kind === 'denied' ? { ...record, reason: 'Expired' } : record))
    expect(facts).toEqual(wanted)
    expect(facts.map(({ kind }) => kind)).toEqual([
      ...['entered', 'plateCorrected', 'paid', 'honoured', 'denied', 'exited'],
    ])
  })

  test('of a car that no camera could read and that pays for itself', () => {
    const gate = new Gate()
    gate.enterUnread(0, STAY)
    gate.exit(300, { stayId: STAY })
    const { facts, method } = told(gate.ledger.events)
    expect(facts).toEqual(method.filter(({ kind }) => kind !== 'feeDue'))
  })

  test.each(['casual', 'monthCard', 'vip'] as const)('of a car of class %s', carClass => {
    const gate = new Gate()
    gate.enter(0, PLATE, STAY, carClass)
    const { facts, method } = told(gate.ledger.events)
    expect(facts).toEqual(method)
  })
})

test('[PF16] staff are told as guests, since a platform has no word for them', () => {
  const gate = new Gate()
  gate.enter(0, PLATE, STAY, 'staff')
  expect(told(gate.ledger.events).facts).toMatchObject([{ kind: 'entered', carClass: 'vip', enteredAt: at(0) }])
})

test('[PF24] a barrier that a person opened is told before its exit, by what was due', () => {
  for (const release of ['manual', 'tailgate'] as const) {
    const gate = new Gate()
    gate.enter(0, PLATE, STAY)
    gate.letOut(90, release)
    const { facts } = told(gate.ledger.events)
    expect(facts).toMatchObject([
      { kind: 'entered' },
      { kind: 'released', stayId: STAY, release, releasedAt: at(90) },
      { kind: 'exited', feeBeforeFen: 400, feeWaivedFen: 0, feeAfterFen: 400 },
    ])
  }
})

test('[PF23] a coupon that an attendant took away is told as taken back', () => {
  const gate = new Gate()
  gate.enter(0, PLATE, STAY)
  gate.grant(1, { key: KEY!, plate: PLATE })
  gate.withdraw(2, KEY!)
  const { facts, method } = told(gate.ledger.events)
  expect(facts).toEqual(method)
  expect(facts.at(-1)).toMatchObject({ kind: 'denied', exemptionId: KEY, reason: 'Revoked', deniedAt: at(2) })
})

test('[PF16] a lane that nobody named is told as an empty one, and read as unknown', () => {
  const gate = new Gate()
  gate.enter(0, PLATE, STAY)
  gate.exit(300, { stayId: STAY })
  const nameless = gate.ledger.events.map(({ laneId: _laneId, ...event }) => event as GateEvent)
  const lanes = told(nameless).facts.flatMap(fact => ('laneId' in fact ? fact.laneId : []))
  expect(lanes).toEqual(['unknown', 'unknown'])
})
