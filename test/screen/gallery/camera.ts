import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { PASSWORD } from '../../support/hub-process.ts'
import { pairingLink, press, type Stage } from '../browser.ts'

export const SIZES = {
  wall: { width: 1920, height: 1080 },
  wall4k: { width: 3840, height: 2160 },
  upright: { width: 1080, height: 1920 },
  desk: { width: 1366, height: 768 },
  tablet: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
  /** A4 at 96 dots an inch, its margins left out. */
  paper: { width: 718, height: 1047 },
} as const

const FOLDER = fileURLToPath(new URL('../../../docs/screens', import.meta.url))
/** Small enough for a page of them, good enough to read. */
const QUALITY = 80
/** What moves in has come to rest, and charts have measured themselves. */
const REST_MS = 1_200

/** Takes pictures of pages into docs/screens, named after face and state. */
export class Camera {
  readonly taken: string[] = []

  async take(page: Page, name: string, wish: { fullPage?: boolean } = {}): Promise<void> {
    mkdirSync(FOLDER, { recursive: true })
    await page.waitForTimeout(REST_MS)
    await page.screenshot({ path: join(FOLDER, `${name}.jpg`), type: 'jpeg', quality: QUALITY, ...wish })
    this.taken.push(name)
    console.log(name)
  }
}

export async function logIn(
  stage: Pick<Stage, 'open'>,
  path: string,
  staffId: string,
  language?: 'en',
  size: keyof typeof SIZES = 'desk',
) {
  const page = await stage.open(path, SIZES[size], language)
  await page.getByTestId('staff-id').fill(staffId)
  await page.getByTestId('password').fill(PASSWORD)
  await press(page, 'log-in-submit')
  return page
}

export const device = async (
  stage: Stage,
  kind: string,
  size: keyof typeof SIZES,
  language?: 'en',
  counterId?: string,
) => stage.open(await pairingLink(stage, kind, counterId), SIZES[size], language)

/** Where a device of this kind begins, at a hub without a house around it. */
export async function linkOf(hubUrl: string, kind: string): Promise<string> {
  const links = (await (await fetch(`${hubUrl}/api/pairing-links`)).json()) as { kind: string; url: string }[]
  return links.find(link => link.kind === kind)!.url
}

/** @returns what stands there once it does */
export async function seen(page: Page, testId: string): Promise<string> {
  const one = page.getByTestId(testId).first()
  await one.waitFor({ timeout: 60_000 })
  return one.innerText()
}
