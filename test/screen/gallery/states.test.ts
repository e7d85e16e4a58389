import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventOf, logIn, pair } from '../../support/client.ts'
import { type HubProcess, PASSWORD, startHub } from '../../support/hub-process.ts'
import { barriersOn } from '../barriers.ts'
import { openWindow, press } from '../browser.ts'
import { linkOf, SIZES } from './camera.ts'

const PATIENT = { timeout: 30_000 }
/** Large type by day, and usual type by night: each colour and each size is met. */
const LOOKS = [
  { theme: 'day', size: 'large' },
  { theme: 'night', size: 'usual' },
] as const
const LANGUAGES = [undefined, 'en'] as const

let hub: HubProcess
let window: Awaited<ReturnType<typeof openWindow>>
beforeAll(async () => {
  hub = await startHub()
  window = await openWindow(hub.url)
})
afterAll(async () => {
  await window?.close()
  await hub?.dispose()
})

/** What keeps somebody out of a page as it stands, in every look. A page is not loaded anew: its state would be lost. */
async function found(page: Page, shows: string): Promise<string[]> {
  await page.getByTestId(shows).first().waitFor(PATIENT)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const barriers: string[] = []
  for (const look of LOOKS) {
    await page.evaluate(worn => Object.assign(document.documentElement.dataset, worn), look)
    barriers.push(...(await barriersOn(page)).map(barrier => `${shows} ${look.theme}: ${barrier}`))
  }
  return barriers
}

/** Somebody who was served. @returns the code of his slip, and what opens his ticket */
async function served(): Promise<{ code: string; token: string; ticketId: string }> {
  const [kiosk, clerk] = [await pair(hub.url, 'kiosk'), await logIn(hub.url, 'clerk01')]
  await clerk.must('counter.open', { counterId: 'C01' })
  const taken = await kiosk.must('ticket.take', { serviceCode: 'enterprise' })
  const { ticketId } = eventOf(taken, 'ticket.taken')
  await clerk.must('ticket.callOne', { counterId: 'C01', ticketId })
  for (const verb of ['arrive', 'finish']) await clerk.must(`ticket.${verb}`, { counterId: 'C01', ticketId })
  await clerk.must('counter.close', { counterId: 'C01' })
  return { code: taken.ticket!.code, token: taken.ticket!.token, ticketId }
}

it.each(LANGUAGES)('[FA102] a kiosk on its by-ways keeps nobody out, %s', async language => {
  const { code } = await served()
  const page = await window.open(await linkOf(hub.url, 'kiosk'), SIZES.upright, language)
  const barriers: string[] = []
  await page.getByTestId('letter-q').waitFor(PATIENT)
  await page.getByTestId('service-search').fill('zzzz')
  barriers.push(...(await found(page, 'no-service')))
  await press(page, 'search-clear')
  await press(page, 'check-in')
  barriers.push(...(await found(page, 'code-key-7')))
  await press(page, 'kiosk-home')
  await press(page, 'rate-by-code')
  for (const key of code) await press(page, `code-key-${key}`)
  await press(page, 'code-find')
  await page.getByTestId('level-2').waitFor(PATIENT)
  await press(page, 'level-2')
  barriers.push(...(await found(page, 'tag-207')))
  await press(page, 'tag-207')
  await press(page, 'rating-submit')
  barriers.push(...(await found(page, 'ending-keyboard')))
  await page.context().close()
  expect(barriers).toEqual([])
})

it.each(LANGUAGES)(
  '[FA102] who is refused at a door, or finds nothing behind it, is kept out by nothing else, %s',
  async language => {
    const barriers: string[] = []
    const page = await window.open('/booth', SIZES.desk, language)
    await page.getByTestId('staff-id').fill('operator')
    await page.getByTestId('password').fill('no password of anybody')
    await press(page, 'log-in-submit')
    barriers.push(...(await found(page, 'refused')))
    await page.getByTestId('password').fill(PASSWORD)
    await press(page, 'log-in-submit')
    await page.getByTestId('booth-text').fill('99999')
    barriers.push(...(await found(page, 'booth-none')))
    await page.goto(`${hub.url}/office`)
    barriers.push(...(await found(page, 'not-yours')))
    await page.context().close()
    expect(barriers).toEqual([])
  },
)
