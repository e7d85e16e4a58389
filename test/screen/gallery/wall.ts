import type { Level } from '@pingting/contract'
import type { Page } from 'playwright-core'
import { press, type Stage } from '../browser.ts'
import { type Hall, openHall } from '../faces/office/office-floor.ts'
import { type Camera, logIn, SIZES, seen } from './camera.ts'

const LEVELS: readonly Level[] = [5, 5, 4, 5, 3, 5, 4, 2, 5, 5, 1, 4]
const ROUNDS = 3
const COUNTERS = 4
/** A quarter of an hour and some more, at sixty times the pace: long waits, and cases on the wall. */
const LATER_MS = 32_000

const BOARD = '/board?hall=yt-centre'

/** The board, the office and the wall of who manages the hall, before a morning and in it. */
export async function officeAndWall(stage: Stage, camera: Camera): Promise<void> {
  const empty = await logIn(stage, '/office', 'manager')
  await seen(empty, 'office')
  await camera.take(empty, 'office-empty')
  await press(empty, 'view-back')
  await seen(empty, 'office-back')
  await camera.take(empty, 'office-back-empty', { fullPage: true })
  await press(empty, 'view-live')
  const hall = await openHall(stage.house.url, COUNTERS)
  for (let n = 0; n < LEVELS.length * ROUNDS; n += 1)
    await hall.visit(1 + (n % (COUNTERS - 1)), LEVELS[n % LEVELS.length]!, n % 2 === 0 ? 'enterprise' : 'property')
  for (let n = 0; n < 9; n += 1) await hall.take(n % 3 === 0 ? 'property' : 'enterprise')
  await hall.verb(1, 'ticket.arrive', await hall.call(1))
  await hall.call(2)
  await hall.verb(3, 'ticket.miss', await hall.call(3))
  await hall.pause(COUNTERS)
  await boards(stage, camera)
  await empty.waitForTimeout(LATER_MS)
  await offices(stage, camera)
  await walls(stage, hall, camera, empty)
  hall.close()
}

async function boards(stage: Stage, camera: Camera): Promise<void> {
  for (const [name, size, language, theme] of [
    ['board', 'wall', undefined, 'night'],
    ['board-en', 'wall', 'en', 'night'],
    ['board-day', 'wall', undefined, 'day'],
    ['board-4k', 'wall4k', undefined, 'night'],
    ['board-upright', 'upright', undefined, 'night'],
  ] as const) {
    const page = await stage.open(`${BOARD}&theme=${theme}`, SIZES[size], language)
    await seen(page, 'call-number')
    await camera.take(page, name)
    if (name === 'board-day') await muted(page, camera)
    await page.close()
  }
}

async function muted(board: Page, camera: Camera): Promise<void> {
  await press(board, 'sound')
  await camera.take(board, 'board-muted')
}

async function offices(stage: Stage, camera: Camera): Promise<void> {
  for (const [end, language, theme, size] of [
    ['', undefined, 'day', 'desk'],
    ['-en', 'en', 'night', 'wall'],
  ] as const) {
    const page = await logIn(stage, `/office?theme=${theme}`, 'manager', language, size)
    await seen(page, 'office')
    await camera.take(page, `office${end}`, { fullPage: true })
    await press(page, 'view-back')
    await seen(page, 'ratings')
    await camera.take(page, `office-back${end}`, { fullPage: true })
    await page.getByTestId('print-sheet').and(page.locator(':enabled')).waitFor()
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize(SIZES.paper)
    await camera.take(page, `office-sheet${end}`, { fullPage: true })
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize(SIZES.phone)
    await press(page, 'view-live')
    await seen(page, 'office')
    await camera.take(page, `office-narrow${end}`, { fullPage: true })
  }
}

/** The wall, and who looks at the office, to where the hub is gone. */
async function walls(stage: Stage, hall: Hall, camera: Camera, office: Page): Promise<void> {
  const wall = await stage.open(await hall.wallLink(), SIZES.wall)
  await seen(wall, 'ranking')
  await camera.take(wall, 'wall')
  await press(wall, 'theme')
  await wall.setViewportSize(SIZES.wall4k)
  await camera.take(wall, 'wall-day-4k')
  const english = await stage.open(await hall.wallLink(), SIZES.wall, 'en')
  await seen(english, 'ranking')
  await camera.take(english, 'wall-en')
  const { hub } = stage.house
  hub.process.kill('SIGKILL')
  await hub.ended
  await camera.take(english, 'wall-offline')
  await camera.take(office, 'office-offline')
}
