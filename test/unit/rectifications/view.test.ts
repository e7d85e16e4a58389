import { expect, test } from 'vitest'
import { caseTallies, openCases } from '../../../server/src/rectifications/view.ts'
import { throughJson, World } from '../reactions/world.ts'

test('[RT3] the managers see open cases newest first, counted by class, without the words of the visitor', () => {
  const world = new World()
  const conduct = world.serve(world.take('A001'))
  world.rate(conduct, 2, undefined, { tagCodes: ['214'], text: '我叫张三' })
  const openedAt = world.now
  world.visit('A002', undefined, 1)
  world.visit('A003', undefined, 3)
  expect(caseTallies(world.rectifications)).toEqual({ open: 2, conduct: 1, sector: 1 })
  expect(openCases(world.rectifications).map(({ ticketId }) => ticketId)).toEqual(['20261123-A002', conduct])
  expect(openCases(world.rectifications)[1]).toMatchObject({ openedAt, counterId: '1', caseClass: 'conduct', level: 2 })
  expect(JSON.stringify(openCases(world.rectifications))).not.toContain('张三')
  expect(throughJson(world.rectifications)).toEqual(world.rectifications)
})

test('[RT1] the same rating opens the same case, however often its command is decided', () => {
  const caseOf = () => {
    const world = new World()
    world.visit('A001', undefined, 1)
    return openCases(world.rectifications)[0]?.caseId
  }
  expect(caseOf()).toMatch(/^[0-9a-f-]{36}$/)
  expect(caseOf()).toBe(caseOf())
})
