import { startHub } from '../../support/hub-process.ts'
import { openWindow, press } from '../browser.ts'
import { type Camera, logIn, SIZES, seen } from './camera.ts'

const PARTS = [
  'steps',
  'hall',
  'services',
  'counters',
  'hours',
  'staff',
  'devices',
  'parking',
  'tags',
  'audit',
] as const

/** A hall that nobody has set up or worked in yet: every part of the set-up with its form, and desks without a line. */
export async function setup(camera: Camera): Promise<void> {
  const hub = await startHub()
  const window = await openWindow(hub.url)
  try {
    for (const language of [undefined, 'en'] as const) {
      const end = language === 'en' ? '-en' : ''
      // Half of the pictures are taken by night.
      const night = language === 'en' ? '?theme=night' : ''
      const page = await logIn(window, `/admin${night}#steps`, 'admin', language)
      await seen(page, 'steps-left')
      for (const part of PARTS) {
        await press(page, `part-${part}`)
        if (part === 'services' || part === 'counters' || part === 'devices') await press(page, 'add')
        if (part === 'staff') await press(page, 'change-clerk02')
        if (part === 'audit') await page.getByTestId('audit-who').selectOption('all')
        await camera.take(page, `admin-${part}${end}`, { fullPage: part !== 'staff' })
      }
      await press(page, 'part-devices')
      await press(page, 'add')
      await page.getByTestId('device-kind').selectOption('tablet')
      await page.getByTestId('device-counter').selectOption('C05')
      await press(page, 'save')
      await seen(page, 'pairing-address')
      await camera.take(page, `admin-pairing${end}`)
      await page.context().close()
      for (const [path, staffId, shows] of [
        ['books', 'operator', 'closing'],
        ['appointments', 'manager', 'slot-loads'],
        ['parking', 'operator', 'gate-link'],
        ['wall', 'manager', 'wall'],
      ] as const) {
        const empty = await logIn(window, `/${path}${night}`, staffId, language)
        await seen(empty, shows)
        await camera.take(empty, `${path}-empty${end}`, { fullPage: true })
        await empty.context().close()
      }
      const own = await logIn(window, `/account${night}`, language === 'en' ? 'clerk22' : 'clerk21', language)
      await seen(own, 'second-factor')
      await own.getByTestId('factor-password').fill('0000')
      await camera.take(own, `account${end}`, { fullPage: true })
      await camera.take(await window.open('/board', SIZES.desk, language), `board-no-hall${end}`)
      await camera.take(await window.open(`/pair${night}`, SIZES.desk, language), `pair-no-code${end}`)
      await camera.take(await window.open(`/phone${night}`, SIZES.phone, language), `phone-no-ticket${end}`)
    }
  } finally {
    await window.close()
    await hub.dispose()
  }
}
