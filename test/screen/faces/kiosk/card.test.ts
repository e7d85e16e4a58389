import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { logIn } from '../../../support/client.ts'
import { type HubProcess, startHub } from '../../../support/hub-process.ts'
import { openWindow, press } from '../../browser.ts'
import { LYING, openKiosk as openAt, PATIENT, type Page, STANDING, shot, step, tooSmall } from '../kiosk-stand.ts'

const [FIRST, SECOND] = ['11010519491231002X', '110105194912310038']
const SERVICE = 'service-enterprise'

/** What lies on the reader of the kiosk's own machine. */
let lying: string | undefined
let asked = 0
let reader: Server
let hub: HubProcess
let window: Awaited<ReturnType<typeof openWindow>>

beforeAll(async () => {
  hub = await startHub()
  window = await openWindow(hub.url)
  reader = createServer((_request, response) => {
    asked += 1
    response.writeHead(lying === undefined ? 204 : 200, { 'access-control-allow-origin': hub.url })
    response.end(lying === undefined ? undefined : JSON.stringify({ idNumber: lying }))
  })
  await new Promise<void>(resolve => reader.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await window?.close()
  await hub?.dispose()
  reader?.close()
})

const addressOf = (path: string) => `http://127.0.0.1:${(reader.address() as AddressInfo).port}${path}`
const setRealName = async (fields: object) => (await logIn(hub.url, 'admin')).must('hall.setRealName', fields)
const cardAt = (page: Page) => page.getByTestId('card').getAttribute('data-card')

/** @returns whether the Enter at its end would still have pressed what has the focus. */
const typedByReader = (page: Page, text: string): Promise<boolean> =>
  page.evaluate(signs => {
    const pressed = (key: string) =>
      document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    for (const sign of signs) pressed(sign)
    return pressed('Enter')
  }, text)

const openKiosk = async (size: typeof STANDING, language?: 'en') => {
  const page = await openAt(window, hub.url, size, language)
  await press(page, SERVICE)
  return page
}

it('[FA111] a kiosk asks for no card until its hall says so', async () => {
  const page = await openKiosk(STANDING)
  expect(await page.getByTestId('card').count()).toBe(0)
  expect(await page.getByTestId('take').innerText()).toMatch(/^取号/)
  await page.close()
})

it('[FA109, FA111, TK79] a card that a reader types is told as read, never shown, and gives one ticket of a service', async () => {
  await setRealName({ realName: 'optional' })
  const page = await openKiosk(STANDING)
  expect(await page.getByTestId('take').innerText()).toMatch(/^无证件取号/)
  expect(await tooSmall(page)).toEqual([])
  await shot(page, 'card-none')

  // when it is read wrong, then right; each time its Enter presses nothing
  expect(await typedByReader(page, `${FIRST.slice(0, 17)}1`)).toBe(false)
  await expect.poll(() => cardAt(page), PATIENT).toBe('wrong')
  expect(await typedByReader(page, FIRST)).toBe(false)
  await expect.poll(() => cardAt(page), PATIENT).toBe('read')
  expect(await page.getByTestId('take').innerText()).toMatch(/^取号/)
  expect(await page.content()).not.toContain('19491231')
  await shot(page, 'card-read')

  await press(page, 'take')
  await expect.poll(() => step(page), PATIENT).toBe('slip')

  // then the same card is told that it has one, and without it there is another
  await press(page, 'kiosk-home')
  await press(page, SERVICE)
  await typedByReader(page, FIRST)
  await expect.poll(() => cardAt(page), PATIENT).toBe('read')
  await press(page, 'take')
  await expect.poll(() => page.locator('.kiosk-step').innerText(), PATIENT).toContain('您在这项业务已经有号')
  expect(await page.getByTestId('card-has').innerText()).toMatch(/^您的号：[A-Z]\d{3}$/)
  await shot(page, 'card-twice')
  await press(page, 'card-forget')
  expect(await page.getByTestId('card-has').count()).toBe(0)
  await press(page, 'take')
  await expect.poll(() => step(page), PATIENT).toBe('slip')
  await page.close()
})

it('[FA111] who asks for priority is asked for no card', async () => {
  const page = await openKiosk(LYING, 'en')
  await press(page, 'priority-elder')
  expect(await page.getByTestId('card').count()).toBe(0)
  expect(await page.getByTestId('take').innerText()).toMatch(/^Take a ticket(?! without)/)
  await page.close()
})

it('[FA110] a reader of its own machine is asked at its address, and nothing beside it can be', async () => {
  await setRealName({ realName: 'optional', readerUrl: addressOf('/card') })
  const page = await openKiosk(LYING, 'en')
  await expect.poll(() => asked, PATIENT).toBeGreaterThan(0)
  expect(await cardAt(page)).toBe('none')
  expect(await tooSmall(page)).toEqual([])
  await shot(page, 'card-en-lying')

  lying = SECOND
  await expect.poll(() => cardAt(page), PATIENT).toBe('read')
  expect(window.complaints).toEqual([])

  // Left on the reader, it is not used where its owner does not want it.
  await press(page, 'card-forget')
  expect(await cardAt(page)).toBe('none')

  const other = await page.evaluate(
    url =>
      fetch(url).then(
        () => 'answered',
        () => 'refused',
      ),
    addressOf('/other'),
  )
  expect(other).toBe('refused')
  await page.close()
})
