import { expect, test } from 'vitest'
import { gatherHall, gathering, gatherLot, visitsOf } from '../../../../server/src/exemptions/trials/visits.ts'
import { DAY, LOT, World } from '../../reactions/world.ts'

test('[PO10] a car whose plate is none of ours is nobody’s', () => {
  const world = new World()
  world.enter('s1', 'AB 123')
  world.enter('s2', '鲁F12345')
  world.visit('A001', '鲁F12345')
  const all = gathering(DAY, DAY)
  for (const event of world.events) gatherHall(all, event)
  for (const event of world.lotEvents) gatherLot(all, LOT, event)
  expect(visitsOf(all).map(({ stays }) => stays.map(({ stayId }) => stayId))).toEqual([['s2']])
})
