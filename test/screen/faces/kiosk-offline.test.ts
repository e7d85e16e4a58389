import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HALL_ID } from '../../../server/living-hall/seed.ts'
import { type Client, logIn } from '../../support/client.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import { barriersOn, LOOKS, wear } from '../barriers.ts'
import { openWindow, press, words } from '../browser.ts'
import { LYING, openKiosk, PATIENT, type Page, STANDING, shot, step, tooSmall } from './kiosk-stand.ts'
import { workerReady } from './phone/stage.ts'

let hub: HubProcess
let clerk: Client
let window: Awaited<ReturnType<typeof openWindow>>

beforeAll(async () => {
  hub = await startHub()
  clerk = await logIn(hub.url, 'clerk01')
  await clerk.must('counter.open', { counterId: 'C01' })
  window = await openWindow(hub.url)
})
afterAll(async () => {
  await window?.close()
  await hub?.dispose()
})

const isAway = (page: Page) => page.getByTestId('away').isVisible()

it('walk', async () => {
  const page = await openKiosk(window, hub.url, STANDING)
  await workerReady(page)
  await hub.kill()
  await expect.poll(() => isAway(page), PATIENT).toBe(true)
  await press(page, 'service-enterprise')
  await press(page, 'priority-elder')
  await press(page, 'take')
  await page.getByTestId('offline-taken').waitFor(PATIENT)
  const first = await words(page, 'slip-number')
  await shot(page, 'offline-slip')
  const url = await page.getByTestId('slip-qr').getAttribute('data-text')
  await press(page, 'slip-done')
  await page.reload()
  await page.getByTestId('services').waitFor(PATIENT)
  await shot(page, 'offline-restarted')
  await press(page, 'service-enterprise')
  await press(page, 'take')
  await page.getByTestId('offline-taken').waitFor(PATIENT)
  const second = await words(page, 'slip-number')
  await press(page, 'slip-done')
  console.log(first, second, url)
  await hub.start()
  await expect.poll(() => isAway(page), PATIENT).toBe(false)
  clerk = await logIn(hub.url, 'clerk01')
  const called = await clerk.must('ticket.callNext', { counterId: 'C01' })
  console.log(JSON.stringify(called.events))
  const phone = await window.open(url!.replace(hub.url, ''), { width: 390, height: 844 })
  await phone.getByTestId('phone').waitFor(PATIENT)
  await phone.screenshot({ path: 'test/screen/shots/offline-phone.png' })
}, 120_000)
