import { expect } from 'vitest'
import { HALL_ID } from '../../../server/living-hall/seed.ts'
import { Client } from '../../support/client.ts'
import type { Stage } from '../browser.ts'
import { keepShot } from '../browser.ts'

export type Page = Awaited<ReturnType<Stage['open']>>

/** The machine may be busy with other suites; nothing here is timed. */
export const PATIENT = { timeout: 30_000 }
export const STANDING = { width: 1080, height: 1920 }
export const LYING = { width: 1920, height: 1080 }
/** A panel of 21.5 inches, 1920 × 1080 dots on 476 mm, either way up: 20 mm are so many dots. */
const TWENTY_MM = (20 * 1920) / 476

/** A kiosk of the first hall, paired and ready. */
export async function openKiosk(
  { open }: Pick<Stage, 'open'>,
  hubUrl: string,
  size: typeof STANDING,
  language?: 'en',
): Promise<Page> {
  const { json } = await new Client(hubUrl).get<{ kind: string; hallId: string; url: string }[]>('/api/pairing-links')
  const link = json.find(({ kind, hallId }) => kind === 'kiosk' && hallId === HALL_ID)!
  const page = await open(link.url, size, language)
  await page.getByTestId('services').waitFor()
  await expect.poll(() => page.getByTestId('letter-q').isVisible(), PATIENT).toBe(true)
  return page
}

export const shot = (page: Page, name: string) => keepShot(page, `kiosk-${name}`)
export const step = (page: Page) => page.getByTestId('kiosk').getAttribute('data-step')
export const printing = (page: Page) => page.locator('.kiosk-slip-step').getAttribute('data-printing')

/** Whatever can be pressed now and is smaller than 20 mm one way or the other, and whatever stands outside the screen. */
export const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate(least => {
    const wrong: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>(
      'button, a, label:has(input), input:not(label input), textarea',
    )) {
      const { width, height } = element.getBoundingClientRect()
      if (width === 0) continue
      if (Math.min(width, height) < least - 0.5)
        wrong.push(`${element.dataset['testid'] ?? element.textContent}: ${width.toFixed()} × ${height.toFixed()}`)
    }
    if (document.documentElement.scrollWidth > innerWidth) wrong.push('wider than the screen')
    return wrong
  }, TWENTY_MM)

interface KeptStock {
  ranges: Record<string, { codes: string[] }>
  issued: { number: string }[]
}

/** What the kiosk keeps; `change` as somebody would who tampers with its disk. */
export const inStock = (at: Page, change?: Partial<KeptStock>): Promise<KeptStock | undefined> =>
  at.evaluate(async over => {
    const settled = <R>(request: IDBRequest<R>) =>
      new Promise<R>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const opening = indexedDB.open('pingting-offline', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('stock')
    const database = await settled(opening)
    const store = database.transaction('stock', 'readwrite').objectStore('stock')
    const [key] = await settled(store.getAllKeys())
    const stock = key === undefined ? undefined : await settled(store.get(key))
    if (over !== undefined) await settled(store.put({ ...stock, ...over }, key))
    database.close()
    return stock
  }, change)

/** It has numbers of its own, so that it may lose its hub. */
export const hasNumbers = (at: Page, serviceCode: string): Promise<void> =>
  expect.poll(async () => (await inStock(at))?.ranges[serviceCode]?.codes.length, PATIENT).toBeGreaterThan(0)
