import { fen, type StayFact, type WithheldReason } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { entitlement } from '../../../server/src/exemptions/entitlement.ts'
import { BRIDGE, card, DAY, fakeId, LOT, NINE, tally, World } from '../reactions/world.ts'

const { policy } = card()
const plate = { text: '鲁F12345', colour: 1, revision: 0 }
const stay: StayFact = { stayId: 's1', lotId: LOT, carClass: 'casual', enteredAt: NINE }
const LATER = '2026-11-23T02:00:00.000Z'
const NEXT_DAY = '2026-11-24T01:00:00.000Z'
const SERVED = { arrivals: [NINE], servedAt: LATER }
const UNTIL_NINE = { ...policy, validFor: { expireAt: '09:00' } }
const evaluation = { evaluationId: fakeId('e'), at: LATER, counterId: '1', policy }

type Asked = Parameters<typeof entitlement>
const right: Asked = [
  { evaluation, ...SERVED, plate, serviceDay: DAY, takenAt: NINE },
  ...([stay, policy, { stayTaken: false, plateToday: 0 }, LATER] as const),
]

/** What is wrong, one thing after another; each must hide all that follow it in the list. */
const wrongs: [WithheldReason, (asked: Asked) => Asked][] = [
  ['TOO_FAST', ([c, ...r]) => [{ ...c, evaluation: { ...c.evaluation, unrewarded: 'TOO_FAST' } }, ...r]],
  ['NOT_SERVED', ([{ servedAt: _servedAt, ...c }, ...r]) => [c, ...r]],
  ['TOO_FAST', ([c, ...r]) => [{ ...c, arrivals: [] }, ...r]],
  ['NO_PLATE', ([{ plate: _plate, ...c }, ...r]) => [c, ...r]],
  ['NOT_SAME_DAY', ([c, s, p, t]) => [c, s, p, t, NEXT_DAY]],
  ['NO_TIME_LEFT', ([c, ...r]) => [{ ...c, evaluation: { ...c.evaluation, policy: UNTIL_NINE } }, ...r]],
  ['NOT_INSIDE', ([c, _stay, ...r]) => [c, undefined, ...r]],
  ['PLATE_UNSURE', ([c, s, ...r]) => [c, s && { ...s, unsure: true }, ...r]],
  ['CLASS_EXCLUDED', ([c, s, ...r]) => [c, s && { ...s, carClass: 'staff' }, ...r]],
  ['ALREADY_LEFT', ([c, s, ...r]) => [c, s && { ...s, exitedAt: LATER }, ...r]],
  ['TOO_LATE', ([c, s, ...r]) => [c, s && { ...s, paidAt: LATER }, ...r]],
  ['LIMIT_PLATE', ([c, s, p, _tallies, d]) => [c, s, p, { stayTaken: true, plateToday: 0 }, d]],
  ['LIMIT_MONTH', ([c, s, p, t, d]) => [c, s, { ...p, perPlatePerMonth: 4 }, { ...t, plateThisMonth: 4 }, d]],
]

describe('the entitlement', () => {
  test('[EX21] holds when every condition does', () => {
    expect(entitlement(...right)).toBeUndefined()
  })

  test.each(wrongs)('[EX21] %s is told before every reason that stands after it', (reason, spoil) => {
    const after = wrongs.slice(wrongs.findIndex(([, spoilThis]) => spoilThis === spoil))
    expect(entitlement(...spoil(right))).toBe(reason)
    expect(entitlement(...after.reduceRight((asked, [, spoilMore]) => spoilMore(asked), right))).toBe(reason)
  })

  test('[EX21] a stay that was over before the ticket was taken is not this visit', () => {
    const [claim, , ...rest] = right
    const over = { ...stay, exitedAt: NINE }
    expect(entitlement({ ...claim, takenAt: LATER }, over, ...rest)).toBe('NOT_INSIDE')
    expect(entitlement(claim, over, ...rest)).toBe('ALREADY_LEFT')
  })

  test.each(['monthCard', 'staff', 'vip'] as const)('[V8] a car of the class %s is excluded', carClass => {
    const [claim, , ...rest] = right
    expect(entitlement(claim, { ...stay, carClass }, ...rest)).toBe('CLASS_EXCLUDED')
  })

  test.each([
    [1, 0, undefined],
    [1, 1, 'LIMIT_PLATE'],
    [3, 2, undefined],
    [3, 3, 'LIMIT_PLATE'],
  ] as const)('[V7] with %i a day, a plate that had %i today: %s', (perPlatePerDay, plateToday, reason) => {
    const [claim, inside, , , now] = right
    expect(entitlement(claim, inside, { perPlatePerDay }, { stayTaken: false, plateToday }, now)).toBe(reason)
  })

  test('[EX21] a reason that is final for the corrected plate stays, whatever the lot tells of the car', () => {
    const world = new World()
    world.enter('s1', plate.text)
    world.enter('s2', '鲁F54321')
    world.gate({ kind: 'paid', stayId: 's2', paidFen: fen(200), paidAt: world.now })
    const ticketId = world.visit('A001', plate.text)
    const old = world.exemption(ticketId)!.exemptionId
    world.bind(ticketId, '鲁F54321')
    world.send({ type: 'exemption.recordRevocation', bridgeEpoch: 1, exemptionId: old, outcome: 'Revoked' }, BRIDGE)
    expect(world.withheld(ticketId)).toBe('TOO_LATE')
    world.exit('s2')
    expect(world.withheld(ticketId)).toBe('TOO_LATE')
    expect(tally(world.events, 'exemption.withheld')).toBe(1)
  })
})
