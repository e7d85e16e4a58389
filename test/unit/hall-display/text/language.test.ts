import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { clearStage, happens, show } from '../stage/hooks.ts'
import { openPage, type Page } from '../stage/page.ts'

/** The language is chosen as the page opens. */
async function facesAt(address: string, kept?: string) {
  page = openPage(address)
  if (kept !== undefined) page.kept.set('pingting.language', kept)
  vi.resetModules()
  return {
    ...(await import('../../../../hall-display/src/text/index.ts')),
    ...(await import('../../../../hall-display/src/text/format.ts')),
    ...(await import('../../../../hall-display/src/text/everywhere/index.ts')),
    ...(await import('../../../../hall-display/src/text/outcome/index.ts')),
    ...(await import('../../../../hall-display/src/text/queue/index.ts')),
    ...(await import('../../../../hall-display/src/parts/page.ts')),
  }
}

let page: Page
beforeEach(() => {
  page = openPage()
})
afterEach(async () => {
  await clearStage()
  vi.unstubAllGlobals()
})

describe('the language of a page', () => {
  test.each([
    ['http://hub/board', undefined, 'zh-CN'],
    ['http://hub/board', 'en', 'en'],
    ['http://hub/board?lang=en', undefined, 'en'],
    ['http://hub/board?lang=zh-CN', 'en', 'zh-CN'],
    ['http://hub/board?lang=de', undefined, 'zh-CN'],
  ])(
    '[FA] at %s, with %s kept, is %s: the address goes before what was kept, and Chinese before all',
    async (address, kept, language) => {
      const { useLanguage } = await facesAt(address, kept)

      expect(useLanguage.getState().language).toBe(language)
      expect(page.document.documentElement.lang).toBe(language)
    },
  )

  test('[FA] chosen by hand it is kept, told to the browser, and spoken everywhere at once', async () => {
    const faces = await facesAt('http://hub/board')
    const shown = await show(() => {
      const [pick, other, status] = [
        faces.usePick(),
        faces.useOtherText(faces.commonText),
        faces.useWords(faces.statusCodes),
      ]
      faces.useTitle('T')
      const house = faces.useText(faces.commonText)('house')
      return {
        name: pick({ zh: '税务', en: 'Tax' }),
        other: other.language,
        otherHouse: other.say('house'),
        house,
        status,
      }
    })
    expect(shown.now).toMatchObject({ name: '税务', other: 'en' })
    const { house, otherHouse } = shown.now
    expect(page.document.title).toBe(`T · ${house}`)
    expect(shown.now.status('waiting')).toMatch(/\p{Script=Han}/u)

    await happens(() => faces.speak('en'))

    expect(shown.now).toMatchObject({ name: 'Tax', other: 'zh-CN', house: otherHouse, otherHouse: house })
    expect(shown.now.status('waiting')).toMatch(/^[A-Za-z ]+$/)
    expect(page.kept.get('pingting.language')).toBe('en')
    expect(page.document.documentElement.lang).toBe('en')
    expect(page.document.title).toBe(`T · ${otherHouse}`)
  })

  test('[FA] a code without a word of ours stands as it is', async () => {
    const { useWords, gateCodes } = await facesAt('http://hub/board')
    const words = await show(() => useWords(gateCodes))

    expect(words.now('SOMETHING_NEW')).toBe('SOMETHING_NEW')
  })

  test('[FA] a label that is a number is spoken of as a counter; a longer one says itself', async () => {
    const { counterName } = await facesAt('http://hub/board')
    const sentence = (label: string) => `counter ${label}`

    expect(['7', 'A12', '1234', 'Information'].map(label => counterName(label, sentence))).toEqual([
      'counter 7',
      'counter A12',
      '1234',
      'Information',
    ])
  })
})

describe('numbers and times', () => {
  test('[FA] what is not known is a dash, never a nought', async () => {
    const { useFormat } = await facesAt('http://hub/board')
    const { now: format } = await show(useFormat)

    const of = (value: number | undefined) =>
      [format.number, format.share, format.yuan, format.span, format.minutes].map(each => each(value))

    expect(of(undefined)).toEqual(Array(5).fill('—'))
    expect(of(0)).toEqual(['0', '0.0%', '¥0.00', '0:00', '0'])
  })

  test('[HL20] times are Shanghai’s, given as text or in ms', async () => {
    const { useFormat } = await facesAt('http://hub/board?lang=en')
    const { now: format } = await show(useFormat)

    expect(format.clock('2026-11-23T16:05:09.000Z')).toBe('00:05')
    expect(format.seconds(Date.parse('2026-11-23T16:05:09.000Z'))).toBe('00:05:09')
    expect(format.day('2026-11-23T16:00:00.000Z')).toContain('24')
    expect(format.dayShort('2026-11-23T15:59:59.000Z')).toContain('23')
    expect(format.dayAndClock('2026-11-23T15:59:59.000Z')).toContain('23:59')
  })

  test('[FA] a wait is minutes and seconds, with hours from an hour on, and never less than nothing', async () => {
    const { useFormat } = await facesAt('http://hub/board')
    const { now: format } = await show(useFormat)

    expect([-5, 9.9, 61, 3_599, 3_600, 36_061].map(format.span)).toEqual([
      '0:00',
      '0:09',
      '1:01',
      '59:59',
      '1:00:00',
      '10:01:01',
    ])
    expect(format.minutes(89)).toBe('1')
  })
})
