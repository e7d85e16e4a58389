import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { businessDayOf, businessMs, type Instant, instantOf, localTime, parseBusinessClock } from '@pingting/contract'
import { type Browser, chromium, type Page } from 'playwright-core'
import { buildFaces } from '../../server/living-hall/faces.ts'
import { type LivingHouse, startHouse } from '../../server/living-hall/house.ts'
import { PASSWORD } from '../support/hub-process.ts'

const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

export interface Stage {
  house: LivingHouse
  dataDir: string
  /** Business time. */
  now(): Instant
  browser: Browser
  /** Everything the pages complained about: scripts that failed, resources that were refused by the policy. */
  complaints: string[]
  open(path: string, size: { width: number; height: number }, language?: 'en'): Promise<Page>
  close(): Promise<void>
}

/** The whole house on real parts, on a business clock that runs 60 times as fast, and a browser before it. */
export async function openStage(): Promise<Stage> {
  buildFaces()
  const day = businessDayOf(instantOf(Date.now()))
  const dataDir = mkdtempSync(join(tmpdir(), 'pingting-screen-'))
  const businessClock = `${localTime(day, '09:00')}@${Date.now()}x60`
  const house = await startHouse({ dataDir, password: PASSWORD, hub: { PORT: '0', LOG_LEVEL: 'warn' }, businessClock })
  const window = await openWindow(house.url)
  return {
    ...window,
    ...{ house, dataDir, now: () => instantOf(businessMs(parseBusinessClock(businessClock)!, Date.now())) },
    async close() {
      await window.close()
      await house.stop()
    },
  }
}

/** A browser before a hub that somebody else has started. */
export async function openWindow(
  url: string,
  flags: readonly string[] = [],
): Promise<Omit<Stage, 'house' | 'dataDir' | 'now'>> {
  buildFaces()
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_FLAGS, ...flags] })
  const complaints: string[] = []
  return {
    ...{ browser, complaints, close: () => browser.close() },
    async open(path, size, language) {
      const context = await browser.newContext({ viewport: size, locale: language === 'en' ? 'en-GB' : 'zh-CN' })
      const page = await context.newPage()
      page.on('pageerror', error => complaints.push(`${path}: ${error.message}`))
      page.on('console', message => {
        if (message.type() === 'error' && /Content Security Policy|Trusted/.test(message.text()))
          complaints.push(message.text())
      })
      await page.addInitScript(chosen => localStorage.setItem('pingting.language', chosen), language ?? 'zh-CN')
      await page.goto(url + path)
      return page
    },
  }
}

/**
 * A picture to be looked at, in test/screen/shots, where `SHOTS` is set: nothing is judged by it, and drawing a whole page
 * once more takes the machine longer than most of what is.
 */
export async function keepShot(page: Page, name: string, fullPage = false): Promise<void> {
  if (process.env['SHOTS'] === undefined) return
  await page.screenshot({ path: `test/screen/shots/${name}.png`, fullPage })
}

/** What stands on an element marked for tests. */
export const words = (page: Page, id: string): Promise<string> => page.getByTestId(id).first().innerText()

/** Who rates within two seconds of business time has earned nothing; at sixty times the wall's pace that is soon over. */
const RATING_MS = 100

export async function press(page: Page, id: string): Promise<void> {
  if (id === 'rating-submit') await page.waitForTimeout(RATING_MS)
  await page.getByTestId(id).first().click({ timeout: 20_000 })
}

export async function typePlate(page: Page, plate: string): Promise<void> {
  for (const key of plate) await press(page, `plate-key-${key}`)
  await press(page, 'plate-confirm')
}

/** Where a device of this kind begins, at a counter where it stands at one. */
export async function pairingLink({ house }: Stage, kind: string, counterId?: string): Promise<string> {
  const answer = await fetch(`${house.url}/api/pairing-links`)
  const links = (await answer.json()) as { kind: string; counterId?: string; url: string }[]
  return links.find(link => link.kind === kind && link.counterId === counterId)!.url
}

/** What happens to the simulated gate. */
export async function atGate({ house }: Stage, path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(house.controlUrl + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await answer.json()) as Record<string, unknown>
}
