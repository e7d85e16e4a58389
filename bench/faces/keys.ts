import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../server/living-hall/demo/play.ts'
import { COUNTER_TALLY, clerkIdOf, counterIdOf, HALL_ID } from '../../server/living-hall/seed.ts'
import { openWindow } from '../../test/screen/browser.ts'
import { quantilesOf, type Row } from '../pages/report.ts'
import { busyHall } from './busy-hall.ts'

const WATCH = readFileSync(new URL('../load/watch-page.js', import.meta.url), 'utf8')
const watching = (testId: string): string => `${WATCH}\nwatchPage('${testId}')`
const SPEED = 60
const LOOK_MS = 20
/** Nobody may wait whom a counter could serve; what is shown after a key that was taken is waited for longer. */
const CALLED_TIMEOUT_MS = 3_000
const SHOWN_TIMEOUT_MS = 10_000
/** Twenty seconds of service and some, at the pace of the day. */
const SERVICE_MS = 500

interface Sizes {
  calls: number
  /** Of the counters how many are worked, the first ones: of those of the last services ours alone, so that somebody always waits. */
  worked: number
}

/**
 * From a clerk's key to what his own page and the board have drawn, in Chromium, while the demonstration's day goes on at
 * the other counters: hub, bridge, gate, hall and browser share the machine.
 */
export async function benchFaces({ calls, worked }: Sizes): Promise<Row[]> {
  const hall = await busyHall(SPEED, worked)
  const window = await openWindow(hall.url)
  try {
    const board = await window.open(`/board?hall=${HALL_ID}`, { width: 1920, height: 1080 })
    const desk = await atCounter(await window.open('/counter', { width: 1366, height: 768 }), COUNTER_TALLY)
    await Promise.all([board.evaluate(watching('call-number')), desk.evaluate(watching('current'))])
    hall.begin()
    const [ownMs, boardMs] = [[] as number[], [] as number[]]
    while (boardMs.length < calls) {
      const calledMs = await verb(desk, 'n', 'called', CALLED_TIMEOUT_MS)
      // Nobody waits whom this counter could serve: somebody will come.
      if (calledMs === undefined) continue
      const pressedMs = (await desk.evaluate('noted.pressedMs')) as number
      const number = await desk.getByTestId('current-number').innerText()
      const servedMs = await verb(desk, 'a', 'serving')
      await wait(SERVICE_MS)
      const finishedMs = await verb(desk, 'f', 'none')
      const onBoardMs = await shownAt(board, number)
      if ([servedMs, finishedMs, onBoardMs].includes(undefined)) throw new Error(`${number} was not drawn in time`)
      ownMs.push(calledMs, servedMs!, finishedMs!)
      boardMs.push(onBoardMs! - pressedMs)
    }
    const side = 'pingting'
    return [
      { what: `a clerk's key → his own page drew it, the day at ${SPEED}×`, side, ...withP95(ownMs) },
      { what: `a clerk's key → the board drew the call, the day at ${SPEED}×`, side, ...withP95(boardMs) },
    ]
  } finally {
    await window.close()
    await hall.end()
  }
}

function withP95(timesMs: number[]): Partial<Row> {
  const p95Ms = timesMs.toSorted((a, b) => a - b)[Math.ceil(timesMs.length * 0.95) - 1]!
  return { ...quantilesOf(timesMs), figure: `p95 ${p95Ms.toFixed(1)} ms`, value: p95Ms }
}

async function atCounter(desk: Page, number: number): Promise<Page> {
  await desk.getByTestId('staff-id').fill(clerkIdOf(number))
  await desk.getByTestId('password').fill(DEMO_PASSWORD)
  await desk.getByTestId('log-in-submit').click()
  await desk.getByTestId(`open-${counterIdOf(number)}`).click()
  await desk.getByTestId('verb-callNext').waitFor()
  return desk
}

/** @returns ms from the key to the page, or undefined when it does not show that in time */
async function verb(
  desk: Page,
  key: string,
  status: string,
  timeoutMs = SHOWN_TIMEOUT_MS,
): Promise<number | undefined> {
  await desk.evaluate('noted.shownMs = {}')
  await desk.keyboard.press(key)
  const shownMs = await shownAt(desk, status, timeoutMs)
  return shownMs && shownMs - ((await desk.evaluate('noted.pressedMs')) as number)
}

/** @returns when the text was drawn, or undefined when it was not in time */
async function shownAt(page: Page, text: string, timeoutMs = SHOWN_TIMEOUT_MS): Promise<number | undefined> {
  for (const endMs = performance.now() + timeoutMs; performance.now() < endMs; await wait(LOOK_MS)) {
    const shownMs = (await page.evaluate(`noted.shownMs[${JSON.stringify(text)}]`)) as number | undefined
    if (shownMs !== undefined && shownMs > 0) return shownMs
  }
  return undefined
}
