import { hubAt, livedDay } from '../../support/books/lived-day.ts'
import { openWindow, press } from '../browser.ts'
import { type Camera, logIn, SIZES, seen } from './camera.ts'

/** The desks of those who keep the books, on the morning after a day with a difference. */
export async function office(camera: Camera): Promise<void> {
  const { dataDir, exemptionId } = await livedDay()
  const hub = await hubAt('2026-11-24T01:00:00.000Z', dataDir)
  const window = await openWindow(hub.url)
  try {
    for (const language of [undefined, 'en'] as const) {
      const end = language === 'en' ? '-en' : ''
      // Half of the pictures are taken by night.
      const night = language === 'en' ? '?theme=night' : ''
      const books = await logIn(window, `/books${night}`, 'operator', language)
      await seen(books, 'break')
      await seen(books, 'figures')
      await camera.take(books, `books${end}`, { fullPage: true })
      await books.getByTestId('story-key').fill(exemptionId)
      await press(books, 'story-look')
      await seen(books, 'story')
      await camera.take(books, `books-story${end}`, { fullPage: true })
      const parking = await logIn(window, `/parking${night}`, 'operator', language, 'wall')
      await seen(parking, 'totals')
      await camera.take(parking, `parking${end}`)
      const booth = await logIn(window, `/booth${night}`, 'operator', language)
      await seen(booth, 'booth')
      await booth.getByTestId('booth-text').fill('345')
      await camera.take(booth, `booth${end}`)
      const policies = await logIn(window, `/policies${night}`, 'manager', language)
      await seen(policies, 'policies')
      await policies.getByTestId('policy-freeMinutes').fill('60')
      await policies.getByTestId('policy-version').fill('2027-1')
      await press(policies, 'try')
      await seen(policies, 'trial')
      await camera.take(policies, `policies${end}`, { fullPage: true })
      await policies.emulateMedia({ media: 'print' })
      await policies.setViewportSize(SIZES.paper)
      await camera.take(policies, `policies-paper${end}`, { fullPage: true })
      await books.emulateMedia({ media: 'print' })
      await books.setViewportSize(SIZES.paper)
      await camera.take(books, `books-paper${end}`, { fullPage: true })
    }
  } finally {
    await window.close()
    await hub.dispose()
  }
}
