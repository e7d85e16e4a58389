import type { Page } from 'playwright-core'
import { press, typePlate } from '../browser.ts'
import { LYING, openTabletStage, type TabletStage, UPRIGHT } from '../faces/tablet/stage.ts'
import { type Camera, seen } from './camera.ts'

/** The tablet before one visitor after another, lying and upright, and while the hub is away. */
export async function tablet(camera: Camera): Promise<void> {
  const stage = await openTabletStage()
  try {
    for (const [suffix, size, language] of [
      ['', LYING, undefined],
      ['-upright-en', UPRIGHT, 'en'],
    ] as const) {
      const page = await stage.open('C01', size, language)
      await visit(stage, page, name => camera.take(page, `tablet-${name}${suffix}`))
      await page.close()
    }
    await away(stage, camera)
  } finally {
    await stage.close()
  }
}

async function visit(stage: TabletStage, page: Page, take: (name: string) => Promise<void>): Promise<void> {
  await seen(page, 'tablet-idle')
  await take('idle')
  const { ticketId } = await stage.serve('C01')
  await seen(page, 'rate-now')
  await take('serving')
  await stage.finish('C01', ticketId)
  await seen(page, 'level-5')
  await press(page, 'level-4')
  await take('levels')
  await press(page, 'level-2')
  await press(page, 'tag-213')
  await take('why')
  await press(page, 'size')
  await take('elder')
  await press(page, 'size')
  await press(page, 'rating-submit')
  await seen(page, 'ending-keyboard')
  await take('plate')
  await press(page, 'plate-whole')
  await typePlate(page, '鲁F12345')
  await seen(page, 'thanks')
  await take('thanks')
}

async function away(stage: TabletStage, camera: Camera): Promise<void> {
  await stage.serve('C02')
  const page = await stage.open('C02')
  await seen(page, 'rate-now')
  await stage.hub.kill()
  await page.waitForSelector('[data-testid=link-badge][data-live=false]')
  await camera.take(page, 'tablet-offline')
  await press(page, 'rate-now')
  await camera.take(page, 'tablet-whose')
  await press(page, 'whose-mine')
  await press(page, 'level-5')
  await press(page, 'rating-submit')
  await seen(page, 'kept-note')
  await camera.take(page, 'tablet-kept')
  await press(page, 'done')
  await seen(page, 'kept-waiting')
  await camera.take(page, 'tablet-waiting')
}
