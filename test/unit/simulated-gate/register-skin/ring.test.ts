import type { GateRecord } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import type { GateEvent } from '../../../../parking-bridge/simulated-gate/src/ledger.ts'
import { Ring } from '../../../../parking-bridge/simulated-gate/src/register-skin/ring.ts'
import { recordsOf } from '../../../../parking-bridge/src/lot/methods/gate-records.ts'
import { recordsIn } from '../../../../parking-bridge/src/lot/registers/ring.ts'
import { at, Gate, PLATE } from '../given.ts'

const STAY = '0a6ff7a2-0000-5000-8000-000000000001'
const [KEY, SHORTER] = ['3f2504e0-4f89-51d3-9a0c-0305e82c3301', '3f2504e0-4f89-51d3-9a0c-0305e82c3302']
const FIRST = 1
const SIZE = 16

/** How sure the camera was, and what was paid in all, have no place in a slot. */
const unmeasured = (record: GateRecord): GateRecord => {
  if (record.kind !== 'entered' && record.kind !== 'exited') return record
  const { confidence: _, paidFen: _paid, ...fact } = { confidence: 0, paidFen: 0, ...record }
  return fact as GateRecord
}

/** What a bridge hears of the same events through the ring and through the method. */
function told(events: readonly GateEvent[]) {
  const ring = new Ring(SIZE)
  for (const index of events.keys()) ring.put(events, index)
  const slots = events.map(({ sequenceNumber }) => ring.slots[sequenceNumber % SIZE]!)
  const texts = events.map(event => JSON.stringify(event))
  return { ring: recordsIn(slots, FIRST), method: recordsOf(texts, 0, FIRST).map(unmeasured) }
}

describe('[PF8] the ring tells the same facts as the method', () => {
  test('of a car that is corrected, pays, is let off and leaves', () => {
    const gate = new Gate()
    gate.enter(0, PLATE, STAY)
    gate.correct(1, STAY, '鲁F54321')
    for (const [key, freeMinutes] of [[KEY, 120] as const, [SHORTER, 60] as const])
      gate.grant(2, { key: key!, plate: '鲁F54321', freeMinutes })
    gate.exit(300, { stayId: STAY })
    expect(gate.eventTypes).toEqual([
      ...['VehicleEntered', 'PlateCorrected', 'FeeDue', 'FeePaid'],
      ...['ExemptionHonoured', 'ExemptionDenied', 'VehicleExited'],
    ])
    const { ring, method } = told(gate.ledger.events)
    expect(ring).toEqual(method)
  })

  test('of a car that no camera could read and that pays for itself, told by no lane', () => {
    const gate = new Gate()
    gate.enterUnread(0, STAY)
    gate.exit(60, { stayId: STAY })
    const { ring, method } = told(gate.ledger.events)
    expect(ring).toEqual(method)
    const [entry, ...others] = gate.ledger.events
    const { laneId: _lane, ...nowhere } = entry!
    expect(told([nowhere as GateEvent, ...others]).ring[0]).toMatchObject({ kind: 'entered', laneId: 'Lane_0' })
  })

  test('[PF25] of a car that a person let out, and of one whose exemption an attendant took away', () => {
    const gate = new Gate()
    gate.enter(0, PLATE, STAY)
    gate.grant(1, { key: KEY!, plate: PLATE })
    gate.withdraw(2, KEY!)
    gate.letOut(90, 'manual')
    const slots = told(gate.ledger.events)
    expect(slots.ring.map(record => (record.kind === 'exited' ? { ...record, paidFen: undefined } : record))).toEqual(
      slots.method.map(record => (record.kind === 'exited' ? { ...record, paidFen: undefined } : record)),
    )
    expect(slots.ring.slice(1)).toMatchObject([
      { kind: 'denied', exemptionId: KEY, reason: 'Revoked' },
      { kind: 'feeDue', dueFen: 400 },
      { kind: 'exited', release: 'manual', paidFen: 0, feeBeforeFen: 400, feeAfterFen: 400 },
    ])
  })

  test('a reading that is longer than its register gives way to the plate, or to none', () => {
    const plateRaw = '鲁 F · 1 2 3 4 5 鲁 鲁 鲁 鲁 鲁 鲁 鲁'
    const entered = { sequenceNumber: 1, at: at(0), type: 'VehicleEntered', stayId: STAY, laneId: 'Lane_1', plateRaw }
    const more = { enteredAt: at(0), carClass: 'casual', confidence: 1 }
    expect(told([{ ...entered, ...more, plate: PLATE } as GateEvent]).ring).toMatchObject([{ plate: PLATE }])
    expect(told([{ ...entered, ...more } as GateEvent]).ring[0]).not.toHaveProperty('plate')
    const { plateRaw: _raw, ...normalised } = { ...entered, ...more, plate: PLATE }
    expect(told([normalised as GateEvent]).ring).toMatchObject([{ plate: PLATE }])
  })
})
