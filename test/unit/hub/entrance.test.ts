import { expect, test } from 'vitest'
import { Entrance, type EntrancePorts } from '../../../server/src/hub/entrance.ts'
import { openLimits } from '../../../server/src/hub/process/limits.ts'

const ADDRESS = '192.0.2.1'

/** A hall where everybody who has a code is taken in, and a tally of the codes that were looked at. */
function given() {
  const looked = { tally: 0, isRight: false }
  const has = (): boolean => {
    looked.tally += 1
    return looked.isRight
  }
  const state = { halls: { devices: new Map(), invites: { has } } }
  const enrolled = { type: 'device.enrolled', deviceId: 'board-1', kind: 'board' }
  const hub = {
    states: () => [{ id: 'h1', state }],
    submit: async () => ({ commit: { events: [enrolled] } }),
  }
  const entrance = new Entrance({ hub, limits: openLimits(undefined) } as unknown as EntrancePorts)
  const pair = async (code: string, address = ADDRESS) => {
    const answer = await entrance.pair(code, crypto.randomUUID(), address, false)
    return 'refused' in answer ? answer.refused : 'in'
  }
  return { looked, pair }
}

test('[AC27] of a hundred made-up pairing codes of one address at one moment twenty are looked at', async () => {
  const { looked, pair } = given()
  const told = await Promise.all(Array.from({ length: 100 }, () => pair('made up')))
  expect(looked.tally).toBe(20)
  expect(told.filter(code => code === 'request.too-many')).toHaveLength(80)
  expect(await pair('made up', '203.0.113.9')).toBe('device.invite-invalid')
})

test('[AC27] a right one is not counted', async () => {
  const { looked, pair } = given()
  looked.isRight = true
  for (let time = 0; time < 30; time += 1) expect(await pair('right')).toBe('in')
})
