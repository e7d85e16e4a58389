import { expect, test } from 'vitest'
import { World } from './world.ts'

const PLATE = '鲁F12345'

test('[EX15] who was limited by a car that turned out to be another is asked again', () => {
  // given a car misread as ours, and exempted for somebody else's ticket
  const world = new World()
  world.enter('s1', PLATE)
  world.pass(60).enter('s2', '鲁F54321')
  world.visit('A001', '鲁F54321')
  world.gate({ kind: 'plateCorrected', stayId: 's2', plate: PLATE, correctedAt: world.now })
  const ticketId = world.visit('A002', PLATE)
  expect(world.withheld(ticketId)).toBe('LIMIT_PLATE')
  // when it is put right
  world.pass(60).gate({ kind: 'plateCorrected', stayId: 's2', plate: '鲁F54321', correctedAt: world.now })
  // then ours is the car that came first
  expect(world.exemption(ticketId)).toMatchObject({ stayId: 's1', plate: PLATE })
})
