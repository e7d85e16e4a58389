import type { Page } from 'playwright-core'
import { HALL_ID } from '../../../server/living-hall/seed.ts'
import { type Client, eventOf, logIn } from '../../support/client.ts'
import { startHub } from '../../support/hub-process.ts'
import { openPaperPrinter, type PaperPrinter } from '../../support/paper-printer.ts'
import { openWindow, press } from '../browser.ts'
import { type Camera, linkOf, SIZES, seen } from './camera.ts'

/** A roll of 80 mm, of which 72 mm are printed on. */
const PAPER = { width: 302, height: 700 }

/** A kiosk that finds nothing, rates by code, prints, and has no printer or no pairing. */
export async function kiosk(camera: Camera): Promise<void> {
  const printer = await openPaperPrinter()
  const hub = await startHub({ environment: { PRINTERS: `${HALL_ID}=127.0.0.1:${printer.port}` } })
  const window = await openWindow(hub.url)
  try {
    const stranger = await window.open('/kiosk', SIZES.upright)
    await seen(stranger, 'not-paired')
    await camera.take(stranger, 'kiosk-not-paired')
    const [manager, clerk] = [await logIn(hub.url, 'manager'), await logIn(hub.url, 'clerk01')]
    await clerk.must('counter.open', { counterId: 'C01' })
    for (const [end, size, language] of [
      ['', SIZES.upright, undefined],
      ['-en', SIZES.wall, 'en'],
    ] as const) {
      const page = await window.open(await linkOf(hub.url, 'kiosk'), size, language)
      await seen(page, 'letter-q')
      const take = (name: string) => camera.take(page, `kiosk-${name}${end}`)
      await page.getByTestId('service-search').fill('zzzz')
      await seen(page, 'no-service')
      await take('nothing-found')
      await press(page, 'search-clear')

      await rates(page, manager, clerk, take)
      await page.reload()
      await prints(page, printer, camera, { end, size })
      await page.context().close()
    }
  } finally {
    await window.close()
    await hub.dispose()
    await printer.close()
  }
}

/** Somebody was served and rates with the code of his slip. */
async function rates(page: Page, manager: Client, clerk: Client, take: (name: string) => Promise<void>): Promise<void> {
  const taken = await manager.must('ticket.take', { serviceCode: 'enterprise' })
  const { ticketId } = eventOf(taken, 'ticket.taken')
  await clerk.must('ticket.callOne', { counterId: 'C01', ticketId })
  for (const verb of ['arrive', 'finish']) await clerk.must(`ticket.${verb}`, { counterId: 'C01', ticketId })
  await press(page, 'rate-by-code')
  await take('rate-code')
  for (const key of taken.ticket!.code) await press(page, `code-key-${key}`)
  await press(page, 'code-find')
  await seen(page, 'level-2')
  await press(page, 'level-2')
  await take('rate-why')
  await press(page, 'tag-207')
  await press(page, 'rating-submit')
  await page.locator('[data-step=plate] h2').waitFor()
  await take('rate-plate')
}

/** A slip on the screen and on paper, and without a printer. */
async function prints(
  page: Page,
  printer: PaperPrinter,
  camera: Camera,
  { end, size }: { end: string; size: { width: number; height: number } },
): Promise<void> {
  await press(page, 'service-tax')
  await press(page, 'priority-elder')
  await camera.take(page, `kiosk-priority${end}`)
  await press(page, 'take')
  await page.locator('[data-printing=printed]').waitFor()
  await camera.take(page, `kiosk-printed${end}`)
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize(PAPER)
  await camera.take(page, `kiosk-paper${end}`, { fullPage: true })
  await page.emulateMedia({ media: 'screen' })
  await page.setViewportSize(size)
  await press(page, 'slip-done')
  await printer.close()
  await press(page, 'service-tax')
  await press(page, 'take')
  await page.locator('[data-printing=failed]').waitFor()
  await camera.take(page, `kiosk-unprinted${end}`)
  await printer.open()
}
