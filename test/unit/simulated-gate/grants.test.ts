import { describe, expect, test } from 'vitest'
import { pageAfter } from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import { at, Gate, PLATE } from './given.ts'

describe('GrantExemption', () => {
  test('[G2] told again, the same order answers AlreadyApplied and writes nothing', () => {
    const gate = new Gate()
    const first = gate.grant(1)
    const seq = gate.ledger.ledgerSeq
    const again = gate.grant(2, { submitDeadline: at(20) })
    expect([first.outcome, again.outcome]).toEqual(['Applied', 'AlreadyApplied'])
    expect([again.grantId, again.acceptedAt, again.storedHash]).toEqual([first.grantId, at(1), first.storedHash])
    expect(gate.ledger.ledgerSeq).toBe(seq)
  })

  test('[G2] a repeat hears the truth even after the deadline, after use and after revocation', () => {
    const gate = new Gate()
    gate.grant(1, { submitDeadline: at(5) })
    expect(gate.grant(9, { submitDeadline: at(5) }).outcome).toBe('AlreadyApplied')
    gate.revoke(10)
    expect(gate.grant(11).outcome).toBe('AlreadyApplied')
    expect(gate.query(11).state).toBe('Revoked')
  })

  test('the same key with another hash is a Conflict, and the first order stays', () => {
    const gate = new Gate()
    const first = gate.grant(1)
    expect(gate.grant(2, { freeMinutes: 240 })).toMatchObject({ outcome: 'Conflict', storedHash: first.storedHash })
    expect(gate.ledger.grants.get('K1')!.freeMinutes).toBe(120)
  })

  test.each([
    ['BadHash', { hashMatches: false, macMatches: false }],
    ['BadMac', { macMatches: false }],
    ['FencedEpoch', { bridgeEpoch: 4 }],
    ['WrongSite', { siteId: 'elsewhere' }],
    ['KindUnsupported', { unsupported: 'KindUnsupported' as const }],
    ['StackRuleUnsupported', { unsupported: 'StackRuleUnsupported' as const }],
    ['DeadlinePassed', { submitDeadline: at(9) }],
    ['Expired', { notAfter: at(9) }],
  ])('is Rejected with %s, and stores nothing', (reasonCode, wish) => {
    const gate = new Gate()
    gate.grant(1, { key: 'K0', plate: '鲁F00000', bridgeEpoch: 5 })
    expect(gate.grant(10, { bridgeEpoch: 5, ...wish })).toMatchObject({
      outcome: 'Rejected',
      reasonCode,
      grantId: '',
      storedHash: '',
    })
    expect(gate.query(10).found).toBe(false)
  })

  test('[race 2] after prepayment there is nothing to grant: AlreadyPaid', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.pay(90)
    expect(gate.grant(91)).toMatchObject({ outcome: 'Rejected', reasonCode: 'AlreadyPaid' })
  })

  test('[race 3] the car left before the grant: AlreadyLeft, on the same day or since NotBefore', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.exit(60)
    expect(gate.grant(61)).toMatchObject({ reasonCode: 'AlreadyLeft' })
    const nextDay = 24 * 60
    const later = { notBefore: at(59), notAfter: at(2 * nextDay), submitDeadline: at(2 * nextDay) }
    expect(gate.grant(nextDay, later)).toMatchObject({ reasonCode: 'AlreadyLeft' })
    expect(gate.grant(nextDay, { ...later, notBefore: at(nextDay) }).outcome).toBe('Applied')
  })

  test('[race 9] inside again the same day, a new stay can be granted anew', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.exit(60)
    gate.enter(100, PLATE, 'S2')
    expect(gate.grant(120).outcome).toBe('Applied')
  })

  test.each(['monthCard', 'staff', 'vip'] as const)('[race 11] a %s car is refused: ClassExcluded', carClass => {
    const gate = new Gate()
    gate.enter(0, PLATE, 'S1', carClass)
    expect(gate.grant(1)).toMatchObject({ outcome: 'Rejected', reasonCode: 'ClassExcluded' })
  })

  test('a full store refuses, and has room again when an exemption ends', () => {
    const gate = new Gate({ capacity: 1 })
    gate.grant(1)
    expect(gate.grant(2, { key: 'K2', plate: '鲁F00002' })).toMatchObject({ reasonCode: 'StoreFull' })
    gate.revoke(3)
    expect(gate.grant(4, { key: 'K2', plate: '鲁F00002' }).outcome).toBe('Applied')
  })

  test('stack rule Reject refuses a second exemption for the stay', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.grant(1)
    expect(gate.grant(2, { key: 'K2', stackRule: 'reject' })).toMatchObject({ reasonCode: 'StackRefused' })
  })
})

describe('RevokeExemption', () => {
  test('of an unknown key leaves a tombstone, and a late grant cannot revive it', () => {
    const gate = new Gate()
    expect(gate.revoke(1)).toMatchObject({ outcome: 'NotFound' })
    expect(gate.grant(2)).toMatchObject({ outcome: 'Rejected', reasonCode: 'Revoked' })
    expect(gate.query(2)).toMatchObject({ found: true, state: 'Revoked', storedHash: '' })
    expect(gate.revoke(3)).toMatchObject({ outcome: 'AlreadyRevoked' })
  })

  test('told twice it revokes once, and the fee is due again', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.grant(1)
    expect([gate.revoke(2), gate.revoke(3)]).toMatchObject([{ outcome: 'Revoked' }, { outcome: 'AlreadyRevoked' }])
    expect(gate.exit(100)).toMatchObject({ feeDueFen: 400, exemptionsHonoured: [] })
    expect(gate.ledger.activeCount).toBe(0)
  })

  test('after the exit, or once the stay was paid with it, it is AlreadyConsumed', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.grant(1)
    gate.pay(181)
    expect(gate.revoke(182)).toMatchObject({ outcome: 'AlreadyConsumed' })
    gate.exit(183)
    expect(gate.revoke(184)).toMatchObject({ outcome: 'AlreadyConsumed' })
  })

  test('without the Mac or from a fenced bridge nothing runs, not even a tombstone', () => {
    const gate = new Gate()
    gate.grant(1, { bridgeEpoch: 5 })
    expect(gate.revoke(2, 'K2', 5, false)).toEqual({ denied: 'BadMac' })
    expect(gate.revoke(2, 'K2', 4)).toEqual({ denied: 'FencedEpoch' })
    expect(gate.query(3, 'K2').found).toBe(false)
  })
})

describe('what the gate remembers', () => {
  test('an exemption that found no stay lapses after NotAfter and the grace', () => {
    const gate = new Gate()
    gate.grant(1, { notAfter: at(60) })
    expect([gate.expire(62), gate.query(62).state]).toEqual([0, 'Pending'])
    expect([gate.expire(62.1), gate.query(62.1).state]).toEqual([1, 'Expired'])
    expect([gate.expire(63), gate.ledger.activeCount]).toEqual([0, 0])
  })

  test('[G4] pages follow on each other, and say when the oldest is gone', () => {
    const entries = [4, 5, 6, 7].map(seq => ({ seq }))
    const page = (from: number, max: number) => pageAfter(entries, entry => entry.seq, from, max, 7)
    expect(page(0, 2)).toEqual({ entries: [{ seq: 4 }, { seq: 5 }], nextSeq: 5, oldestAvailableSeq: 4 })
    expect(page(5, 10)).toEqual({ entries: [{ seq: 6 }, { seq: 7 }], nextSeq: 7, oldestAvailableSeq: 4 })
    expect(page(7, 10)).toEqual({ entries: [], nextSeq: 7, oldestAvailableSeq: 4 })
    expect(pageAfter([], () => 0, 3, 10, 9)).toEqual({ entries: [], nextSeq: 3, oldestAvailableSeq: 10 })
  })
})
