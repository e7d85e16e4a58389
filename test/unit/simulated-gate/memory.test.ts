import { expect, test } from 'vitest'
import type { GateEvent } from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import { apply, emptyLedger, queryPlate } from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import { at, Gate, PLATE, policy } from './given.ts'

/** As the file of the ledger holds them, with the numbers that follow. */
function taken(ledger: Gate['ledger'], bodies: readonly object[]): void {
  const numbered = bodies.map((body, index) => ({ sequenceNumber: ledger.eventSeq + 1 + index, at: at(0), ...body }))
  apply(ledger, { records: [], events: numbered as GateEvent[] } as never)
}
const seen = (stayId: string, plate?: string) => ({ stayId, plateRaw: plate, plate, confidence: 98 })
const entered = (stayId: string, plate?: string) => ({
  ...{ type: 'VehicleEntered', ...seen(stayId, plate), enteredAt: at(0), carClass: 'casual' },
})
const exited = (stayId: string, plate?: string) => ({
  ...{ type: 'VehicleExited', ...seen(stayId, plate), enteredAt: at(0), exitedAt: at(1), paidFen: 0 },
})

test('[G4] of more than two hundred thousand facts the oldest leave the memory, and no number with them', () => {
  // given as many as are kept
  const ledger = emptyLedger(policy)
  taken(ledger, [entered('S1')])
  const due = { type: 'FeeDue', ...seen('S1'), dueFen: 200 }
  taken(ledger, Array(199_999).fill(due))
  expect([ledger.events.length, ledger.events[0]?.sequenceNumber]).toEqual([200_000, 1])
  // when one more comes
  taken(ledger, [due])
  // then the oldest twenty thousand are gone, and the list has no gap
  expect([ledger.events.length, ledger.events[0]?.sequenceNumber]).toEqual([180_001, 20_001])
  expect(ledger.events.at(-1)?.sequenceNumber).toBe(200_001)
})

test('[G4] of seventy thousand cars that left the oldest are forgotten, and of those inside none', () => {
  // given a car inside, and as many that left as are kept; the first of them came again and left later
  const ledger = emptyLedger(policy)
  taken(ledger, [entered('inside', PLATE), entered('unread'), exited('unread')])
  const cars = Array.from({ length: 69_999 }, (_, n) => [`S${n}`, `P${n}`] as const)
  taken(
    ledger,
    cars.flatMap(car => [entered(...car), exited(...car)]),
  )
  taken(ledger, [entered('again', 'P0'), { ...exited('again', 'P0'), exitedAt: at(9) }])
  expect(ledger.stays.size).toBe(70_002)
  // when one more comes
  taken(ledger, [entered('last', 'last')])
  // then twenty thousand were looked at, and all of them that had left are gone
  expect(ledger.stays.size).toBe(70_003 - 19_999)
  for (const stayId of ['unread', 'S0', 'S19997']) expect(ledger.stays.has(stayId), stayId).toBe(false)
  for (const stayId of ['inside', 'S19998', 'again', 'last']) expect(ledger.stays.has(stayId), stayId).toBe(true)
  // and when a car left last is known of those that are remembered alone
  expect([ledger.lastExitAt.get('P0'), ledger.lastExitAt.get('P1')]).toEqual([at(9), undefined])
})

test('[G3] a car that no camera could read leaves, and no plate is said to have left with it', () => {
  const gate = new Gate()
  gate.enterUnread(0)
  expect(gate.exit(10, { stayId: 'S1' })).toMatchObject({ barrierOpens: true })
  expect([gate.ledger.carsInside, gate.ledger.lastExitAt.size]).toEqual([0, 0])
})

test('[G3] a plate that is corrected to what is none is inside no more, and its car is', () => {
  const gate = new Gate()
  gate.enter(0)
  taken(gate.ledger, [{ type: 'PlateCorrected', ...seen('S1'), plateRaw: 'F1', plateBefore: PLATE }])
  expect([gate.ledger.inside.size, gate.ledger.stays.get('S1')?.plateRaw]).toEqual([0, 'F1'])
  expect(gate.exit(10, { stayId: 'S1' })).toMatchObject({ barrierOpens: true })
})

test('[G5] a ledger that names what it never wrote down is not read on', () => {
  const { ledger } = new Gate()
  const record = { ledgerSeq: 2, at: at(0), type: 'ExemptionLapsed', grantKey: 'K9', reasonCode: 'Expired' }
  expect(() => apply(ledger, { records: [record], events: [] } as never)).toThrow('exemption K9 before it was granted')
  expect(() => taken(ledger, [exited('S9')])).toThrow('stay S9 before it began')
})

test('[G2] past its end an exemption is expired, also before the gate has written that down', () => {
  const gate = new Gate()
  gate.grant(0, { notAfter: at(60) })
  expect([gate.query(62).state, gate.query(62.1).state]).toEqual(['Pending', 'Expired'])
})

test('[race 1] what the gate says of a plate: whether it is inside, since when, what is due, what is open for it', () => {
  // given an exemption for a car that is not there
  const gate = new Gate()
  gate.grant(0)
  const nobody = { openStay: false, stayId: '', feeDueFen: 0, activeGrants: ['K1'] }
  expect(queryPlate(gate.ledger, PLATE, at(0))).toEqual(nobody)
  // when it comes, and when it has left
  gate.enter(5)
  const inside = { openStay: true, stayId: 'S1', enteredAt: at(5), feeDueFen: 400, activeGrants: ['K1'] }
  expect(queryPlate(gate.ledger, PLATE, at(186))).toEqual(inside)
  gate.exit(186)
  expect(queryPlate(gate.ledger, PLATE, at(187))).toEqual({ ...nobody, activeGrants: [] })
})

test('[G3] the name of a stay is given once, and who names neither stay nor plate is not inside', () => {
  const gate = new Gate()
  gate.enter(0)
  expect(gate.enter(1, '鲁F54321', 'S1')).toEqual({ refused: 'stay.idReused' })
  expect(gate.exit(1, {})).toEqual({ refused: 'stay.notInside' })
})

test('[PF11] of a table of two the key that came first goes when a third has ended, and none that is open', () => {
  // given an exemption that stays open, and more that end than the table holds
  const gate = new Gate({ keysKept: 2 })
  gate.grant(0, { key: 'K0', plate: '鲁F54321' })
  gate.enter(0)
  for (const key of ['K1', 'K2', 'K3']) gate.grant(1, { key })
  gate.revoke(2, 'K1')
  gate.revoke(2, 'K2')
  expect(gate.query(3, 'K1')).toMatchObject({ found: true, state: 'Revoked' })
  // when the car leaves with the third
  expect(gate.exit(40)).toMatchObject({ exemptionsHonoured: [{ grantKey: 'K3' }], exemptionsDenied: [] })
  // then the first is not known any more, in no list, and a new one of its key is another
  expect(['K0', 'K1', 'K2', 'K3'].map(key => gate.query(41, key).found)).toEqual([true, false, true, true])
  expect(gate.ledger.stays.get('S1')?.grantKeys).toEqual(['K2', 'K3'])
  expect(gate.ledger.activeCount).toBe(1)
  // and one that never found its car goes like the others
  gate.grant(42, { key: 'K4', plate: '鲁F54322' })
  gate.revoke(43, 'K4')
  gate.revoke(44, 'K0')
  expect(['K0', 'K2', 'K3', 'K4'].map(key => gate.query(45, key).found)).toEqual([false, false, true, true])
})
