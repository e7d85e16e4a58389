import { describe, expect, test } from 'vitest'
import { orderOf } from '../../../server/src/exemptions/view.ts'
import { fakeId, World } from './world.ts'

const SLIP = '#7K3M9'

/** A lot whose bridge tells that its gate takes slips. */
function withSlips(): World {
  const world = new World()
  world.lot.slips = true
  return world
}

describe('a car without a plate, named by the number of its slip', () => {
  test('[PL18, PL19] is bound as it was typed, found inside, and granted under that name', () => {
    const world = withSlips()
    world.enter('s1', SLIP)
    const ticketId = world.visit('A001', '＃7k3-m9')
    const granted = world.exemption(ticketId)!
    expect(granted).toMatchObject({ stayId: 's1', plate: SLIP, plateColour: -1, status: 'granted' })
    expect(orderOf(world.exemptions, granted.exemptionId)).toMatchObject({ plate: SLIP, plateColour: -1 })
  })

  test('[PL19] waits for its car as a plate does, and one slip is one stay', () => {
    const world = withSlips()
    const ticketId = world.visit('A001', SLIP)
    expect(world.withheld(ticketId)).toBe('NOT_INSIDE')
    world.enter('s1', SLIP)
    expect(world.exemption(ticketId)).toMatchObject({ stayId: 's1', status: 'granted' })
    expect(world.withheld(world.visit('A002', SLIP))).toBe('LIMIT_PLATE')
  })

  test('[PL21] is told that no car park of the hall can be told of it, until one can', () => {
    const world = new World()
    const ticketId = world.visit('A001', SLIP)
    expect(world.withheld(ticketId)).toBe('SLIP_UNABLE')
    world.lot.slips = true
    world.enter('s1', SLIP)
    expect(world.exemption(ticketId)).toMatchObject({ stayId: 's1' })
  })

  test('[PL21] a bridge tells with its lease, and the next one for itself', () => {
    const world = new World()
    const lease = (bridgeId: string, told: object) =>
      world.toLot({ type: 'lot.lease', commandId: fakeId(bridgeId), bridgeId, ...told })
    expect(lease('b2', { slips: true })).toMatchObject([{ type: 'lot.leased', slips: true }])
    expect(world.lot.slips).toBe(true)
    lease('b3', {})
    expect(world.lot.slips).toBeUndefined()
  })

  test('[PL21] a plate is not asked for slips', () => {
    const world = new World()
    expect(world.withheld(world.visit('A001', '鲁F12345'))).toBe('NOT_INSIDE')
  })
})
