import { callsAfter } from '@pingting/contract/words/calls'
import type { CallRow } from '@pingting/contract/words/screen'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { counterIdOf } from '../../../server/living-hall/seed.ts'
import { journalOf, ticketsIn } from '../../support/crowds/stored-journal.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import { openTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts'
import { openWindow, words } from '../browser.ts'
import { BOARD, callsOn, type Floor, figure, liveOn, openFloor, PATIENT } from './board-floor.ts'

/** Monday 09:10. */
const MORNING = '2026-11-23T01:10:00.000Z'
const WALL = { width: 1920, height: 1080 }

let hub: HubProcess
let cable: TcpProxy
let window: Awaited<ReturnType<typeof openWindow>>
let floor: Floor
let board: Page
beforeAll(async () => {
  hub = await startHub({ environment: { BUSINESS_CLOCK: `${MORNING}@${Date.now()}x1` } })
  cable = await openTcpProxy(Number(new URL(hub.url).port))
  window = await openWindow(`http://127.0.0.1:${cable.port}`)
  board = await window.open(BOARD, WALL)
  floor = await openFloor(hub.url)
})
afterAll(async () => {
  floor?.close()
  await window?.close()
  await cable?.close()
  await hub?.dispose()
})

const own = (number: string): string => `${number} ${counterIdOf(1)}`

/** Somebody takes a ticket, is called, and the one before was served. */
async function serveOneMore(): Promise<string> {
  const number = await floor.take()
  await floor.call()
  await floor.finish()
  return number
}

/** The board and its figures are what the journal of the hub, which is gone for it, comes to. */
async function expectJournal(): Promise<void> {
  const shown = { calls: await callsOn(board), taken: await figure(board, 'taken-tally') }
  await hub.kill()
  const commits = await journalOf(hub.dataDir)
  const events = commits.flatMap(({ events }) => events)
  const calls = events.reduce<readonly CallRow[]>((rows, event) => callsAfter(rows, event as never), [])
  expect(shown.calls).toEqual(calls.map(({ number, counterId }) => `${number} ${counterId}`))
  expect(shown.taken).toBe(String(ticketsIn(commits, 'ticket.taken').length))
  await hub.start()
}

describe('the board of a hall', () => {
  it('[FA27] empty: it says that nobody is called, draws no figure that has nothing to divide by, and is live', async () => {
    await expect.poll(() => liveOn(board), PATIENT).toBe('true')

    expect(await words(board, 'calls')).toBe('暂无叫号')
    expect([await figure(board, 'average-wait'), await figure(board, 'active-good')]).toEqual(['—', '—'])
    expect(await board.getByTestId('hall-qr').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0)
  })

  it('[FA103] the curve of the day ends with the hour that runs, and tells nothing of those to come', async () => {
    const told = await board.getByTestId('hour-chart').locator('figcaption').textContent(PATIENT)
    expect([...told!.matchAll(/(\d+) 时/g)].map(([, hour]) => hour)).toEqual(['8', '9'])
    expect(await board.locator('.board-hours .recharts-line-dots > *').count()).toBe(4)
  })

  it('[FA28] a ticket is taken and called: it stands on top with its counter, and the figures move', async () => {
    const first = await serveOneMore()
    await expect.poll(() => callsOn(board), PATIENT).toEqual([own(first)])
    const second = await floor.take()
    await floor.call()

    await expect.poll(() => callsOn(board), PATIENT).toEqual([own(second), own(first)])
    expect(await words(board, 'call-counter')).toMatch(/^1\s*号窗口$/)
    await expect.poll(() => figure(board, 'taken-tally'), PATIENT).toBe('2')
    await expect.poll(() => figure(board, 'completed-tally'), PATIENT).toBe('1')
    await expect.poll(() => figure(board, 'counters-open'), PATIENT).toBe('1')

    await floor.recall()
    await expect.poll(() => words(board, 'call'), PATIENT).toContain('第 1 次重呼')
    await floor.finish()
  })

  it('[FA27] kill -9 of the hub: it says since when it is old, comes back by itself and matches the journal', async () => {
    await hub.kill()
    await expect.poll(() => liveOn(board), PATIENT).toBe('false')
    await expect.poll(() => words(board, 'link-badge'), PATIENT).toMatch(/^数据截至 \d\d:\d\d:\d\d，正在重连$/)
    expect((await callsOn(board)).length).toBe(2)

    await hub.start()
    const number = await serveOneMore()

    await expect.poll(() => liveOn(board), PATIENT).toBe('true')
    await expect.poll(async () => (await callsOn(board))[0], PATIENT).toBe(own(number))
    await expect.poll(() => figure(board, 'taken-tally'), PATIENT).toBe('3')
    await expectJournal()
  })

  it('[FA27] a cable that is cut while people are called: nothing is missing afterwards, and nothing stands twice', async () => {
    await expect.poll(() => liveOn(board), PATIENT).toBe('true')
    cable.weather('blackHole')
    cable.cut()
    const missed = [await serveOneMore(), await serveOneMore(), await serveOneMore()]
    await expect.poll(() => liveOn(board), PATIENT).toBe('false')

    cable.weather('clear')
    cable.cut()

    await expect.poll(() => liveOn(board), PATIENT).toBe('true')
    await expect.poll(async () => (await callsOn(board)).slice(0, 3), PATIENT).toEqual(missed.reverse().map(own))
    await expect.poll(() => figure(board, 'taken-tally'), PATIENT).toBe('6')
    await expectJournal()
    expect(window.complaints).toEqual([])
  })

  it('[FA27] a hall that is not there is refused with a sentence, and the board asks for another', async () => {
    const other = await window.open('/board?hall=nowhere', WALL)

    await other.getByTestId('hall-id').waitFor()
    expect(await other.locator('main').innerText()).toMatch(/[\p{Script=Han}]{4}/u)
  })
})
