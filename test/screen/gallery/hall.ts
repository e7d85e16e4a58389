import type { Page } from 'playwright-core'
import { atGate, press, type Stage, typePlate } from '../browser.ts'
import { type Camera, device, logIn, SIZES, seen } from './camera.ts'

const BOARD = '/board?hall=yt-centre'
/** Twenty seconds of service and some, at sixty times the pace. */
const SERVICE_MS = 700
const CROWD = 9

/** A morning of the hall, looked at through every face that stands in it. */
export async function hall(stage: Stage, camera: Camera): Promise<void> {
  await home(stage, camera)
  const board = await stage.open(BOARD, SIZES.wall)
  await seen(board, 'board')
  await camera.take(board, 'board-empty')
  // Whoever is paired last is the kiosk.
  const english = await device(stage, 'kiosk', 'wall', 'en')
  await seen(english, 'services')
  await camera.take(english, 'kiosk-en')
  await english.close()
  const kiosk = await device(stage, 'kiosk', 'upright')
  const link = await ticket(stage, kiosk, camera)
  await crowd(kiosk)
  const phone = await stage.open(link, SIZES.phone)
  await seen(phone, 'ticket-number')
  await camera.take(phone, 'phone-waiting')
  const tablet = await device(stage, 'tablet', 'tablet', undefined, 'C01')
  const desk = await console_(stage, camera)
  await camera.take(phone, 'phone-called')
  await press(desk, 'verb-arrive')
  await desk.waitForTimeout(SERVICE_MS)
  await camera.take(desk, 'counter-serving')
  await press(desk, 'verb-finish')
  await rated(tablet, phone, camera)
  await cut(stage, { board, desk, kiosk, phone }, camera)
}

async function home(stage: Stage, camera: Camera): Promise<void> {
  for (const language of [undefined, 'en'] as const) {
    const page = await stage.open('/', SIZES.desk, language)
    await seen(page, 'faces')
    await camera.take(page, language === 'en' ? 'home-en' : 'home')
  }
}

/** A ticket with a plate whose car is inside. @returns what its slip leads to */
async function ticket(stage: Stage, kiosk: Page, camera: Camera): Promise<string> {
  const at = new Date(stage.now()).getTime() - 40 * 60_000
  await atGate(stage, '/cars/enter', { plate: '鲁F12345', at: new Date(at).toISOString() })
  await seen(kiosk, 'services')
  await camera.take(kiosk, 'kiosk-services')
  await press(kiosk, 'service-enterprise')
  await camera.take(kiosk, 'kiosk-details')
  await press(kiosk, 'plate-open')
  await camera.take(kiosk, 'kiosk-plate')
  await typePlate(kiosk, '鲁F12345')
  await press(kiosk, 'take')
  await seen(kiosk, 'slip-number')
  await camera.take(kiosk, 'kiosk-slip')
  const qr = new URL((await kiosk.getByTestId('slip-qr').getAttribute('src'))!, stage.house.url)
  const { pathname, search, hash } = new URL(qr.searchParams.get('text')!)
  await press(kiosk, 'slip-done')
  await press(kiosk, 'size')
  await camera.take(kiosk, 'kiosk-elder')
  await press(kiosk, 'size')
  return pathname + search + hash
}

async function crowd(kiosk: Page): Promise<void> {
  for (let n = 0; n < CROWD; n += 1) {
    await press(kiosk, n % 3 === 0 ? 'service-tax' : 'service-enterprise')
    await press(kiosk, 'take')
    await press(kiosk, 'slip-done')
  }
}

/** @returns the desk of C01 with its first visitor called */
async function console_(stage: Stage, camera: Camera): Promise<Page> {
  const gate = await stage.open('/counter', SIZES.desk)
  await seen(gate, 'staff-id')
  await camera.take(gate, 'log-in')
  const desk = await logIn(stage, '/counter', 'clerk01')
  await seen(desk, 'open-C01')
  await camera.take(desk, 'counter-choose')
  await press(desk, 'open-C01')
  await seen(desk, 'verb-callNext')
  await camera.take(desk, 'counter-next')
  await press(desk, 'verb-callNext')
  await seen(desk, 'current-number')
  await camera.take(desk, 'counter-called')
  const other = await logIn(stage, '/counter?theme=night', 'clerk02', 'en', 'wall')
  await press(other, 'open-C02')
  await press(other, 'verb-callNext')
  await seen(other, 'current-number')
  await camera.take(other, 'counter-night-en')
  return desk
}

async function rated(tablet: Page, phone: Page, camera: Camera): Promise<void> {
  await seen(tablet, 'level-5')
  await press(tablet, 'level-5')
  await press(tablet, 'rating-submit')
  await seen(tablet, 'thanks')
  await seen(phone, 'parking-note')
  await camera.take(phone, 'phone-parking', { fullPage: true })
}

/** The hub is gone: each face says so, and what it shows has its age; a kiosk goes on alone. */
async function cut(
  stage: Stage,
  pages: Readonly<Record<string, Page>> & { kiosk: Page },
  camera: Camera,
): Promise<void> {
  const { hub } = stage.house
  hub.process.kill('SIGKILL')
  await hub.ended
  for (const [name, page] of Object.entries(pages)) await camera.take(page, `${name}-offline`)
  const { kiosk } = pages
  await press(kiosk, 'service-tax')
  await camera.take(kiosk, 'kiosk-offline-details')
  await press(kiosk, 'take')
  await seen(kiosk, 'offline-taken')
  await camera.take(kiosk, 'kiosk-offline-slip')
  await press(kiosk, 'slip-done')
  await stage.house.restart('hub')
}
