import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HALL_ID } from '../../../server/living-hall/seed.ts'
import { eventOf, logIn } from '../../support/client.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import { openPaperPrinter, type PaperPrinter } from '../../support/paper-printer.ts'
import { keepShot, openWindow, press, typePlate, words } from '../browser.ts'
import {
  hasNumbers,
  LYING,
  openKiosk as openAt,
  PATIENT,
  printing,
  STANDING,
  shot,
  step,
  tooSmall,
} from './kiosk-stand.ts'

let printer: PaperPrinter
let hub: HubProcess
let window: Awaited<ReturnType<typeof openWindow>>

beforeAll(async () => {
  printer = await openPaperPrinter()
  hub = await startHub({ environment: { PRINTERS: `${HALL_ID}=127.0.0.1:${printer.port}` } })
  await (await logIn(hub.url, 'clerk01')).must('counter.open', { counterId: 'C01' })
  window = await openWindow(hub.url)
})
afterAll(async () => {
  await window?.close()
  await hub?.dispose()
  await printer?.close()
})

const openKiosk = (size: typeof STANDING, language?: 'en') => openAt(window, hub.url, size, language)
const printed = () => printer.papers.at(-1)?.lines.map(({ text }) => text) ?? []

describe.each([
  { language: undefined, size: STANDING, name: 'zh-standing', ahead: /前面人数\s*\d+ 人/, note: '小票已打印' },
  { language: 'en' as const, size: LYING, name: 'en-lying', ahead: /People ahead\s*\d+/, note: 'Your slip is printed' },
])('from the service to the slip, $name', ({ language, size, name, ahead, note }) => {
  it('[FA62, FA63, FA60] initials find the service, a plate is bound, every target is 20 mm, and the slip on paper says what the screen says', async () => {
    // given a kiosk, and a visitor who knows the initials of what he wants
    const page = await openKiosk(size, language)
    expect(await tooSmall(page)).toEqual([])
    await shot(page, `${name}-services`)
    for (const letter of 'qy') await press(page, `letter-${letter}`)
    expect(await page.getByTestId('services').getByRole('button').count()).toBe(1)
    await shot(page, `${name}-search`)

    // when he takes a ticket, an elder with a car of new energy
    await press(page, 'service-enterprise')
    await press(page, 'priority-elder')
    expect(await tooSmall(page)).toEqual([])
    await shot(page, `${name}-details`)
    await press(page, 'plate-open')
    expect(await tooSmall(page)).toEqual([])
    await shot(page, `${name}-plate`)
    await typePlate(page, '鲁FD12345')
    await press(page, 'take')

    // then the paper has what the screen has, and the screen says that it was printed
    await expect.poll(() => printing(page), PATIENT).toBe('printed')
    expect(await words(page, 'printing-note')).toContain(note)
    expect(await words(page, 'slip')).toMatch(ahead)
    // The printer keeps a paper when its line is closed, a moment after it has taken it.
    const number = await words(page, 'slip-number')
    await expect.poll(printed, PATIENT).toContain(number)
    const lines = printed()
    for (const fact of ['ahead', 'wait', 'takenAt', 'item', 'code', 'complaints']) {
      const value = await words(page, `slip-${fact}`)
      expect(
        lines.filter(line => line.endsWith(` ${value}`)),
        fact,
      ).toHaveLength(1)
    }
    expect(await tooSmall(page)).toEqual([])
    await shot(page, `${name}-slip`)
    await press(page, 'slip-done')
    expect(await step(page)).toBe('services')
  })
})

describe('when something is away', () => {
  it('[FA61] no printer: the screen says so, the number stands large, the ticket is there, and a second try prints it', async () => {
    const page = await openKiosk(STANDING)
    await printer.close()
    await press(page, 'service-tax')
    await press(page, 'take')
    await expect.poll(() => printing(page), PATIENT).toBe('failed')
    const number = await words(page, 'slip-number')
    expect(await words(page, 'unprinted')).toMatch(/小票打印机没有响应[\s\S]*不会丢失/)
    expect(await words(page, 'unprinted-number')).toBe(number)
    await shot(page, 'unprinted')

    await printer.open()
    await press(page, 'print')
    await expect.poll(() => printing(page), PATIENT).toBe('printed')
    await expect.poll(printed, PATIENT).toContain(number)
  })

  it('[FA66] no hub: the kiosk says so and what to do, and it goes on by itself', async () => {
    const page = await openKiosk(LYING)
    await hasNumbers(page, 'tax')
    await press(page, 'service-tax')
    await hub.kill()
    await expect.poll(() => page.getByTestId('away').isVisible(), PATIENT).toBe(true)
    expect(await words(page, 'away')).toMatch(/正在重连.*仍可取号/)
    await press(page, 'take')
    await page.getByTestId('offline-taken').waitFor(PATIENT)

    await hub.start()
    await expect.poll(() => page.getByTestId('away').isVisible(), PATIENT).toBe(false)
    // A hub that has hardly started may still be too slow for one visitor, who then gets a number of the kiosk's own.
    const takesAgain = async (): Promise<string | null> => {
      await press(page, 'slip-done')
      await press(page, 'service-tax')
      await press(page, 'take')
      await expect.poll(() => printing(page), PATIENT).toMatch(/printed|offline/)
      return printing(page)
    }
    await expect.poll(takesAgain, { timeout: 50_000 }).toBe('printed')
  })
})

describe('for everybody', () => {
  it('[FA64] a kiosk offers no head start of an appointment', async () => {
    const page = await openKiosk(STANDING)
    await press(page, 'service-tax')
    const offered = page.locator('[data-testid^="priority-"]')
    expect(await offered.evaluateAll(all => all.map(each => each.getAttribute('data-testid')))).toEqual([
      ...['priority-none', 'priority-elder', 'priority-disabled', 'priority-soldier'],
    ])
  })

  it('[FA62] letters that find nothing are told in words, and one press shows all again', async () => {
    const page = await openKiosk(LYING)
    await page.getByTestId('service-search').fill('zzzz')
    expect(await words(page, 'no-service')).toContain('没有找到“zzzz”')
    await shot(page, 'nothing-found')
    await press(page, 'search-clear')
    expect(await page.getByTestId('services').getByRole('button').count()).toBeGreaterThan(3)
  })

  it('[FA65] the whole way by keys alone, focus at the top of each step', async () => {
    const page = await openKiosk(LYING)
    const reach = async (id: string): Promise<void> => {
      const at = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['testid'])
      for (let n = 0; n < 60 && (await at()) !== id; n += 1) await page.keyboard.press('Tab')
      expect(await at()).toBe(id)
      await page.keyboard.press('Enter')
    }
    await reach('service-tax')
    await expect.poll(() => step(page), PATIENT).toBe('details')
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('kiosk-step')
    await reach('take')
    await expect.poll(() => step(page), PATIENT).toBe('slip')
    await expect.poll(() => printing(page), PATIENT).toBe('printed')
    await reach('slip-done')
    await expect.poll(() => step(page), PATIENT).toBe('services')
  })

  it('[FA67] reading aloud is offered where the browser has a voice for the language, and reads the step', async () => {
    const mute = await openKiosk(LYING)
    const heard = await openKiosk(LYING)
    await heard.addInitScript(() => {
      const spoken: string[] = []
      Object.assign(globalThis, {
        spoken,
        SpeechSynthesisUtterance: class {
          text: string
          constructor(text: string) {
            this.text = text
          }
        },
      })
      Object.defineProperty(globalThis, 'speechSynthesis', {
        value: Object.assign(new EventTarget(), {
          getVoices: () => [{ lang: 'zh-CN', name: 'test' }],
          cancel: () => undefined,
          speak: ({ text }: { text: string }) => spoken.push(text),
        }),
      })
    })
    await heard.reload()
    await press(heard, 'service-tax')
    await press(heard, 'read-aloud')
    expect(await heard.evaluate(() => (globalThis as unknown as { spoken: string[] }).spoken.join())).toContain(
      '是否需要优先',
    )
    expect(await mute.getByTestId('read-aloud').isVisible()).toBe(false)
  })

  it('[FA63] 长辈版: nothing leaves the screen, every target is 20 mm', async () => {
    for (const [name, size] of Object.entries({ standing: STANDING, lying: LYING })) {
      const page = await openKiosk(size)
      await press(page, 'size')
      expect(await tooSmall(page)).toEqual([])
      await shot(page, `large-${name}-services`)
      await press(page, 'service-tax')
      expect(await tooSmall(page)).toEqual([])
      await shot(page, `large-${name}-details`)
      await press(page, 'take')
      await expect.poll(() => printing(page), PATIENT).toBe('printed')
      expect(await tooSmall(page)).toEqual([])
      await shot(page, `large-${name}-slip`)
    }
  })

  it.each([
    { name: 'standing', size: STANDING, language: undefined, large: false },
    { name: 'lying', size: LYING, language: 'en' as const, large: false },
    { name: 'large-standing', size: STANDING, language: undefined, large: true },
    { name: 'large-lying', size: LYING, language: undefined, large: true },
  ])('[FA63] the code pad and the steps of a rating are 20 mm, $name', async ({ name, size, language, large }) => {
    const page = await openKiosk(size, language)
    if (large) await press(page, 'size')
    const measure = async (at: string): Promise<void> => {
      expect(await tooSmall(page), at).toEqual([])
      await shot(page, `rate-${at}-${name}`)
    }
    const taken = await (await logIn(hub.url, 'manager')).must('ticket.take', { serviceCode: 'enterprise' })
    const { ticketId } = eventOf(taken, 'ticket.taken')
    const clerk = await logIn(hub.url, 'clerk01')
    await clerk.must('ticket.callOne', { counterId: 'C01', ticketId })
    for (const verb of ['arrive', 'finish']) await clerk.must(`ticket.${verb}`, { counterId: 'C01', ticketId })

    await press(page, 'rate-by-code')
    await measure('code')
    for (const key of taken.ticket!.code) await press(page, `code-key-${key}`)
    await press(page, 'code-find')
    await page.locator('[data-step=rate] h2').waitFor(PATIENT)
    await measure('levels')
    await press(page, 'level-2')
    await measure('reasons')
    await press(page, 'tag-207')
    await press(page, 'rating-submit')
    await page.locator('[data-step=plate] h2').waitFor(PATIENT)
    await measure('plate')
  })

  it('[FA60] the browser prints the slip alone, 72 mm wide on a roll of 80', async () => {
    for (const language of [undefined, 'en'] as const) {
      const page = await openKiosk(STANDING, language)
      await press(page, 'service-tax')
      await press(page, 'take')
      await expect.poll(() => printing(page), PATIENT).toBe('printed')
      await page.emulateMedia({ media: 'print' })
      await page.setViewportSize({ width: 302, height: 700 })
      const box = (await page.getByTestId('slip').boundingBox())!
      expect(box.width).toBeCloseTo((72 / 25.4) * 96, 0)
      expect(await page.getByTestId('slip-done').isVisible()).toBe(false)
      expect(await page.getByTestId('language').isVisible()).toBe(false)
      await keepShot(page, `kiosk-paper-${language ?? 'zh'}`, true)
    }
  })

  it('[AU2] no page failed a script or broke the content policy on the way', () => {
    expect(window.complaints).toEqual([])
  })
})
