import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { forgeAtGate, stateAtGate } from '../support/gates/forged.ts'
import { PASSWORD } from '../support/hub-process.ts'
import { keepShot, openStage, press, type Stage } from './browser.ts'

const SOON = { timeout: 20_000, interval: 100 }
const PATIENT = { timeout: 40_000, interval: 500 }

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage?.close()
})

async function atDesk(): Promise<Page> {
  const page = await stage.open('/parking', { width: 1366, height: 768 })
  await page.getByTestId('staff-id').fill('operator')
  await page.getByTestId('password').fill(PASSWORD)
  await press(page, 'log-in-submit')
  await expect.poll(() => page.getByTestId('gate-link').getAttribute('data-usable'), SOON).toBe('true')
  return page
}

/** How many incidents stand within the box that is seen of them, below its heading. */
const seenWhole = (page: Page): Promise<number> =>
  page.getByTestId('incidents').evaluate(box => {
    const { bottom } = box.getBoundingClientRect()
    const below = box.querySelector('h2')!.getBoundingClientRect().bottom
    return [...box.querySelectorAll('li')].filter(row => {
      const seen = row.getBoundingClientRect()
      return seen.top >= below - 1 && seen.bottom <= Math.min(bottom, innerHeight) + 1
    }).length
  })

it('[LT40, LT41, FA113, FA114] the parking desk is told at once what the gate holds from nowhere, and has it taken back where too many wait', async () => {
  const desk = await atDesk()
  expect(await desk.getByTestId('incidents').count()).toBe(0)

  // given six of them at the gate
  const forged = Array.from({ length: 6 }, (_, n) => ({ exemptionId: randomUUID(), plate: `鲁F2800${n}` }))
  await forgeAtGate(stage.house, stage.dataDir, stage.now(), forged)

  // when the books are passed by themselves · then all wait, and it is read out
  const stages = () =>
    desk.locator('[data-incident=phantom]').evaluateAll(rows => rows.map(row => row.getAttribute('data-stage')))
  await expect.poll(stages, PATIENT).toEqual(forged.map(() => 'waits'))
  expect(await desk.locator('[data-testid=incidents] h2').innerText()).toBe('一级事件（6）：来历不明的减免')
  expect(await desk.getByTestId('parking-books').isVisible()).toBe(true)

  // then four of them at least are seen whole, and the heading with them
  expect(await seenWhole(desk)).toBeGreaterThanOrEqual(4)
  await keepShot(desk, 'parking-incidents')

  // when the desk is cut off · then nothing can be pressed, until it is back
  await desk.context().setOffline(true)
  await expect.poll(() => desk.getByTestId('phantom-take-back').first().isDisabled(), SOON).toBe(true)
  await desk.context().setOffline(false)
  await expect.poll(() => desk.getByTestId('phantom-take-back').first().isEnabled(), SOON).toBe(true)

  // and one that was looked at is taken back at the gate
  const first = desk.locator('[data-incident=phantom]').first()
  const id = (await first.getAttribute('data-id'))!
  await press(desk, 'phantom-take-back')
  await expect.poll(() => desk.locator(`[data-id="${id}"]`).getAttribute('data-stage'), SOON).toBe('Revoked')
  expect(await stateAtGate(stage.house, id)).toBe('Revoked')
  expect(await desk.getByTestId('phantom-take-back').count()).toBe(5)
  expect(stage.complaints).toEqual([])
}, 120_000)
