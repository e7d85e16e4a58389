import { afterAll, beforeAll, expect, test } from 'vitest'
import { CanaryHub } from '../../../support/access/canaries.ts'

let hub: CanaryHub
beforeAll(async () => {
  hub = await CanaryHub.open()
})
afterAll(() => hub?.close())

test('[AC43, TK81] no plate, phone, number of a card, text, password, token or code is left in a log, a refusal, a figure or Redis', async () => {
  const { found, planted, letThrough, refusals, before, after } = await hub.search()

  // What is searched is there.
  expect(before.metrics).toContain('pingting_commands_total')
  expect(before.redis).toMatch(/pingting:login/)
  expect(after.log).toMatch(/"level":60/)
  expect(refusals).toBeGreaterThan(18)
  expect(planted).toHaveLength(11)
  expect(letThrough).toEqual([])
  expect(found).toEqual([])
})
