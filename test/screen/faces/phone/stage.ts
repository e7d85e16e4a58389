import { expect } from 'vitest'
import { PASSWORD } from '../../../support/hub-process.ts'
import { openStage, pairingLink, press, type Stage, words } from '../../browser.ts'

/** The machine may be busy with other suites; nothing here is timed. */
export const PATIENT = { timeout: 30_000 }
export const PHONE = { width: 390, height: 844 }
const DESK = { width: 1366, height: 768 }
const KIOSK = { width: 1080, height: 1920 }

type Page = Awaited<ReturnType<Stage['open']>>

export interface PhoneStage extends Stage {
  desk: Page
  /** A ticket from the kiosk; what its slip's code leads to. */
  take(): Promise<{ number: string; link: string }>
  phone(link: string, language?: 'en'): Promise<Page>
  /** The clerk calls whoever is next. */
  call(number: string): Promise<void>
}

/** A hall with one kiosk, and a clerk at counter C01. */
export async function openPhoneStage(): Promise<PhoneStage> {
  const stage = await openStage()
  const kiosk = await stage.open(await pairingLink(stage, 'kiosk'), KIOSK)
  const desk = await stage.open('/counter', DESK)
  await desk.getByTestId('staff-id').fill('clerk01')
  await desk.getByTestId('password').fill(PASSWORD)
  await press(desk, 'log-in-submit')
  await press(desk, 'open-C01')
  return {
    ...stage,
    desk,
    async take() {
      await press(kiosk, 'service-enterprise')
      await press(kiosk, 'take')
      const number = await words(kiosk, 'slip-number')
      const qr = new URL((await kiosk.getByTestId('slip-qr').getAttribute('src'))!, stage.house.url)
      const { pathname, search, hash } = new URL(qr.searchParams.get('text')!)
      await press(kiosk, 'slip-done')
      return { number, link: pathname + search + hash }
    },
    phone: (link, language) => stage.open(link, PHONE, language),
    async call(number) {
      await press(desk, 'verb-callNext')
      await expect.poll(() => words(desk, 'current-number'), PATIENT).toBe(number)
    },
  }
}

/** Until the worker has all it needs for an opening without a network. */
export const workerReady = (page: Page): Promise<void> =>
  page.evaluate(async () => void (await navigator.serviceWorker.ready))
