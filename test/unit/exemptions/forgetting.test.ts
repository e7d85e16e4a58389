import { addMs, DAY_MS, type Event, type StayFact } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { due } from '../../../server/src/exemptions/due.ts'
import { consider } from '../../../server/src/exemptions/entitlement.ts'
import { evolve, initial } from '../../../server/src/exemptions/state.ts'
import { exemptionOfTicket, plateTally } from '../../../server/src/exemptions/view.ts'
import { card, DAY, FREE, fakeId, LOT, NINE, SYSTEM, World } from '../reactions/world.ts'

const PLATE = '鲁F12345'
const MIDNIGHT = '2026-11-23T16:00:00.000Z'
const grantOf = (n: number): Event => ({
  ...{ type: 'exemption.granted', v: 1, at: NINE, exemptionId: `x${n}`, ticketId: `t${n}`, evaluationId: `e${n}` },
  ...{ counterId: '1', lotId: LOT, stayId: `s${n}`, plate: `鲁F${10_000 + n}`, plateColour: 1, revision: 0 },
  ...{ freeMinutes: 60, stackRule: 'max', policyVersion: 'p1', businessDay: DAY, notBefore: NINE, notAfter: MIDNIGHT },
})

describe('in time', () => {
  test('[EX13] of a whole day that ends at one instant a hundred expire a tick', () => {
    // given 101 exemptions that end together · when they have run out
    const state = initial()
    for (let n = 0; n <= 100; n += 1) evolve(state, grantOf(n))
    const runOut = addMs(MIDNIGHT, 720_000)
    // then a hundred are asked for, and the last one once these are over
    const first = due(state, runOut)
    expect(first).toHaveLength(100)
    for (const { command } of first)
      evolve(state, { type: 'exemption.expired', v: 1, at: runOut, exemptionId: command.exemptionId })
    expect(due(state, runOut).map(({ command }) => command.exemptionId)).toEqual(['x100'])
  })

  test('[EX20] a hall that closed no day since still forgets the plates of a day that is erased, and no later ones', () => {
    const state = initial()
    evolve(state, grantOf(1))
    evolve(state, { ...grantOf(2), businessDay: '2026-11-24' } as Event)
    evolve(state, { type: 'hall.dayErased', v: 1, at: MIDNIGHT, businessDay: DAY })
    expect([...state.plateTallies.keys()]).toEqual(['2026-11-24'])
    expect(plateTally(state, '2026-11-24', PLATE)).toBe(0)
  })

  test('[JR24] with a day that is erased goes what is settled of it and before, and nothing that is open or of a later day', () => {
    // given, all of one day: a visitor who left, one who may still rate, one who waits, one with an open exemption
    const world = new World()
    const gone = world.take('A001', '鲁F10001')
    world.commit([{ type: 'ticket.cancelled', v: 1, at: world.now, ticketId: gone }])
    const rateable = world.serve(world.take('A002', '鲁F10002'))
    world.finish(rateable)
    const waiting = world.take('A003', '鲁F10003')
    world.enter('s4', '鲁F10004')
    const entitled = world.visit('A004', '鲁F10004')
    const rated = world.visit('A005', '鲁F10005')
    // and one who left on the next day
    world.pass(DAY_MS / 1_000)
    const later = world.take('A006', '鲁F10006')
    world.commit([{ type: 'ticket.cancelled', v: 1, at: world.now, ticketId: later }])
    // when the first day is erased
    world.commit([{ type: 'hall.dayErased', v: 1, at: world.now, businessDay: DAY }])
    // then who left and who rated without a car are forgotten with their plates
    expect([...world.exemptions.claims.keys()]).toEqual([rateable, waiting, entitled, later])
    for (const ticketId of [gone, rated]) expect(exemptionOfTicket(world.exemptions, ticketId)).toBeUndefined()
    expect([...world.exemptions.byPlate.keys()]).not.toContain('鲁F10005')
    expect(world.exemption(entitled)?.status).toBe('granted')
  })

  test('[EX22] the same use again is taken with its end: ended long before, it is a mismatch', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    world.send({ type: 'exemption.refuse', bridgeEpoch: 1, exemptionId, reason: 'STORE_FULL' })
    const late = { exemptionId, lotId: LOT, stayId: 's1', gateEpoch: 'g1', gateSeq: 9, minutesApplied: 60, ...FREE }
    const told = world.send({ type: 'exemption.honour', ...late, exitedAt: addMs(world.now, 5_001) })
    expect(told).toMatchObject([{ mismatch: 'APPLIED_AFTER_END', endedAs: 'refused' }])
  })

  test('[EX19] a ticket nobody asked about shows neither an exemption nor a reason', () => {
    expect(exemptionOfTicket(initial(), 'nobody')).toBeUndefined()
  })
})

test('[EX14] the system may propose and approve nothing', () => {
  const world = new World()
  world.enter('s1', PLATE)
  const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
  expect(world.send({ type: 'exemption.approveWriteOff', exemptionId }, SYSTEM)).toEqual({ refused: 'access.denied' })
})

describe('a hall with two car parks', () => {
  const stay = (lotId: string, enteredAt: string, exitedAt?: string): StayFact => ({
    ...{ stayId: `s-${lotId}`, lotId, carClass: 'casual', enteredAt, ...(exitedAt === undefined ? {} : { exitedAt }) },
  })
  const later = addMs(NINE, 60_000)

  test.each([
    ['the one it entered last', stay(LOT, NINE), stay('west', later), 'west'],
    ['in whatever order they are asked', stay(LOT, later), stay('west', NINE), LOT],
    ['the one it is still in', stay(LOT, NINE), stay('west', later, later), LOT],
  ])('[EX1] the exemption is of the car park where the car is: %s', (_, one, other, expected) => {
    // given a rated, served visitor with a plate
    const state = initial()
    const head = { v: 1, at: NINE, ticketId: 't1' } as const
    evolve(state, { type: 'hall.opened', v: 1, at: NINE, hall: { ...card(), lotIds: [LOT, 'west'] } })
    const queue = { number: 'A001', serviceCode: 'tax', priority: 'none', businessDay: DAY } as const
    evolve(state, { type: 'ticket.taken', ...head, ...queue })
    const service = { counterId: '1', staffId: 'clerk-1', serviceCode: 'tax' }
    evolve(state, { type: 'ticket.arrived', ...head, counterId: '1' })
    evolve(state, { type: 'ticket.completed', ...head, at: later, ...service })
    const rating = {
      evaluationId: 'e1',
      level: 5,
      tagVersion: 1,
      tagCodes: [] as string[],
      channel: 'phone',
      source: 'active',
    } as const
    evolve(state, { type: 'evaluation.submitted', ...head, at: later, ...service, ...rating, serviceDay: DAY })
    evolve(state, { type: 'plate.bound', ...head, plate: PLATE, plateColour: 1, revision: 0 })
    // when the car has a stay in both
    const granted = consider('t1', state, {
      at: later,
      exemptionIdFor: (...parts) => fakeId(parts.join('|')),
      visitIdFor: fakeId,
      stayOf: lotId => (lotId === LOT ? one : other),
      takesSlips: () => false,
      plateTallyElsewhere: () => 0,
      stayTakenElsewhere: () => false,
    })
    // then
    expect(granted).toMatchObject([{ type: 'exemption.granted', lotId: expected }])
  })
})
