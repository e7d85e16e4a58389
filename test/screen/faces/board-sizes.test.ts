import { localTime } from '@pingting/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import { openWindow } from '../browser.ts'
import { BOARD, type Floor, openFloor, PATIENT } from './board-floor.ts'

/** The wall docs/board.md is designed for: 75 inches, 16 to 9; its long side in mm. */
const LONG_SIDE_MM = 1660
const WALLS = [
  ['1080p', { width: 1920, height: 1080 }],
  ['4K', { width: 3840, height: 2160 }],
  ['1080p upright', { width: 1080, height: 1920 }],
] as const
const LANGUAGES = [undefined, 'en'] as const
type Size = (typeof WALLS)[number][1]

/** [what, the least angle in minutes of arc, at so many metres]; the table of docs/board.md. */
const DESIGNED = [
  ['.call:first-child .call-number', 20, 10],
  ['.call:first-child .call-counter b', 20, 10],
  ['.call:nth-child(2) .call-number', 10, 10],
  ['.call:nth-child(2) .call-counter b', 10, 10],
  ['.call:first-child .call-counter small', 10, 10],
  ['[data-testid="waiting-tally"]', 10, 10],
  ['.board-figure strong', 10, 7],
  ['.board-service-tally', 10, 5],
  ['.board-services li span', 10, 4],
  ['.board-figure span', 10, 4],
  ['.board-figure .other-language', 10, 4],
  ['.board-notice p', 10, 4],
  ['.board-hours text', 10, 4],
  ['.board-channels text, .board-satisfaction text', 10, 4],
] as const

let hub: HubProcess
let window: Awaited<ReturnType<typeof openWindow>>
let floor: Floor
beforeAll(async () => {
  // A hall that works at night has the most hours to tell.
  const night = `${localTime('2026-11-23', '00:30')}@${Date.now()}x1`
  hub = await startHub({ environment: { BUSINESS_CLOCK: night } })
  window = await openWindow(hub.url)
  floor = await openFloor(hub.url)
  // As full as a board gets: eight calls, the newest of them called again.
  for (let n = 0; n < 8; n += 1) {
    await floor.take('enterprise')
    await floor.call()
    if (n < 7) await floor.finish()
  }
  await floor.recall()
})
afterAll(async () => {
  floor?.close()
  await window?.close()
  await hub?.dispose()
})

async function open(size: Size, language?: 'en', theme = 'night'): Promise<Page> {
  const board = await window.open(`${BOARD}&theme=${theme}`, size, language)
  await expect.poll(() => board.getByTestId('call').count(), PATIENT).toBe(8)
  await board.getByTestId('level-chart').locator('text').first().waitFor()
  return board
}

/** How high its smallest capital or digit stands, in px, in the font the browser really takes. */
const heightPx = (board: Page, selector: string): Promise<number> =>
  board.locator(selector).evaluateAll(all => {
    const pen = document.createElement('canvas').getContext('2d')!
    const heights = all.map(one => {
      const { fontWeight, fontSize, fontFamily } = getComputedStyle(one)
      pen.font = `${fontWeight} ${fontSize} ${fontFamily}`
      return pen.measureText('H').actualBoundingBoxAscent
    })
    return Math.min(...heights)
  })

const minutesOfArc = (mm: number, metres: number): number => (Math.atan(mm / (metres * 1_000)) * 180 * 60) / Math.PI

/** Frames whose contents stand out of them, where they would be cut; and signs of a chart that lie over each other. */
const cutOn = (board: Page): Promise<string[]> =>
  board.evaluate(() => {
    const edge = (one: Element) => one.getBoundingClientRect()
    const drawn = (one: Element) => one.closest('.unseen, defs') === null && edge(one).width * edge(one).height > 0
    const isOut = (frame: Element) => (one: Element) =>
      drawn(one) && (edge(one).bottom > edge(frame).bottom + 2 || edge(one).right > edge(frame).right + 2)
    const frames = [
      ...document.querySelectorAll('.board, .board-head, .board-card, .board-notice, .call, .board-waiting'),
    ]
    const cut = frames.filter(frame => [...frame.querySelectorAll('*')].some(isOut(frame)))
    const charts = [...document.querySelectorAll('.chart')].filter(chart => {
      const signs = [...chart.querySelectorAll('text')].map(edge)
      const lies = (one: DOMRect, other: DOMRect) =>
        one.left < other.right - 1 && other.left < one.right - 1 && Math.abs(one.top - other.top) < one.height * 0.75
      return signs.some((one, n) => signs.slice(n + 1).some(other => lies(one, other)))
    })
    const { scrollWidth, scrollHeight } = document.documentElement
    const scrolls = scrollWidth > innerWidth || scrollHeight > innerHeight ? ['the page scrolls'] : []
    return [
      ...scrolls,
      ...cut.map(frame => frame.className),
      ...charts.map(chart => chart.getAttribute('data-testid')!),
    ]
  })

describe.each(WALLS)('the board on a wall of %s', (_name, size) => {
  it.each(LANGUAGES)('[FA25] stands on one page with nothing cut (%s)', async language => {
    const board = await open(size, language)

    expect(await cutOn(board)).toEqual([])
    await board.context().close()
  })

  it('[FA26] can be read from where docs/board.md says, by the sizes the browser really gives it', async () => {
    const board = await open(size, 'en')
    const mmPerPx = LONG_SIDE_MM / Math.max(size.width, size.height)

    const angles = await Promise.all(
      DESIGNED.map(async ([selector, least, metres]) => ({
        ...{ selector, least },
        angle: minutesOfArc((await heightPx(board, selector)) * mmPerPx, metres),
      })),
    )

    expect(angles.filter(({ angle, least }) => !(angle >= least))).toEqual([])
    await board.context().close()
  })
})

describe('the board by day, by night and at rest', () => {
  it('[FA29] its colours turn with one press and stay so', async () => {
    const board = await open(WALLS[0][1])
    const ground = () => board.getByTestId('board').evaluate(it => getComputedStyle(it).backgroundColor)
    const night = await ground()

    await board.getByTestId('theme').click()
    await expect.poll(ground, PATIENT).not.toBe(night)
    const day = await ground()
    await board.goto(hub.url + BOARD)
    await board.getByTestId('board').waitFor()

    await expect.poll(ground, PATIENT).toBe(day)
  })

  it('[FA99] a new call moves by nothing but what the machine shows without painting the wall again', async () => {
    const board = await open(WALLS[0][1])
    const moved = () =>
      board.evaluate(() =>
        document.getAnimations().flatMap(animation => {
          const frames = (animation.effect as KeyframeEffect).getKeyframes()
          return frames.flatMap(({ offset, computedOffset, easing, composite, ...what }) => Object.keys(what))
        }),
      )
    await floor.recall()

    await expect.poll(async () => new Set(await moved()), PATIENT).toEqual(new Set(['opacity']))
  })

  it('[FA29] who wants no motion sees a new call stand out, and still', async () => {
    const board = await open(WALLS[0][1])
    await board.emulateMedia({ reducedMotion: 'reduce' })
    const top = board.getByTestId('call').first()
    const sheet = () =>
      top.evaluate(row => {
        const { animationName, opacity, content, backgroundColor } = getComputedStyle(row, '::before')
        const isSeen =
          content !== 'none' && opacity === '1' && backgroundColor !== getComputedStyle(row).backgroundColor
        return { animationName, isSeen }
      })
    await floor.recall()

    await expect.poll(sheet, PATIENT).toEqual({ animationName: 'none', isSeen: true })
  })
})
