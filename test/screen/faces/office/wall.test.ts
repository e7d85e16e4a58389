import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, press, type Stage, words } from '../../browser.ts'
import { logIn, SIZES } from '../../gallery/camera.ts'
import { PATIENT } from '../board-floor.ts'
import { type Hall, openHall, PLATE, WORDS } from './office-floor.ts'

/** The wall docs/board.md is designed for, and where a manager's is read from. */
const MM_PER_PX = 1660 / 1920
const METRES = 5
const LEAST_ARC_MINUTES = 10
const READ = '.wall-card li > *, .wall-card h2, .wall-head dd, .wall-head dt, .wall-none, .wall-note'

let stage: Stage
let hall: Hall
let wall: Page
beforeAll(async () => {
  stage = await openStage()
  hall = await openHall(stage.house.url, 3)
  for (const level of [5, 4, 5, 3, 5] as const) await hall.visit(1, level, 'property')
  for (const level of [5, 2, 1, 1, 5] as const) await hall.visit(2, level)
  for (let n = 0; n < 5; n += 1) await hall.visit(3, 2, 'social-security')
  for (let n = 0; n < 4; n += 1) await hall.visit(1, 1)
  for (let n = 0; n < 8; n += 1) await hall.take(n % 2 === 0 ? 'property' : 'enterprise')
  const missed = await hall.call(3)
  await hall.verb(3, 'ticket.miss', missed)
  wall = await stage.open(await hall.wallLink(), SIZES.wall)
  await wall.getByTestId('wall').waitFor(PATIENT)
  // Waits grow too long, and a quarter of an hour passes since the bad ratings.
  await wall.getByTestId('late').locator('li').nth(5).waitFor({ timeout: 60_000 })
})
afterAll(async () => {
  hall?.close()
  await stage?.close()
})

/** Cards and lines whose contents stand out of them, where they would be cut. */
const cutOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const edge = (one: Element) => one.getBoundingClientRect()
    const frames = [...document.querySelectorAll('.wall-card, .wall-card li, .wall-head')]
    const cut = frames.filter(frame =>
      [...frame.querySelectorAll('*')].some(
        one => edge(one).bottom > edge(frame).bottom + 2 || edge(one).right > edge(frame).right + 2,
      ),
    )
    const { scrollWidth, scrollHeight } = document.documentElement
    const scrolls = scrollWidth > innerWidth || scrollHeight > innerHeight ? ['the page scrolls'] : []
    return [...scrolls, ...cut.map(frame => `${frame.className}: ${frame.textContent}`)]
  })

describe('what hangs on a manager’s wall', () => {
  it('[FA54, HL67] counters from five ratings on, best first; long waits, missed calls, countdowns and devices', async () => {
    const ranked = await wall.getByTestId('ranking').locator('li').allInnerTexts()
    expect(ranked.map(row => row.replaceAll(/\s+/g, ' '))).toEqual([
      '1 1号窗口 5 条 100.0%',
      '2 2号窗口 5 条 40.0%',
      '3 3号窗口 5 条 0.0%',
    ])
    expect(await words(wall, 'missed')).toMatch(/[A-Z]\d{3}/)
    expect(await words(wall, 'late')).toMatch(/^[AB]\d{3}/)
    await expect.poll(() => words(wall, 'wall-cases'), PATIENT).toMatch(/号窗口[\s\S]*作风类[\s\S]*\d 天 \d+ 小时/)
    expect(await words(wall, 'in-time')).toBe('按期整改率 —（0/0）')
    expect(await words(wall, 'devices')).toContain('在线')
    expect(await words(wall, 'gate')).toContain('道闸正常')
  })

  it('[FA55] no word, plate, name or level of anybody who rated is on it', async () => {
    const shown = await wall.locator('body').innerText()
    for (const canary of [WORDS, '张三', PLATE, 'F24680', '工作人员', '不满意']) expect(shown).not.toContain(canary)
  })

  it.each([
    ['1080p', SIZES.wall],
    ['4K', SIZES.wall4k],
  ] as const)(
    '[FA54] on %s it stands on one page with nothing cut, in both languages and themes',
    async (_name, size) => {
      const found: string[] = []
      for (const language of ['zh-CN', 'en'])
        for (const theme of ['night', 'day']) {
          const url = new URL(wall.url())
          url.searchParams.set('lang', language)
          url.searchParams.set('theme', theme)
          await wall.setViewportSize(size)
          await wall.goto(url.href)
          await wall.getByTestId('wall').waitFor(PATIENT)
          await expect.poll(() => wall.getByTestId('late').locator('li').count(), PATIENT).toBe(6)
          found.push(...(await cutOn(wall)).map(cut => `${language} ${theme}: ${cut}`))
        }
      expect(found).toEqual([])
    },
  )

  it('[FA54] its smallest sign is seen under ten minutes of arc from five metres', async () => {
    await wall.setViewportSize(SIZES.wall)
    const heights = await wall.locator(READ).evaluateAll(all => {
      const pen = document.createElement('canvas').getContext('2d')!
      return all.map(one => {
        const { fontWeight, fontSize, fontFamily } = getComputedStyle(one)
        pen.font = `${fontWeight} ${fontSize} ${fontFamily}`
        return pen.measureText('H').actualBoundingBoxAscent
      })
    })
    const arc = (px: number) => (Math.atan((px * MM_PER_PX) / (METRES * 1000)) * 180 * 60) / Math.PI
    expect(heights.length).toBeGreaterThan(20)
    expect(Math.min(...heights.map(arc))).toBeGreaterThanOrEqual(LEAST_ARC_MINUTES)
  })
})

describe('a wall that stays', () => {
  it('[FA57] a paired wall comes up by itself when its page is loaded anew; without pairing a log-in is asked for', async () => {
    await wall.reload()
    await wall.getByTestId('wall').waitFor(PATIENT)
    const other = await stage.open('/wall', SIZES.wall)
    await other.getByTestId('log-in').waitFor(PATIENT)
    await other.context().close()
    const clerk = await logIn(stage, '/wall', 'clerk09')
    await expect.poll(() => clerk.getByTestId('refused').getAttribute('data-code'), PATIENT).toBe('access.denied')
    await clerk.context().close()
  })

  it('[FA56] with the hub gone it says so, and goes on by itself with what is so', async () => {
    const live = () => wall.getByTestId('link-badge').getAttribute('data-live')
    const { hub } = stage.house
    hub.process.kill('SIGKILL')
    await hub.ended
    await expect.poll(live, PATIENT).toBe('false')
    await stage.house.restart('hub')
    await expect.poll(live, { timeout: 60_000, interval: 100 }).toBe('true')
    const before = Number(await words(wall, 'wall-completed'))
    await hall.visit(2, 5)
    await expect.poll(async () => Number(await words(wall, 'wall-completed')), PATIENT).toBe(before + 1)
    await press(wall, 'theme')
    expect(stage.complaints).toEqual([])
  })
})
