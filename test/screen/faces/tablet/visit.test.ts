import { LEVELS } from '@pingting/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, rating } from '../../../support/client.ts'
import { press, words } from '../../browser.ts'
import { flawsOn, LYING, NUMBER, openTabletStage, PATIENT, shot, stepOf, type TabletStage, UPRIGHT } from './stage.ts'

let stage: TabletStage
beforeAll(async () => {
  stage = await openTabletStage()
})
afterAll(() => stage?.close())

const sees = (page: Page, id: string) => expect.poll(() => page.getByTestId(id).first().isVisible(), PATIENT).toBe(true)

/** A visitor of C01 whose service is done, before the form that opens by itself. */
async function invited(page: Page) {
  await sees(page, 'tablet')
  const visitor = await stage.serve('C01')
  await stage.finish('C01', visitor.ticketId)
  await sees(page, 'level-5')
  return visitor
}

describe.each([
  { name: 'lying-zh', size: LYING, language: undefined, large: false },
  { name: 'upright-zh', size: UPRIGHT, language: undefined, large: true },
  { name: 'lying-en', size: LYING, language: 'en' as const, large: true },
  { name: 'upright-en', size: UPRIGHT, language: 'en' as const, large: false },
])('from the call to thanks, $name', ({ name, size, language, large }) => {
  it('[FA30, FA31, FA33] who serves, the item, five levels each with its tags stand on one screen; then the plate, then thanks', async () => {
    const page = await stage.open('C01', size, language)
    await sees(page, 'tablet')
    if (large) await press(page, 'size')
    const { number } = await invited(page)

    // given who serves, and what for
    expect(await words(page, 'officer')).toBe('1号窗口工作人员')
    await expect.poll(() => words(page, 'officer-number'), PATIENT).toContain(NUMBER)
    expect(
      await page.getByTestId('officer-photo').evaluate((img: HTMLImageElement) => img.naturalWidth),
    ).toBeGreaterThan(0)
    expect(await words(page, 'item')).toContain(number)

    // when he looks at each level
    for (const level of LEVELS) {
      await press(page, `level-${level}`)
      expect(await page.locator('[data-testid^="tag-"]').count()).toBe(8)
      expect(await flawsOn(page), `level ${level}`).toEqual([])
    }
    // then a bad one asks why, kindly, and is not sent without
    expect(await page.getByTestId('rating-submit').isDisabled()).toBe(true)
    expect(await words(page, 'words-help')).toMatch(language === 'en' ? /help.*same parking/ : /帮助.*停车减免都一样/)
    await press(page, 'tag-115')
    await shot(page, `${name}-why`)
    await press(page, 'rating-submit')

    await sees(page, 'ending-keyboard')
    expect(await flawsOn(page)).toEqual([])
    await press(page, 'plate-whole')
    await sees(page, 'plate-keyboard')
    expect(await flawsOn(page)).toEqual([])
    await shot(page, `${name}-plate`)
    await press(page, 'plate-skip')
    await sees(page, 'thanks')
    expect(await flawsOn(page)).toEqual([])
    await shot(page, `${name}-thanks`)
    await press(page, 'done')
    await sees(page, 'tablet-idle')
    await page.context().close()
  })
})

describe('a visitor', () => {
  it('[FA33, V9] no sign on the screen tells afterwards which level was given', async () => {
    const page = await stage.open('C01')
    const seen: string[] = []
    for (const level of LEVELS) {
      await invited(page)
      await press(page, `level-${level}`)
      if (level <= 2) await press(page, `tag-${level === 1 ? 115 : 214}`)
      await press(page, 'rating-submit')
      await sees(page, 'car-finder')
      const asked = await page.getByTestId('tablet-visit').innerHTML()
      await press(page, 'plate-skip')
      await sees(page, 'thanks')
      seen.push(asked + (await page.getByTestId('tablet-visit').innerHTML()))
      await press(page, 'done')
    }
    expect(new Set(seen).size).toBe(1)
    await page.context().close()
  })

  it('[FA32] who walks away is warned, has not rated, and leaves the tablet as he found it', async () => {
    const page = await stage.open('C01')
    await sees(page, 'tablet')
    await page.clock.install()
    const { ticketId, phone } = await invited(page)
    await press(page, 'language')
    await press(page, 'size')
    await press(page, 'level-5')
    await page.clock.fastForward(50_000)
    await sees(page, 'idle-notice')
    await shot(page, 'idle-warning')
    await page.clock.fastForward(15_000)

    await expect.poll(() => stepOf(page), PATIENT).toBe('over')
    await sees(page, 'tablet-idle')
    expect(
      await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['size']]),
    ).toEqual(['zh-CN', undefined])
    // The hub knows of no rating: the visitor can still give his own.
    expect(codeOf((await phone.command('evaluation.submit', rating(ticketId, 'phone'))).json)).toBe('accepted')
    await page.context().close()
  })

  it('[FA38] a counter that is paused or closed says so, and nobody is asked', async () => {
    const page = await stage.open('C03')
    await sees(page, 'tablet-idle')
    expect(await words(page, 'tablet-idle')).toContain('未开放')
    const clerk = await stage.staff('C03')
    await expect.poll(() => words(page, 'tablet-idle'), PATIENT).toContain('欢迎您')
    // Nothing was laid down of this one: the first sign of the name stands for a photo.
    expect(await page.getByTestId('officer-photo').count()).toBe(0)
    expect(await words(page, 'officer')).toBe('3号窗口工作人员')
    await clerk.must('counter.pause', { counterId: 'C03', reason: 'break' })
    await expect.poll(() => words(page, 'tablet-idle'), PATIENT).toContain('暂停')
    expect(await page.getByTestId('rate-now').count()).toBe(0)
    await page.context().close()
  })
})

it('[FA34] there is no way out: no menu, no marking, no zoom, no link, no way back; and the screen is kept lit', async () => {
  const page = await stage.open('C02')
  await page.addInitScript(() => {
    Object.assign(globalThis, { lit: 0 })
    Object.defineProperty(navigator, 'wakeLock', {
      value: { request: async () => Object.assign(globalThis, { lit: 1 }) && { release: async () => undefined } },
    })
  })
  await page.reload()
  await sees(page, 'tablet')
  const address = page.url()

  const held = await page.evaluate(() => {
    const main = document.querySelector('main')!
    const isHeld = (event: Event): boolean => !main.dispatchEvent(event)
    const all = { bubbles: true, cancelable: true }
    return {
      menu: isHeld(new MouseEvent('contextmenu', all)),
      marking: isHeld(new Event('selectstart', all)),
      dragging: isHeld(new Event('dragstart', all)),
      zoom: isHeld(new WheelEvent('wheel', { ...all, ctrlKey: true })),
      scrolling: isHeld(new WheelEvent('wheel', all)),
      marks: getComputedStyle(main).userSelect,
      pinch: getComputedStyle(document.documentElement).touchAction,
      links: document.querySelectorAll('a').length,
    }
  })
  expect(held).toEqual({
    ...{ menu: true, marking: true, dragging: true, zoom: true, scrolling: false },
    ...{ marks: 'none', pinch: 'pan-x pan-y', links: 0 },
  })
  await page.evaluate(() => history.back())
  await page.waitForTimeout(300)
  expect(page.url()).toBe(address)
  expect(await page.evaluate(() => (globalThis as unknown as { lit: number }).lit)).toBe(1)
  expect(stage.complaints).toEqual([])
  await page.context().close()
})
