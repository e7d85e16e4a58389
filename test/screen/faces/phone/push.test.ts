import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import webPush from 'web-push'
import { eventOf, logIn, pair } from '../../../support/client.ts'
import { type HubProcess, startHub } from '../../../support/hub-process.ts'
import { openPushService, type PushService } from '../../../support/pushes.ts'
import { openWindow, press } from '../../browser.ts'
import { PATIENT, PHONE, workerReady } from './stage.ts'

let service: PushService
let hub: HubProcess
let window: Awaited<ReturnType<typeof openWindow>>
beforeAll(async () => {
  service = await openPushService()
  const { publicKey, privateKey } = webPush.generateVAPIDKeys()
  hub = await startHub({
    environment: {
      ...{ WEB_PUSH_SUBJECT: 'mailto:hall@example.org', WEB_PUSH_PUBLIC_KEY: publicKey },
      ...{ WEB_PUSH_PRIVATE_KEY: privateKey, WEB_PUSH_SERVICES: service.url },
    },
  })
  window = await openWindow(hub.url)
})
afterAll(async () => {
  await window?.close()
  await hub?.dispose()
  service?.close()
})

/** No browser here reaches its maker's service: it is given a subscription to the stand-in instead. */
const WITH_SERVICE = (subscription: object) => {
  PushManager.prototype.subscribe = async () => ({ toJSON: () => subscription }) as PushSubscription
}

/** A phone that let itself be told, of a ticket that is the only one that waits. */
async function toldPhone(language: 'zh-CN' | 'en') {
  const kiosk = await pair(hub.url, 'kiosk')
  const taken = await kiosk.must('ticket.take', { serviceCode: 'enterprise' })
  const { number } = eventOf(taken, 'ticket.taken')
  const page = await window.open('/phone', PHONE, language === 'en' ? 'en' : undefined)
  await page.context().grantPermissions(['notifications'])
  await page.addInitScript(WITH_SERVICE, service.subscription())
  await page.goto(`${hub.url}/phone?via=qr#t=${taken.ticket!.token}`)
  await page.reload()
  await workerReady(page)
  const cdp = await page.context().newCDPSession(page)
  const registered = new Promise<string>(resolve =>
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL.endsWith('/phone'))
      if (own !== undefined) resolve(own.registrationId)
    }),
  )
  await cdp.send('ServiceWorker.enable')
  const registrationId = await registered
  await press(page, 'alerts-on')
  await expect.poll(() => page.getByTestId('alerts').getAttribute('data-state'), PATIENT).toBe('closed')
  await page.goto(`${hub.url}/healthz`)
  return {
    ...{ page, number },
    /** What the service brings: as the browser would have opened it. */
    bring: (notice: unknown) =>
      cdp.send('ServiceWorker.deliverPushMessage', { origin: hub.url, registrationId, data: JSON.stringify(notice) }),
  }
}
const shownBy = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    return (await registration.getNotifications()).map(({ title, body }) => `${title}: ${body}`)
  })

test.each([
  ['zh-CN', '请到 1号窗口'],
  ['en', 'Please go to Counter 1'],
] as const)(
  '[FA117] the worker tells a call in the words of the page, which is closed: %s',
  async (language, called) => {
    const { page, number, bring } = await toldPhone(language)

    // when it is called, and the service brings what the hub sent it
    const clerk = await logIn(hub.url, 'clerk01')
    const told = service.told.length
    await clerk.command('counter.open', { counterId: 'C01' })
    const { ticketId } = eventOf(await clerk.must('ticket.callNext', { counterId: 'C01' }), 'ticket.called')
    await clerk.must('ticket.miss', { counterId: 'C01', ticketId })
    await expect.poll(() => service.told.length, PATIENT).toBe(told + 1)
    await bring(service.told.at(-1)!.notice)

    await page.goto(`${hub.url}/phone`)
    await expect.poll(() => shownBy(page), PATIENT).toEqual([`${number}: ${called}`])
    await page.context().close()
  },
)

test('[FA117] the worker tells a place in the line', async () => {
  const { page, number, bring } = await toldPhone('en')

  await bring({ number, language: 'en', ahead: 3 })

  await page.goto(`${hub.url}/phone`)
  await expect.poll(() => shownBy(page), PATIENT).toEqual([`${number}: You are number 4 in line`])
  await page.context().close()
})

test('[FA117] where the browser has no service the page says that it has to stay open', async () => {
  const kiosk = await pair(hub.url, 'kiosk')
  const taken = await kiosk.must('ticket.take', { serviceCode: 'enterprise' })
  const page = await window.open('/phone', PHONE)
  await page.context().grantPermissions(['notifications'])
  await page.goto(`${hub.url}/phone?via=qr#t=${taken.ticket!.token}`)
  await page.reload()
  await workerReady(page)
  await press(page, 'alerts-on')

  await expect.poll(() => page.getByTestId('alerts').innerText(), PATIENT).toContain('请保持本页打开')
  expect(await page.getByTestId('alerts').getAttribute('data-state')).toBe('all')
  expect(window.complaints).toEqual([])
})
