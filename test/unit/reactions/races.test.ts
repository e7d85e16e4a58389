import { addMs, fen, isRefusal } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { exemptionRows, orderOf } from '../../../server/src/exemptions/view.ts'
import { BRIDGE, tally, typesOf, World } from './world.ts'

const PLATE = '鲁F12345'
const OTHER = '鲁F54321'

const confirm = (world: World, exemptionId: string, ledgerSeq = 1) =>
  world.send({ type: 'exemption.confirm', bridgeEpoch: 1, exemptionId, gateEpoch: 'g1', ledgerSeq }, BRIDGE)

const takenBack = (world: World, exemptionId: string, outcome: 'Revoked' | 'AlreadyConsumed' = 'Revoked') =>
  world.send({ type: 'exemption.recordRevocation', bridgeEpoch: 1, exemptionId, outcome }, BRIDGE)

describe('the race table of domain.md §11: the share of the hub', () => {
  test('[RC1] rated before the entry is known is held, and granted in the commit the entry asks for', () => {
    const world = new World()
    const ticketId = world.visit('A001', PLATE)
    expect(world.withheld(ticketId)).toBe('NOT_INSIDE')
    world.enter('s1', '鲁f·12345')
    expect(world.exemption(ticketId)).toMatchObject({ status: 'granted', stayId: 's1', plate: PLATE })
    expect(world.withheld(ticketId)).toBeUndefined()
    expect(typesOf(world.commits.at(-1)!)).toEqual(['exemption.granted'])
  })

  test('[RC1] a held grant is not given after the service day', () => {
    const world = new World()
    const ticketId = world.visit('A001', PLATE)
    world.pass(24 * 3600).enter('s1', PLATE)
    expect(world.exemption(ticketId)).toBeUndefined()
    expect(world.withheld(ticketId)).toBe('NOT_SAME_DAY')
  })

  test('[RC2] rated after prepayment there is nothing to grant, and TOO_LATE is recorded', () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.gate({ kind: 'paid', stayId: 's1', paidFen: fen(200), paidAt: world.now })
    const ticketId = world.visit('A001', PLATE)
    expect(world.withheld(ticketId)).toBe('TOO_LATE')
    expect(tally(world.events, 'exemption.granted')).toBe(0)
  })

  test('[RC3] a car that left before the grant is recorded as ALREADY_LEFT, and stays so', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const ticketId = world.serve(world.take('A001', PLATE))
    world.finish(ticketId)
    world.exit('s1')
    world.rate(ticketId)
    expect(world.withheld(ticketId)).toBe('ALREADY_LEFT')
    world.pass(600).enter('s2', PLATE)
    expect(world.exemption(ticketId)).toBeUndefined()
  })

  test('[RC4] the same news told again asks the same commands again, which have one effect', () => {
    const world = new World()
    const ticketId = world.visit('A001', PLATE)
    const first = world.enter('s1', PLATE)
    const exemption = world.exemption(ticketId)!
    expect(first).toHaveLength(1)
    const honoured = world.honour('s1', exemption.exemptionId)
    const honouredAgain = world.honour('s1', exemption.exemptionId)
    world.restart()
    expect(honoured).toHaveLength(1)
    expect(honouredAgain).toHaveLength(0)
    expect(tally(world.events, 'exemption.granted')).toBe(1)
    expect(tally(world.events, 'exemption.honoured')).toBe(1)
  })

  test('[RC5] with the controller away the exemption stands as granted and not confirmed, with its order', () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.toLot({ type: 'lot.link', commandId: crypto.randomUUID(), bridgeEpoch: 1, usable: false })
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    expect(exemptionRows(world.exemptions)[exemptionId]).toMatchObject({ status: 'granted', unknown: false })
    expect(orderOf(world.exemptions, exemptionId)).toMatchObject({ key: exemptionId, plate: PLATE, freeMinutes: 120 })
  })

  test('[RC6] an acknowledgement lost leaves a doubt, and the answer to the repeat clears it once', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    const doubt = () => typesOf(world.send({ type: 'exemption.doubt', bridgeEpoch: 1, exemptionId }, BRIDGE))
    expect([doubt(), doubt()]).toEqual([['exemption.doubted'], []])
    expect([typesOf(confirm(world, exemptionId)), typesOf(confirm(world, exemptionId, 2))]).toEqual([
      ['exemption.confirmed'],
      [],
    ])
    expect(world.exemptions.exemptions.get(exemptionId)).toMatchObject({ status: 'confirmed', unknown: false })
  })

  test('[RC7] two tickets with one car in one stay get one exemption, the larger of equals; the second is LIMIT_PLATE', () => {
    const world = new World({ perPlatePerDay: 5 })
    world.enter('s1', PLATE)
    const [first, second] = [world.visit('A001', PLATE), world.visit('A002', PLATE)]
    expect(world.exemption(first)).toMatchObject({ status: 'granted', stackRule: 'max' })
    expect(world.exemption(second)).toBeUndefined()
    expect(world.withheld(second)).toBe('LIMIT_PLATE')
  })

  test('[RC8] one ticket with two cars: the first one only, and a third plate is refused', () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.enter('s2', OTHER)
    const ticketId = world.visit('A001', PLATE)
    expect(typesOf(world.bind(ticketId, OTHER))).toEqual(['plate.corrected', 'exemption.revocationRequested'])
    expect(world.exemption(ticketId)?.plate).toBe(PLATE)
    expect(typesOf(world.bind(ticketId, '鲁FD12345'))).toEqual(['plate.already-corrected'])
    expect(tally(world.events, 'exemption.granted')).toBe(1)
  })

  test('[RC9] re-entry the same day is a new stay, with a limit of its own where the policy allows more', () => {
    const world = new World({ perPlatePerDay: 2 })
    world.enter('s1', PLATE)
    const first = world.visit('A001', PLATE)
    world.honour('s1', world.exemption(first)!.exemptionId)
    world.exit('s1')
    world.pass(600).enter('s2', PLATE)
    const second = world.visit('A002', PLATE)
    expect(world.exemption(second)).toMatchObject({ status: 'granted', stayId: 's2' })
    world.exit('s2')
    world.pass(600).enter('s3', PLATE)
    expect(world.withheld(world.visit('A003', PLATE))).toBe('LIMIT_PLATE')
  })

  test('[RC9] by default a plate has one exemption a day, counting the other halls', () => {
    const world = new World()
    world.elsewhere = 1
    world.enter('s1', PLATE)
    expect(world.withheld(world.visit('A001', PLATE))).toBe('LIMIT_PLATE')
  })

  test('[RC10] a plate corrected by the attendant: the exemption stays with its stay, and honours there', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const ticketId = world.visit('A001', PLATE)
    world.gate({ kind: 'plateCorrected', stayId: 's1', plate: OTHER, correctedAt: world.now })
    const { exemptionId } = world.exemption(ticketId)!
    expect(world.withheld(world.visit('A002', OTHER))).toBe('LIMIT_PLATE')
    world.honour('s1', exemptionId)
    expect(world.exemption(ticketId)).toMatchObject({ status: 'honoured', stayId: 's1', plate: PLATE })
  })

  test('[RC10] a misread plate put right lets a waiting claim find its stay', () => {
    const world = new World()
    world.enter('s1', OTHER)
    const ticketId = world.visit('A001', PLATE)
    expect(world.withheld(ticketId)).toBe('NOT_INSIDE')
    world.gate({ kind: 'plateCorrected', stayId: 's1', plate: PLATE, correctedAt: world.now })
    expect(world.exemption(ticketId)).toMatchObject({ status: 'granted', stayId: 's1' })
  })

  test('[RC11] a month-card car is CLASS_EXCLUDED', () => {
    const world = new World()
    world.enter('s1', PLATE, 'monthCard')
    expect(world.withheld(world.visit('A001', PLATE))).toBe('CLASS_EXCLUDED')
  })

  test("[RC12] the controller's entry time rules: it opens the validity, however the clocks differ", () => {
    const world = new World()
    const enteredAt = '2026-11-23T01:07:07.007Z'
    world.gate({ kind: 'entered', stayId: 's1', plate: PLATE, carClass: 'casual', laneId: 'in', enteredAt })
    const exemption = world.exemption(world.visit('A001', PLATE))
    expect(exemption).toMatchObject({ notBefore: enteredAt, notAfter: '2026-11-23T16:00:00.000Z' })
  })

  test('[RC13] more free minutes than the stay: what was really applied is booked, not what was granted', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const ticketId = world.visit('A001', PLATE)
    world.honour('s1', world.exemption(ticketId)!.exemptionId, 37)
    expect(world.exemption(ticketId)).toMatchObject({ freeMinutes: 120, minutesApplied: 37, feeWaivedFen: 200 })
  })
})

describe('a corrected plate', () => {
  test('[EX6] the exemption of the old plate is revoked, confirmed, before the new one is granted', () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.enter('s2', OTHER)
    const ticketId = world.visit('A001', PLATE)
    const old = world.exemption(ticketId)!.exemptionId
    world.bind(ticketId, OTHER)
    expect(world.exemption(ticketId)).toMatchObject({ exemptionId: old, revoking: true })
    const told = takenBack(world, old)
    expect(typesOf(told)).toEqual(['exemption.revoked', 'exemption.granted'])
    expect(world.exemption(ticketId)).toMatchObject({ plate: OTHER, revision: 1, stayId: 's2' })
  })

  test('[EX6] consumed before it could be revoked: the exit is booked, and nothing new is granted', () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.enter('s2', OTHER)
    const ticketId = world.visit('A001', PLATE)
    const { exemptionId } = world.exemption(ticketId)!
    world.bind(ticketId, OTHER)
    expect(takenBack(world, exemptionId, 'AlreadyConsumed')).toEqual([])
    world.honour('s1', exemptionId)
    expect(world.exemption(ticketId)).toMatchObject({ exemptionId, status: 'honoured', revoking: false })
    expect(tally(world.events, 'exemption.granted')).toBe(1)
  })

  test('[EX6] consumed, and the exit is never told because the gate lost its ledger: it expires, and nothing new is granted', () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.enter('s2', OTHER)
    const ticketId = world.visit('A001', PLATE)
    const { exemptionId, notAfter } = world.exemption(ticketId)!
    world.bind(ticketId, OTHER)
    takenBack(world, exemptionId, 'AlreadyConsumed')
    world.now = addMs(notAfter, 13 * 60_000)
    world.send({ type: 'exemption.expire', exemptionId })
    expect(world.exemption(ticketId)).toMatchObject({ exemptionId, status: 'expired' })
    expect(tally(world.events, 'exemption.granted')).toBe(1)
  })

  test('[EX6] a grant the gate refused while it was to be revoked makes way as well', () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.enter('s2', OTHER)
    const ticketId = world.visit('A001', PLATE)
    const { exemptionId } = world.exemption(ticketId)!
    world.bind(ticketId, OTHER)
    const told = world.send({ type: 'exemption.refuse', bridgeEpoch: 1, exemptionId, reason: 'INVALID' }, BRIDGE)
    expect(typesOf(told)).toEqual(['exemption.refused', 'exemption.granted'])
  })

  test('[EX7] a used exemption closes the plate; the same plate again is no change', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const ticketId = world.visit('A001', PLATE)
    expect(world.bind(ticketId, '鲁f 12345')).toEqual([])
    world.honour('s1', world.exemption(ticketId)!.exemptionId)
    const answer = world.bind(ticketId, OTHER)
    expect(isRefusal(answer) && answer.refused).toBe('plate.too-late')
  })
})

describe('how long a service lasted', () => {
  test('[V6] the service is measured from the first arrival to its completion and rating, whichever is later', () => {
    const withheldAfter = (serviceSeconds: number, ratedAfterSeconds: number) => {
      // given a visitor who rates at the counter, or some time after a service that was brief
      const world = new World()
      world.enter('s1', PLATE)
      const ticketId = world.take('A001', PLATE)
      world.verb('called', ticketId)
      if (ratedAfterSeconds < 0) world.rate(ticketId)
      world.verb('arrived', ticketId)
      world.pass(serviceSeconds).finish(ticketId)
      if (ratedAfterSeconds >= 0) world.pass(ratedAfterSeconds).rate(ticketId)
      return world.withheld(ticketId)
    }
    expect([withheldAfter(20, -1), withheldAfter(19.999, -1)]).toEqual([undefined, 'TOO_FAST'])
    expect([withheldAfter(2, 18), withheldAfter(2, 17.999)]).toEqual([undefined, 'TOO_FAST'])
  })

  test('[V6] an arrival and a completion that were undone do not count', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const ticketId = world.take('A001', PLATE)
    world.verb('called', ticketId)
    world.verb('arrived', ticketId)
    world.undo('arrived', ticketId, 'called')
    world.pass(600).verb('arrived', ticketId)
    world.pass(1).finish(ticketId)
    world.rate(ticketId)
    expect(world.withheld(ticketId)).toBe('TOO_FAST')
    world.undo('completed', ticketId, 'serving')
    world.pass(60).finish(ticketId)
    expect(world.exemption(ticketId)).toMatchObject({ status: 'granted', stayId: 's1' })
  })
})

describe('a car that is free again', () => {
  test('[EX15] what came to nothing frees its car for the ticket that waited, in the same commit and for one of them', () => {
    // given a plate bound by mistake, and two later tickets of the car itself
    const world = new World()
    world.enter('s1', PLATE)
    const wrong = world.visit('A001', PLATE)
    const waiting = [world.visit('A002', PLATE), world.visit('A003', PLATE)]
    expect(waiting.map(id => world.withheld(id))).toEqual(['LIMIT_PLATE', 'LIMIT_PLATE'])

    // when the first is corrected and the gate gives the old one back
    world.bind(wrong, OTHER)
    const told = takenBack(world, world.exemption(wrong)!.exemptionId)

    // then the next of the car has it, and the one after it goes on waiting
    expect(typesOf(told)).toEqual(['exemption.revoked', 'exemption.withheld', 'exemption.granted'])
    expect(waiting.map(id => world.exemption(id)?.stayId)).toEqual(['s1', undefined])
    expect([wrong, waiting[1]!].map(id => world.withheld(id))).toEqual(['NOT_INSIDE', 'LIMIT_PLATE'])
  })
})
