import { describe, expect, test } from 'vitest'
import { at, Gate, PLATE } from './given.ts'

const OTHER = '鲁F54321'

describe('at the exit', () => {
  test('[T1] 181 minutes with 120 free cost 400 fen instead of 800', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.grant(10)
    expect(gate.exit(181)).toMatchObject({
      feeDueFen: 400,
      exemptionsHonoured: [
        { grantKey: 'K1', minutesApplied: 120, feeBeforeFen: 800, feeWaivedFen: 400, feeAfterFen: 400 },
      ],
    })
    expect(gate.eventTypes).toEqual(['VehicleEntered', 'FeeDue', 'FeePaid', 'ExemptionHonoured', 'VehicleExited'])
    expect(gate.query(182)).toMatchObject({ state: 'Consumed', minutesUsed: 120, waivedFen: 400, exitedAt: at(181) })
  })

  test('[race 13] free minutes beyond the stay waive what was really due, no more', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.grant(10)
    expect(gate.exit(45)).toMatchObject({
      barrierOpens: true,
      feeDueFen: 0,
      exemptionsHonoured: [{ minutesApplied: 45, feeBeforeFen: 200, feeWaivedFen: 200, feeAfterFen: 0 }],
    })
  })

  test('a stay that costs nothing uses the exemption up with nothing waived: unused minutes lapse', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.grant(10)
    expect(gate.exit(25)).toMatchObject({ exemptionsHonoured: [{ minutesApplied: 0, feeWaivedFen: 0 }] })
    expect(gate.query(26).state).toBe('Consumed')
  })

  test.each(['manual', 'tailgate'] as const)(
    '[RB38] let out as %s it pays nothing, and the gate says what was due',
    release => {
      const gate = new Gate()
      gate.enter(0)
      expect(gate.letOut(61, release)).toMatchObject({ barrierOpens: true, feeDueFen: 400, paidFen: 0 })
      expect(gate.eventTypes).toEqual(['VehicleEntered', 'FeeDue', 'VehicleExited'])
      expect(gate.ledger.events.at(-1)).toMatchObject({ release, dueFen: 400, paidFen: 0 })
    },
  )

  test('[RB38] of who pays, or owes nothing, the gate says no such thing', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.exit(61)
    expect(gate.ledger.events.at(-1)).not.toHaveProperty('release')
    expect(gate.ledger.events.at(-1)).not.toHaveProperty('dueFen')
  })

  test('[G9] the barrier stays closed while money is due, and nothing is used up', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.grant(10)
    expect(gate.exit(181, { plate: PLATE }, false)).toMatchObject({
      barrierOpens: false,
      feeDueFen: 400,
      exemptionsHonoured: [],
    })
    expect(gate.query(181).state).toBe('Active')
    expect(gate.exit(182)).toMatchObject({ barrierOpens: true, paidFen: 400 })
  })

  test('[race 7] of two exemptions the longer counts, not the sum, and the other is denied as Superseded', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.grant(10, { key: 'K1', freeMinutes: 60 })
    gate.grant(11, { key: 'K2', freeMinutes: 120 })
    expect(gate.exit(240)).toMatchObject({
      exemptionsHonoured: [{ grantKey: 'K2', minutesApplied: 120, feeWaivedFen: 400 }],
      exemptionsDenied: [{ grantKey: 'K1', reasonCode: 'Superseded' }],
    })
    expect(gate.query(241).state).toBe('Expired')
  })

  test.each([60, 120])('[race 7] the first of two counts, when the second is not longer (%d minutes)', freeMinutes => {
    const gate = new Gate()
    gate.enter(0)
    gate.grant(10, { key: 'K1', freeMinutes: 120 })
    gate.grant(11, { key: 'K2', freeMinutes })
    expect(gate.exit(240)).toMatchObject({
      exemptionsHonoured: [{ grantKey: 'K1', minutesApplied: 120 }],
      exemptionsDenied: [{ grantKey: 'K2', reasonCode: 'Superseded' }],
    })
  })

  test.each([
    [61.9, 'honoured'],
    [62, 'honoured'],
    [62.1, 'Expired'],
  ])('NotAfter at minute 60 holds for 120 s more: leaving at %d is %s', (minute, expected) => {
    const gate = new Gate()
    gate.enter(0)
    gate.grant(10, { notAfter: at(60) })
    const { exemptionsDenied, exemptionsHonoured } = gate.exit(minute) as never as Record<
      string,
      { reasonCode: string }[]
    >
    expect(exemptionsHonoured!.length === 1 ? 'honoured' : exemptionsDenied![0]!.reasonCode).toBe(expected)
  })

  test('NotBefore is stretched as well, and before that the exemption is denied as NotYetValid', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.enter(0, OTHER, 'S2')
    gate.grant(10, { notBefore: at(60) })
    gate.grant(10, { key: 'K2', plate: OTHER, notBefore: at(60) })
    expect(gate.exit(57.9)).toMatchObject({ exemptionsDenied: [{ reasonCode: 'NotYetValid' }] })
    expect(gate.exit(58, { plate: OTHER })).toMatchObject({ exemptionsHonoured: [{ grantKey: 'K2' }] })
  })

  test('an exemption for two uses waits for the next stay after the first', () => {
    const gate = new Gate()
    gate.grant(0, { maxUses: 2 })
    gate.enter(1)
    gate.exit(100)
    expect(gate.query(101).state).toBe('PartlyUsed')
    gate.enter(200, PLATE, 'S2')
    expect(gate.exit(300)).toMatchObject({ exemptionsHonoured: [{ grantKey: 'K1' }] })
    expect(gate.query(301)).toMatchObject({ state: 'Consumed', minutesUsed: 199 })
  })
})

describe('the plate', () => {
  test('[race 1] a grant before the entry is Pending, and joins the stay that comes', () => {
    const gate = new Gate()
    gate.grant(0)
    expect(gate.query(0).state).toBe('Pending')
    gate.enter(5)
    expect(gate.query(5).state).toBe('Active')
    expect(gate.exit(100)).toMatchObject({ feeDueFen: 0 })
  })

  test('a pending exemption for a month card is denied at the exit', () => {
    const gate = new Gate()
    gate.grant(0)
    gate.enter(5, PLATE, 'S1', 'monthCard')
    expect(gate.exit(100)).toMatchObject({
      feeDueFen: 0,
      exemptionsDenied: [{ grantKey: 'K1', reasonCode: 'ClassExcluded' }],
    })
  })

  test('[race 10] the exemption follows the stay when an attendant corrects the plate', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.grant(10)
    gate.correct(20, 'S1', OTHER)
    expect(gate.exit(100, { plate: PLATE })).toEqual({ refused: 'stay.notInside' })
    expect(gate.exit(100, { plate: OTHER })).toMatchObject({ exemptionsHonoured: [{ grantKey: 'K1' }] })
  })

  test('an unreadable car is corrected, and the exemption waiting for its plate joins it', () => {
    const gate = new Gate()
    gate.enterUnread(0)
    gate.grant(10)
    gate.correct(20, 'S1', PLATE)
    expect(gate.ledger.events.at(-1)).toMatchObject({ type: 'PlateCorrected', plateBefore: undefined, plate: PLATE })
    expect(gate.exit(100, { stayId: 'S1' })).toMatchObject({ exemptionsHonoured: [{ grantKey: 'K1' }] })
  })

  test('[race 2] a correction after payment leaves the exemption waiting: there is nothing to waive', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.grant(10, { plate: OTHER })
    gate.pay(100)
    gate.correct(101, 'S1', OTHER)
    expect(gate.query(102).state).toBe('Pending')
  })

  test('one plate is inside once', () => {
    const gate = new Gate()
    gate.enter(0)
    expect(gate.enter(1, PLATE, 'S2')).toEqual({ refused: 'stay.alreadyInside' })
    gate.enter(1, OTHER, 'S3')
    expect(gate.correct(2, 'S3', PLATE)).toEqual({ refused: 'stay.alreadyInside' })
  })
})

describe('paying in advance', () => {
  test('the meter stands for the time to leave, then runs on against what was paid', () => {
    const gate = new Gate()
    gate.enter(0)
    expect(gate.pay(60)).toMatchObject({ dueFen: 200 })
    expect(gate.exit(75, { plate: PLATE }, false)).toMatchObject({ barrierOpens: true, paidFen: 200 })
    gate.enter(100, OTHER, 'S2')
    gate.pay(160, OTHER)
    expect(gate.exit(176, { plate: OTHER }, false)).toMatchObject({ barrierOpens: false, feeDueFen: 200 })
  })

  test('an exemption counts in the payment and is honoured at the exit, also when it expires on the way', () => {
    const gate = new Gate()
    gate.enter(0)
    gate.grant(10, { notAfter: at(181) })
    expect(gate.pay(181)).toMatchObject({ dueFen: 400 })
    expect(gate.query(190).state).toBe('Active')
    expect(gate.exit(195, { plate: PLATE }, false)).toMatchObject({
      barrierOpens: true,
      exemptionsHonoured: [{ feeWaivedFen: 400 }],
    })
  })
})
