import { expect, test } from 'vitest'
import { gatherHall, gathering, gatherLot, visitsOf } from '../../../server/src/exemptions/trials/visits.ts'
import { DAY, fakeId, LOT, staff, World } from '../reactions/world.ts'

test('[PO10, LT34] in a trial as well a plate that a person put right is that car’s', () => {
  const world = new World()
  const entry = { kind: 'entered', stayId: 's1', carClass: 'casual', laneId: 'in', enteredAt: world.now } as const
  world.gate({ ...entry, plate: '鲁F54321', confidence: 40 })
  const wish = { type: 'lot.reviewPlate', commandId: fakeId('v'), stayId: 's1', plate: '鲁F12345' } as const
  world.toLot(wish, staff('o1', 'operator'))
  world.visit('A001', '鲁F12345')
  const all = gathering(DAY, DAY)
  for (const event of world.events) gatherHall(all, event)
  for (const event of world.lotEvents) gatherLot(all, LOT, event)
  expect(visitsOf(all).map(({ stays }) => stays.map(({ stayId }) => stayId))).toEqual([['s1']])
})
