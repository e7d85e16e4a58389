import type { Event } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { dueOfHall } from '../../../server/src/domain.ts'
import { evolve } from '../../../server/src/lots/state.ts'
import { crossings } from '../../../server/src/reactions.ts'
import { CARD } from '../../flow/day.ts'
import { Floor, HALL } from '../../flow/floor.ts'
import { fakeId, staff, World } from './world.ts'

const BACKUP = { backupId: fakeId('backup'), backupAt: '2026-11-22T16:00:00.000Z' }
const restore = { type: 'lot.restore', commandId: fakeId('restore'), ...BACKUP } as const

/** Rated and completed, and the car comes while the lot waits for its sign-off. */
function restored(): { world: World; ticketId: string } {
  const world = new World()
  const ticketId = world.visit('A001', '鲁F12345')
  world.toLot(restore)
  return { world, ticketId }
}

describe('a lot after a restore', () => {
  test('[LT20] nothing crosses to its halls before the sign-off, and the sign-off makes up for it', () => {
    const { world, ticketId } = restored()
    expect(world.withheld(ticketId)).toBe('NOT_INSIDE')
    world.toLot({ type: 'lot.lease', commandId: fakeId('lease 2'), bridgeId: 'b2' })
    const { bridgeEpoch } = world.lot
    const fact = { kind: 'entered', stayId: 's1', plate: '鲁F12345', carClass: 'casual', laneId: 'in' } as const
    const records = [{ ...fact, gateSeq: 1, enteredAt: world.now }]
    world.toLot({ type: 'lot.report', commandId: fakeId('r'), bridgeEpoch, gateEpoch: 'g1', records })
    expect(world.restart()).toEqual([])
    expect(world.withheld(ticketId)).toBe('NOT_INSIDE')
    world.toLot({ type: 'lot.report', commandId: fakeId('r2'), bridgeEpoch, gateEpoch: 'g1', records: [] })
    const signedOff: Event = { type: 'lot.signedOff', v: 1, at: world.now, staffId: 'op-1' }
    evolve(world.lot, signedOff)
    const halls = [{ hallId: 'h1', exemptions: world.exemptions }]
    expect(world.cross(crossings([signedOff], world.lot, halls))).toHaveLength(1)
    expect(world.exemption(ticketId)?.status).toBe('granted')
    expect(world.withheld(ticketId)).toBeUndefined()
  })

  test('[LT20] every bridge before it is fenced', () => {
    const { world } = restored()
    const old = { commandId: fakeId('old'), bridgeEpoch: 1, gateEpoch: 'g1', records: [] }
    expect(world.toLot({ type: 'lot.report', ...old })).toMatchObject({ refused: 'lot.fenced', about: '1001' })
  })

  test('[LT20] no exemption runs out by time while nobody knows what the gate has used', () => {
    const world = new World()
    world.visit('A001', '鲁F12345')
    world.enter('s9', '鲁F12345')
    const floor = new Floor(CARD)
    floor.hall.exemptions = world.exemptions
    const lot = () => world.lot
    const late = '2026-12-01T00:00:00.000Z'
    const expiries = () =>
      dueOfHall(floor.hall, late, { calendar: { holidays: [], workdays: [] }, lot }).filter(({ key }) =>
        key.startsWith('exemption.expire'),
      ).length
    expect(expiries()).toBe(1)
    world.toLot(restore)
    expect(expiries()).toBe(0)
  })
})

test('[TK36] after a restore each service goes on a thousand numbers further, on that day alone', () => {
  const floor = new Floor(CARD)
  const take = () => {
    const wish = { type: 'ticket.take', serviceCode: 'tax', priority: 'none' } as const
    const [taken] = floor.send([{ stream: HALL, actor: staff('m', 'manager'), wish }])
    return (taken as { number: string }[])[0]?.number
  }
  expect(take()).toBe('A001')
  floor.send([{ stream: HALL, actor: { kind: 'system', part: 'restore' }, wish: { type: 'hall.restore', ...BACKUP } }])
  expect([take(), take()]).toEqual(['A1002', 'A1003'])
  floor.pass(86_400_000)
  expect(take()).toBe('A001')
})
