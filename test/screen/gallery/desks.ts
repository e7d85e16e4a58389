import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { forgeAtGate } from '../../support/gates/forged.ts'
import { atGate, press, type Stage, typePlate } from '../browser.ts'
import { type Camera, device, logIn, SIZES, seen } from './camera.ts'

/** Twenty seconds of service and some, at sixty times the pace. */
const SERVICE_MS = 700
const LANGUAGES = [undefined, 'en'] as const

/** Console, phone, booth and parking desk on the way that is not the smooth one, to where gate and hub are away. */
export async function desks(stage: Stage, camera: Camera): Promise<void> {
  await refusals(stage, camera)
  const kiosk = await device(stage, 'kiosk', 'upright')
  const desk = await logIn(stage, '/counter', 'clerk01')
  await press(desk, 'open-C01')
  await counter(desk, kiosk, camera)
  await phones(stage, desk, kiosk, camera)
  await parking(stage, camera)
}

async function refusals(stage: Stage, camera: Camera): Promise<void> {
  for (const language of LANGUAGES) {
    const page = await stage.open('/counter', SIZES.desk, language)
    await page.getByTestId('staff-id').fill('clerk01')
    await page.getByTestId('password').fill('no password of anybody')
    await press(page, 'log-in-submit')
    await seen(page, 'refused')
    await camera.take(page, `log-in-refused${language === 'en' ? '-en' : ''}`)
    const stranger = await logIn(stage, '/office', 'clerk09', language)
    await seen(stranger, 'not-yours')
    await camera.take(stranger, `office-not-yours${language === 'en' ? '-en' : ''}`)
  }
}

async function counter(desk: Page, kiosk: Page, camera: Camera): Promise<void> {
  await seen(desk, 'next-up')
  await camera.take(desk, 'counter-nobody')
  for (const service of ['enterprise', 'construction']) {
    await press(kiosk, `service-${service}`)
    await press(kiosk, 'priority-elder')
    await press(kiosk, 'take')
    await press(kiosk, 'slip-done')
  }
  await desk.locator('[data-testid=next-up][data-number]').waitFor()
  await press(desk, 'others')
  await camera.take(desk, 'counter-why-not')
  await press(desk, 'others')
  await press(desk, 'verb-callNext')
  await seen(desk, 'current-number')
  for (let times = 0; times < 4; times += 1) {
    await desk.waitForTimeout(SERVICE_MS)
    await desk.keyboard.press('r')
  }
  await camera.take(desk, 'counter-recalled')
  await desk.keyboard.press('a')
  await desk.waitForTimeout(SERVICE_MS)
  await desk.keyboard.press('t')
  await seen(desk, 'transfer-dialog')
  await camera.take(desk, 'counter-transfer')
  await desk.keyboard.press('Escape')
  await desk.keyboard.press('f')
  await desk.locator('[data-testid=current][data-status=none]').waitFor()
  await desk.keyboard.press('p')
  await seen(desk, 'pause-dialog')
  await camera.take(desk, 'counter-pause')
  await desk.keyboard.press('2')
  await desk.locator('[data-testid=counter-status][data-status=paused]').waitFor()
  await camera.take(desk, 'counter-paused')
  await desk.keyboard.press('0')
}

/** @returns what a slip leads to */
async function slip(stage: Stage, kiosk: Page): Promise<string> {
  await press(kiosk, 'service-enterprise')
  await press(kiosk, 'take')
  const qr = new URL((await kiosk.getByTestId('slip-qr').getAttribute('src'))!, stage.house.url)
  const { pathname, search, hash } = new URL(qr.searchParams.get('text')!)
  await press(kiosk, 'slip-done')
  return pathname + search + hash
}

async function phones(stage: Stage, desk: Page, kiosk: Page, camera: Camera): Promise<void> {
  const [first, second] = [await slip(stage, kiosk), await slip(stage, kiosk)]
  const ended = await stage.open(second, SIZES.phone, 'en')
  await seen(ended, 'ticket-number')
  await camera.take(ended, 'phone-waiting-en', { fullPage: true })
  await press(ended, 'cancel')
  await camera.take(ended, 'phone-cancel-en', { fullPage: true })
  await press(ended, 'cancel-confirm')
  await ended.locator('[data-testid=ticket-status][data-status=cancelled]').waitFor()
  await camera.take(ended, 'phone-cancelled-en', { fullPage: true })

  const phone = await stage.open(first, SIZES.phone)
  await press(desk, 'verb-callNext')
  await seen(desk, 'current-number')
  await press(desk, 'verb-arrive')
  await desk.waitForTimeout(SERVICE_MS)
  await press(desk, 'verb-finish')
  await seen(phone, 'rate-open')
  await camera.take(phone, 'phone-served', { fullPage: true })
  await press(phone, 'rate-open')
  await press(phone, 'level-2')
  await camera.take(phone, 'phone-why', { fullPage: true })
  await press(phone, 'tag-207')
  await press(phone, 'rating-submit')
  await seen(phone, 'rated')
  for (const id of ['plate-open', 'plate-whole']) await press(phone, id)
  await camera.take(phone, 'phone-plate', { fullPage: true })
  await typePlate(phone, '鲁F88887')
  await seen(phone, 'parking-reason')
  await camera.take(phone, 'phone-not-inside', { fullPage: true })
}

async function parking(stage: Stage, camera: Camera): Promise<void> {
  const at = new Date(Date.parse(stage.now()) - 40 * 60_000).toISOString()
  for (const plate of ['鲁F88881', '鲁F12346']) await atGate(stage, '/cars/enter', { plate, at })
  const booth = await logIn(stage, '/booth', 'operator')
  await seen(booth, 'booth')
  await camera.take(booth, 'booth-idle')
  for (const [text, name] of [
    ['88881', 'mistyped'],
    ['鲁F12345', 'near'],
    ['99999', 'none'],
  ] as const) {
    await booth.getByTestId('booth-text').fill(text)
    await camera.take(booth, `booth-${name}`)
  }
  const desk = await logIn(stage, '/parking', 'operator')
  await seen(desk, 'cars')
  await camera.take(desk, 'parking-desk', { fullPage: true })
  const forged = Array.from({ length: 6 }, (_, n) => ({ exemptionId: randomUUID(), plate: `鲁F2800${n}` }))
  await forgeAtGate(stage.house, stage.dataDir, stage.now(), forged)
  for (const language of LANGUAGES) {
    const page = language === undefined ? desk : await logIn(stage, '/parking', 'operator', language)
    await page.locator('[data-incident=phantom][data-stage=waits]').nth(5).waitFor({ timeout: 60_000 })
    await camera.take(page, `parking-incidents${language === 'en' ? '-en' : ''}`, { fullPage: true })
  }
  const { gate, hub } = stage.house
  gate.process.kill('SIGKILL')
  await gate.ended
  await booth.getByTestId('booth-text').fill('88881')
  await seen(booth, 'booth-link')
  await camera.take(booth, 'booth-gate-away')
  hub.process.kill('SIGKILL')
  await hub.ended
  for (const [page, name] of [
    [booth, 'booth'],
    [desk, 'parking'],
  ] as const) {
    await page.locator('[data-testid=link-badge][data-live=false]').waitFor()
    await camera.take(page, `${name}-offline`, { fullPage: true })
  }
}
