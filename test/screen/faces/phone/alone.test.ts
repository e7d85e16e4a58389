import { readFileSync, statSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { openStage, pairingLink, press, type Stage, words } from '../../browser.ts'
import { SIZES } from '../../gallery/camera.ts'
import { PATIENT } from '../board-floor.ts'

const DIST = new URL('../../../../hall-display/dist', import.meta.url).pathname

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage?.close()
})

/** Opened anew in the same browser, whose worker has all it needs, without a network. */
async function openedAlone(page: Page, path: string): Promise<Page> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  const context = page.context()
  await page.close()
  await context.setOffline(true)
  const again = await context.newPage()
  await again.goto(stage.house.url + path)
  return again
}

it('[FA108] each worker names all files of its page, and each is there', () => {
  for (const face of ['book', 'tablet']) {
    const worker = readFileSync(`${DIST}/${face}-worker.js`, 'utf8')
    const files = JSON.parse(/const FILES = (\[.*?\])/.exec(worker)![1]!) as string[]
    expect(files.length).toBeGreaterThan(3)
    for (const path of files) expect(statSync(DIST + path).size).toBeGreaterThan(0)
  }
})

it('[FA108] the booking page shows what this phone has booked, code and all, and `/books` is left alone', async () => {
  const page = await stage.open(`/book?hall=${HALL_ID}`, SIZES.phone)
  await press(page, 'service-tax')
  await page.locator('[data-testid^=day-]').filter({ hasText: '可约' }).last().click(PATIENT)
  await page.locator('[data-testid^=slot-]').first().click(PATIENT)
  await press(page, 'book-it')
  const code = await words(page, 'own-code')
  const alone = await openedAlone(page, '/book')
  await expect.poll(() => words(alone, 'own-code'), PATIENT).toBe(code)
  expect(await words(alone, 'as-of')).toContain('暂时连不上系统')
  await expect(alone.goto(`${stage.house.url}/books`)).rejects.toThrow('ERR_INTERNET_DISCONNECTED')

  await alone.context().setOffline(false)
  await alone.goto(`${stage.house.url}/book`)
  await expect.poll(() => alone.getByTestId('as-of').count(), PATIENT).toBe(0)
})

it('[FA108] a tablet says that the hub is away and how to rate, and goes on by itself', async () => {
  const page = await stage.open(await pairingLink(stage, 'tablet', 'C01'), SIZES.tablet)
  await page.waitForURL('**/tablet?device=**', PATIENT)
  await page.getByTestId('tablet').waitFor(PATIENT)
  const alone = await openedAlone(page, new URL(page.url()).pathname + new URL(page.url()).search)
  await expect.poll(() => words(alone, 'tablet-alone'), PATIENT).toContain('您可稍后用手机扫小票上的二维码评价')
  await alone.context().setOffline(false)
  await alone.getByTestId('tablet').waitFor(PATIENT)
})
