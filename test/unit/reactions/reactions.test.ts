import { fen } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { crossings } from '../../../server/src/reactions.ts'
import { DAY, typesOf, World } from './world.ts'

const PLATE = '鲁F12345'

describe('the entitlement is asked whenever one of its conditions changes', () => {
  test('[EX1] it is granted in the commit of the completion, when that comes last', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const ticketId = world.serve(world.take('A001', PLATE))
    expect(typesOf(world.rate(ticketId))).toEqual(['evaluation.submitted', 'exemption.withheld'])
    expect(world.withheld(ticketId)).toBe('NOT_SERVED')
    expect(typesOf(world.finish(ticketId))).toEqual(['ticket.completed', 'exemption.granted'])
  })

  test('[EX1] it is granted in the commit of the plate, when that comes last', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const ticketId = world.visit('A001')
    expect(world.withheld(ticketId)).toBe('NO_PLATE')
    expect(typesOf(world.bind(ticketId, PLATE))).toEqual(['plate.bound', 'exemption.granted'])
  })

  test('[EX2] without an evaluation nothing is granted and nothing is withheld', () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.finish(world.serve(world.take('A001', PLATE)))
    expect(world.events.filter(event => event.type.startsWith('exemption.'))).toEqual([])
  })

  test('[EX3] a reason is recorded once, until it changes', () => {
    const world = new World()
    const ticketId = world.visit('A001')
    world.send({ type: 'exemption.consider', ticketId })
    world.bind(ticketId, PLATE)
    world.send({ type: 'exemption.consider', ticketId })
    expect(world.events.flatMap(event => (event.type === 'exemption.withheld' ? event.reason : []))).toEqual([
      'NO_PLATE',
      'NOT_INSIDE',
    ])
  })

  test('[EX4] what the entitlement fixed at the rating holds: minutes, rule and version of the policy', () => {
    const world = new World({ freeMinutes: 90, stackRule: 'sum', version: 'p7' })
    world.enter('s1', PLATE)
    expect(world.exemption(world.visit('A001', PLATE))).toMatchObject({
      ...{ freeMinutes: 90, stackRule: 'sum', policyVersion: 'p7', businessDay: DAY, revision: 0, counterId: '1' },
    })
  })

  test('[EX5] a reaction that fails withholds with a reason, tells of it, and leaves the rating in place', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const ticketId = world.serve(world.take('A001', PLATE))
    world.finish(ticketId)
    world.stayFails = true
    expect(typesOf(world.rate(ticketId))).toEqual(['evaluation.submitted', 'exemption.withheld'])
    expect(world.failures).toHaveLength(1)
    world.stayFails = false
    world.restart()
    expect(world.exemption(ticketId)).toMatchObject({ status: 'granted' })
  })
})

describe('a bad rating opens a case', () => {
  test.each([5, 4, 3] as const)('[RT1] level %i opens none', level => {
    const world = new World()
    world.visit('A001', undefined, level)
    expect(world.rectifications.open.size).toBe(0)
  })

  test.each([
    [2, ['213'], 'conduct'],
    [1, ['115', '108'], 'conduct'],
    [2, ['207'], 'sector'],
    [1, [], 'sector'],
  ] as const)(
    '[RT1] level %i with tags %j opens a case of the class %s in the same commit',
    (level, tagCodes, caseClass) => {
      const world = new World()
      const ticketId = world.serve(world.take('A001'))
      const events = world.rate(ticketId, level, undefined, { tagCodes: [...tagCodes] })
      expect(typesOf(events).slice(0, 2)).toEqual(['evaluation.submitted', 'rectification.opened'])
      expect([...world.rectifications.open.values()]).toMatchObject([
        { ticketId, level, caseClass, staffId: 'clerk-1' },
      ])
    },
  )
})

describe('from the lot to its halls', () => {
  test('[EX8] only claims that wait are asked, each once for all the news of one commit', () => {
    const world = new World()
    const waiting = world.visit('A001', PLATE)
    world.take('A002', PLATE)
    const asked = world.gate(
      { kind: 'entered', stayId: 's1', plate: PLATE, carClass: 'casual', laneId: 'in', enteredAt: world.now },
      { kind: 'paid', stayId: 's1', paidFen: fen(200), paidAt: world.now },
    )
    expect(asked.map(({ command }) => command)).toEqual([{ type: 'exemption.consider', ticketId: waiting }])
    expect(world.withheld(waiting)).toBe('TOO_LATE')
  })

  test('[EX8] keys differ between epochs of the gate, so a gate that counts anew is heard', () => {
    const world = new World()
    world.visit('A001', PLATE)
    const entered = () => {
      const told = world.gate({
        ...{ kind: 'entered', stayId: 's1', plate: PLATE, carClass: 'monthCard', laneId: 'in', enteredAt: world.now },
      })
      return told.map(({ key }) => key)
    }
    const first = entered()
    world.visit('A002', PLATE)
    world.gateEpoch = 'g2'
    world.gateSeq = 0
    expect(first).toHaveLength(1)
    expect(world.lot.gateSeq).toBe(1)
    const claims = [{ hallId: 'h1', exemptions: world.exemptions }]
    world.visit('A003', '鲁F99999')
    expect(crossings([], world.lot, claims)).toEqual([])
    const plate = { plate: '鲁F99999', carClass: 'casual', laneId: 'in', enteredAt: world.now } as const
    expect(world.gate({ kind: 'entered', stayId: 's1', ...plate })[0]?.key).toContain('g2 1')
  })

  test('[EX9] what a crash swallowed between lot and hall is asked again at start, by the same keys', () => {
    const world = new World()
    const ticketId = world.visit('A001', PLATE)
    const cross = world.cross.bind(world)
    world.cross = asked => asked
    const swallowed = world.enter('s1', PLATE)
    expect(world.exemption(ticketId)).toBeUndefined()
    world.cross = cross
    expect(world.restart()).toEqual(swallowed)
    const { exemptionId } = world.exemption(ticketId)!
    world.cross = asked => asked
    const honoured = world.honour('s1', exemptionId)
    world.cross = cross
    expect(world.restart()).toEqual(honoured)
    expect(world.exemption(ticketId)?.status).toBe('honoured')
    expect(world.restart()).toEqual([])
  })
})
