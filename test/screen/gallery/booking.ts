import { HALL_ID } from '../../../server/living-hall/seed.ts'
import { Client } from '../../support/client.ts'
import { startHub } from '../../support/hub-process.ts'
import { openWindow, press, type Stage } from '../browser.ts'
import { type Camera, linkOf, logIn, SIZES, seen } from './camera.ts'

/** Monday 08:35: what begins at nine can be checked in. */
const MORNING = '2026-11-23T00:35:00.000Z'
const NINE = '2026-11-23T01:00:00.000Z'

/** Appointments, from a citizen's phone to the kiosk, and as the staff see them. */
export async function booking(camera: Camera): Promise<void> {
  const hub = await startHub({ environment: { BUSINESS_CLOCK: `${MORNING}@${Date.now()}x1` } })
  const window = await openWindow(hub.url)
  try {
    const codes: string[] = []
    for (const startsAt of [NINE, NINE, NINE, '2026-11-23T02:00:00.000Z', '2026-11-23T05:30:00.000Z']) {
      const wish = { commandId: crypto.randomUUID(), serviceCode: 'tax', startsAt }
      const { json } = await new Client(hub.url).post<{ code: string }>(`/api/halls/${HALL_ID}/appointments`, wish)
      codes.push(json.code)
    }
    const kiosk = await window.open(await linkOf(hub.url, 'kiosk'), SIZES.upright)
    await press(kiosk, 'check-in')
    await camera.take(kiosk, 'kiosk-check-in')
    await kiosk.keyboard.type(codes[0]!)
    await kiosk.keyboard.press('Enter')
    await seen(kiosk, 'slip-number')
    await camera.take(kiosk, 'kiosk-checked-in')
    for (const language of [undefined, 'en'] as const) {
      await phones(window, camera, language)
      const end = language === 'en' ? '-en' : ''
      const staff = await logIn(window, '/appointments', 'manager', language)
      await seen(staff, 'slot-loads')
      await camera.take(staff, `appointments${end}`, { fullPage: true })
    }
  } finally {
    await window.close()
    await hub.dispose()
  }
}

/** A citizen books, thinks of cancelling, and has no network. The English one does it by night. */
async function phones(window: Pick<Stage, 'open'>, camera: Camera, language: 'en' | undefined): Promise<void> {
  const end = language === 'en' ? '-en' : ''
  const phone = await window.open(
    `/book?hall=${HALL_ID}&theme=${language === 'en' ? 'night' : 'day'}`,
    SIZES.phone,
    language,
  )
  await seen(phone, 'services')
  await camera.take(phone, `book-services${end}`, { fullPage: true })
  await press(phone, 'service-tax')
  await seen(phone, 'slots')
  await camera.take(phone, `book-slots${end}`, { fullPage: true })
  await press(phone, 'day-2026-11-28')
  await camera.take(phone, `book-closed${end}`, { fullPage: true })
  await press(phone, 'day-2026-11-23')
  await press(phone, `slot-${NINE.replace('T01:00', 'T01:30')}`)
  await seen(phone, 'sure')
  await camera.take(phone, `book-sure${end}`, { fullPage: true })
  await press(phone, 'book-it')
  await seen(phone, 'own-code')
  await camera.take(phone, `book-booked${end}`, { fullPage: true })
  await press(phone, 'cancel')
  await camera.take(phone, `book-cancel${end}`, { fullPage: true })
  await phone.context().setOffline(true)
  await seen(phone, 'as-of')
  await camera.take(phone, `book-offline${end}`, { fullPage: true })
}
