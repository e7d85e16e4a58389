import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rating } from '../../../support/client.ts'
import { barriersOn, LOOKS, type Look } from '../../barriers.ts'
import { press } from '../../browser.ts'
import { openTabletStage, PATIENT, type TabletStage } from './stage.ts'

let stage: TabletStage
beforeAll(async () => {
  stage = await openTabletStage()
})
afterAll(() => stage?.close())

const sees = (page: Page, id: string) => expect.poll(() => page.getByTestId(id).first().isVisible(), PATIENT).toBe(true)

/** As a visitor would: a page loaded anew would begin anew. */
async function wear(page: Page, { language, theme, size }: Look): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const [spoken, worn] = await page.evaluate(() => {
    const { lang, dataset } = document.documentElement
    return [lang, dataset['size'] === 'large' ? 'large' : 'usual']
  })
  if (spoken !== language) await press(page, 'language')
  if (worn !== size) await press(page, 'size')
  await page.evaluate(next => (document.documentElement.dataset['theme'] = next), theme)
}

/** What keeps somebody out of a state, in every look; in the first of them at the end. */
async function barriersIn(page: Page, state: string): Promise<string[]> {
  const found: string[] = []
  for (const look of LOOKS) {
    await wear(page, look)
    const barriers = await barriersOn(page)
    found.push(...barriers.map(barrier => `${state}, ${Object.values(look).join(' ')}: ${barrier}`))
  }
  await wear(page, LOOKS[0]!)
  return found
}

it('[FA3, FA39] no state of the tablet keeps anybody out, with the hub there', async () => {
  const page = await stage.open('C01')
  await sees(page, 'tablet-idle')
  const found = await barriersIn(page, 'closed')
  const { ticketId } = await stage.serve('C01')
  await sees(page, 'rate-now')
  found.push(...(await barriersIn(page, 'serving')))
  await stage.finish('C01', ticketId)
  await sees(page, 'level-5')
  found.push(...(await barriersIn(page, 'levels')))
  for (const level of [5, 1]) {
    await press(page, `level-${level}`)
    found.push(...(await barriersIn(page, `level ${level}`)))
  }
  await press(page, 'tag-115')
  await press(page, 'rating-submit')
  await sees(page, 'ending-keyboard')
  found.push(...(await barriersIn(page, 'ending')))
  await press(page, 'plate-whole')
  found.push(...(await barriersIn(page, 'plate')))
  await press(page, 'plate-skip')
  await sees(page, 'thanks')
  found.push(...(await barriersIn(page, 'thanks')))
  await page.context().close()

  expect(found).toEqual([])
}, 240_000)

it('[FA3, FA39] nor while it is away, nor when something was not taken', async () => {
  const { ticketId, phone } = await stage.serve('C02')
  const page = await stage.open('C02')
  await sees(page, 'rate-now')
  await stage.hub.kill()
  await expect.poll(() => page.getByTestId('link-badge').getAttribute('data-live'), PATIENT).toBe('false')
  const found = await barriersIn(page, 'away')
  await press(page, 'rate-now')
  found.push(...(await barriersIn(page, 'whose')))
  await press(page, 'whose-mine')
  await press(page, 'level-4')
  await press(page, 'rating-submit')
  await sees(page, 'kept-note')
  found.push(...(await barriersIn(page, 'kept')))
  await press(page, 'done')
  await sees(page, 'kept-waiting')
  found.push(...(await barriersIn(page, 'waiting')))
  const address = page.url()
  await page.goto('about:blank')
  await stage.hub.start()
  await phone.must('evaluation.submit', rating(ticketId, 'phone'))
  await page.goto(address)
  await sees(page, 'kept-refused')
  found.push(...(await barriersIn(page, 'not taken')))
  await page.context().close()

  expect(found).toEqual([])
}, 240_000)
