import { expect, test } from 'vitest'
import { caseList } from '../../../server/src/rectifications/view.ts'
import { throughJson, World } from '../reactions/world.ts'

test('[RT3] the managers see open cases newest first, counted by class, without the words of the visitor', () => {
  const world = new World()
  const conduct = world.serve(world.take('A001'))
  world.rate(conduct, 2, undefined, { tagCodes: ['214'], text: '我叫张三' })
  const openedAt = world.now
  world.visit('A002', undefined, 1)
  world.visit('A003', undefined, 3)
  const { tallies, cases } = caseList(world.rectifications)
  expect(tallies).toEqual({ open: 2, conduct: 1, sector: 1 })
  expect(cases.map(({ ticketId }) => ticketId)).toEqual(['20261123-A002', conduct])
  expect(cases[1]).toMatchObject({ openedAt, counterId: '1', caseClass: 'conduct', level: 2 })
  expect(JSON.stringify(cases)).not.toMatch(/张三|clerk/)
  expect(throughJson(world.rectifications)).toEqual(world.rectifications)
})

test('[RT3] all open cases are counted and the newest 500 listed', () => {
  const { rectifications } = new World()
  for (let n = 1; n <= 501; n += 1) {
    const about = { caseId: String(n), evaluationId: '', ticketId: '', counterId: '', staffId: '', serviceCode: '' }
    rectifications.open.set(about.caseId, { ...about, level: 1, caseClass: 'sector', openedAt: '' })
  }
  const { tallies, cases } = caseList(rectifications)
  expect(tallies).toEqual({ open: 501, conduct: 0, sector: 501 })
  expect([cases.length, cases[0]?.caseId, cases.at(-1)?.caseId]).toEqual([500, '501', '2'])
})

test('[RT1] the same rating opens the same case, however often its command is decided', () => {
  const caseOf = () => {
    const world = new World()
    world.visit('A001', undefined, 1)
    return caseList(world.rectifications).cases[0]?.caseId
  }
  expect(caseOf()).toMatch(/^[0-9a-f-]{36}$/)
  expect(caseOf()).toBe(caseOf())
})
