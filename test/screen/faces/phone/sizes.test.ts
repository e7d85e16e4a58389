import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepShot, press, words } from '../../browser.ts'
import { openPhoneStage, PATIENT, type PhoneStage } from './stage.ts'

let stage: PhoneStage
beforeAll(async () => {
  stage = await openPhoneStage()
})
afterAll(async () => {
  await stage?.close()
})

type Page = Awaited<ReturnType<PhoneStage['phone']>>

/** A page at 200 % has half the pixels. */
const SIZES = [
  { name: '390', width: 390, height: 844 },
  { name: '360', width: 360, height: 640 },
  { name: '390-at-200', width: 195, height: 422 },
]

/** What stands beyond the edge, or is wider inside than it is: said by its words. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter(element => {
        const { right, left, width } = element.getBoundingClientRect()
        return width > 0 && (right > innerWidth + 1 || left < -1 || element.scrollWidth > element.clientWidth + 1)
      })
      .filter(element => getComputedStyle(element).display !== 'inline')
      .map(element => `${element.tagName} ${element.className} ${element.innerText.slice(0, 40)}`),
  )

/** 200 % is of the usual type; large type is another way to the same. */
async function look(page: Page, state: string): Promise<void> {
  for (const { name, ...size } of SIZES) {
    if (state.includes('large') && name === '390-at-200') continue
    await page.setViewportSize(size)
    expect.soft([state, name, await cutOff(page)]).toEqual([state, name, []])
    await keepShot(page, `phone-${state}-${name}`, true)
  }
}

it.each([
  ['zh', undefined, false],
  ['en', 'en', false],
  ['zh-large', undefined, true],
  ['en-large', 'en', true],
] as const)(
  '[FA48] nothing is cut: %s, waiting, asked twice, rating, and at the plate',
  async (mark, language, large) => {
    const { number, link } = await stage.take()
    const phone = await stage.phone(link, language)
    await expect.poll(() => words(phone, 'ahead-tally'), PATIENT).toBe('0')
    if (large) await press(phone, 'size')
    await look(phone, `${mark}-waiting`)
    await press(phone, 'cancel')
    await look(phone, `${mark}-cancel`)
    await stage.call(number)
    await press(phone, 'rate-open')
    await press(phone, 'level-2')
    await look(phone, `${mark}-rating`)
    for (const id of ['plate-open', 'plate-whole']) await press(phone, id)
    await look(phone, `${mark}-plate`)
    await press(stage.desk, 'verb-miss')
    await expect.poll(() => phone.getByTestId('ticket-status').getAttribute('data-status'), PATIENT).toBe('noShow')
  },
)
