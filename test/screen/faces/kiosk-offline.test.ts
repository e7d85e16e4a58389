import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Client, codeOf, logIn } from '../../support/client.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import { barriersOn, LOOKS, wear } from '../barriers.ts'
import { keepShot, openWindow, press, words } from '../browser.ts'
import { hasNumbers, inStock, LYING, openKiosk, PATIENT, type Page, STANDING, shot, tooSmall } from './kiosk-stand.ts'
import { workerReady } from './phone/stage.ts'

let hub: HubProcess
let clerk: Client
let window: Awaited<ReturnType<typeof openWindow>>
let page: Page

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
beforeEach(async () => {
  page = await openKiosk(window, hub.url, STANDING)
  await workerReady(page)
  await hasNumbers(page, 'enterprise')
})
afterEach(() => page.context().close())

const isAway = () => page.getByTestId('away').isVisible()
const waiting = () => page.getByTestId('away').getAttribute('data-waiting')

async function loseHub(): Promise<void> {
  await hub.kill()
  await expect.poll(isAway, PATIENT).toBe(true)
}
async function bringHubBack(): Promise<void> {
  await hub.start()
  await expect.poll(isAway, PATIENT).toBe(false)
}

/** @returns its number, with its slip on the screen. */
async function takeAlone(service = 'enterprise'): Promise<string> {
  await press(page, `service-${service}`)
  await press(page, 'take')
  await page.getByTestId('offline-taken').waitFor(PATIENT)
  return words(page, 'slip-number')
}

describe('while the hub is away', () => {
  it('[FA68, FA69, TK72] two tickets with their slips, a restart between them, and both in the queue once, in order', async () => {
    // given a hub that is killed, and a visitor who takes a ticket all the same
    await loseHub()
    expect(await words(page, 'away')).toContain('仍可取号')
    const first = await takeAlone()
    expect(first).toBe('A9970')
    expect(await words(page, 'offline-taken')).toContain('系统暂时断开')
    expect(await words(page, 'slip')).toMatch(/取号时间[\s\S]*票号编码[\s\S]*离线号/)
    expect(await words(page, 'slip')).not.toMatch(/前面人数|预计等候/)
    const url = await page.getByTestId('slip-qr').getAttribute('data-text')
    await shot(page, 'offline-slip')
    await press(page, 'slip-done')

    // and a kiosk that is started anew, with the hub still away
    await page.reload()
    await page.getByTestId('services').waitFor(PATIENT)
    expect(await waiting()).toBe('1')
    await shot(page, 'offline-restarted')
    const second = await takeAlone()
    expect(second).toBe('A9971')
    await press(page, 'slip-done')
    expect(await waiting()).toBe('2')

    // when the hub is there again, and somebody comes later
    await bringHubBack()
    clerk = await logIn(hub.url, 'clerk01')
    await expect.poll(async () => (await inStock(page))?.issued, PATIENT).toEqual([])
    const later = await (await logIn(hub.url, 'manager')).must('ticket.take', { serviceCode: 'enterprise' })

    // then all three are called in the order they came, and nobody else
    const called: unknown[] = []
    for (let n = 0; n < 3; n += 1) {
      const { events } = await clerk.must('ticket.callNext', { counterId: 'C01' })
      const { ticketId, number } = events[0] as { ticketId: string; number: string }
      called.push(number)
      if (n === 0) await opens(url!, number)
      await clerk.must('ticket.miss', { counterId: 'C01', ticketId })
    }
    expect(called).toEqual([first, second, (later.events[0] as { number: string }).number])
    expect(codeOf((await clerk.command('ticket.callNext', { counterId: 'C01' })).json)).toBe('ticket.queue-empty')
  })

  /** The page behind the QR code of an offline slip. */
  async function opens(url: string, number: string): Promise<void> {
    const phone = await window.open(url.replace(hub.url, ''), { width: 390, height: 844 })
    await phone.getByTestId('phone').waitFor(PATIENT)
    expect(await phone.locator('body').innerText()).toContain(number)
    await phone.context().close()
  }

  it('[FA71] without a number left it says so, with where to go; nothing is given out', async () => {
    await inStock(page, { ranges: {} })
    await loseHub()
    await press(page, 'service-tax')
    await press(page, 'take')
    expect(await words(page, 'offline-none')).toMatch(/人工取号（电话 12345）/)
    await shot(page, 'offline-none')
    await bringHubBack()
  })

  it('[FA70] what the hub does not take is told for staff until they have looked after it', async () => {
    await loseHub()
    await takeAlone()
    await press(page, 'slip-done')
    const { issued } = (await inStock(page))!
    await inStock(page, { issued: issued.map(ticket => ({ ...ticket, number: 'A9000' })) })
    await bringHubBack()
    await page.getByTestId('offline-rejected').waitFor(PATIENT)
    expect(await words(page, 'offline-rejected')).toMatch(/请工作人员处理[\s\S]*A9000 这个号没有分配/)
    await shot(page, 'offline-rejected')
    expect(await tooSmall(page)).toEqual([])
    expect(await barriersOn(page)).toEqual([])

    await press(page, 'offline-rejected-done')
    await expect.poll(() => page.getByTestId('offline-rejected').isVisible(), PATIENT).toBe(false)
    await page.reload()
    await page.getByTestId('services').waitFor(PATIENT)
    expect(await page.getByTestId('offline-rejected').isVisible()).toBe(false)
  })

  it('[FA68, FA3, FA63] nobody is kept out of any step, in both languages, by night, in large type; every target is 20 mm', async () => {
    await loseHub()
    const found: string[] = []
    const look = async (name: string): Promise<void> => {
      found.push(...(await barriersOn(page)).map(barrier => `${name}: ${barrier}`))
      for (const [way, size] of Object.entries({ lying: LYING, standing: STANDING })) {
        await page.setViewportSize(size)
        found.push(...(await tooSmall(page)).map(small => `${name} ${way}: ${small}`))
        await shot(page, `${name}-${way}`)
      }
    }
    for (const worn of LOOKS) {
      const name = `offline-${worn.language}-${worn.theme}-${worn.size}`
      await wear(page, worn)
      await page.getByTestId('services').waitFor(PATIENT)
      await expect.poll(isAway, PATIENT).toBe(true)
      await look(`${name}-services`)
      await press(page, 'service-tax')
      await look(`${name}-details`)
      await press(page, 'take')
      await page.getByTestId('offline-taken').waitFor(PATIENT)
      await look(`${name}-slip`)
      await press(page, 'slip-done')
    }
    await bringHubBack()
    expect(found).toEqual([])
  }, 240_000)

  it('[FA68] the browser prints the slip alone, its code with it', async () => {
    await loseHub()
    await takeAlone()
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 302, height: 700 })
    expect((await page.getByTestId('slip-qr').boundingBox())!.width).toBeCloseTo((34 / 25.4) * 96, 0)
    for (const screenOnly of ['offline-taken', 'print', 'slip-done'])
      expect(await page.getByTestId(screenOnly).isVisible(), screenOnly).toBe(false)
    await keepShot(page, 'kiosk-offline-paper', true)
    await bringHubBack()
  })

  it('[AU2] no page failed a script or broke the content policy on the way', () => {
    expect(window.complaints).toEqual([])
  })
})
