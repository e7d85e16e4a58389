import { setTimeout as wait } from 'node:timers/promises'
import type { CDPSession, Page } from 'playwright-core'
import { HALL_ID } from '../../server/living-hall/seed.ts'
import { openWindow } from '../../test/screen/browser.ts'
import type { Row } from '../pages/report.ts'
import { busyHall } from './busy-hall.ts'

const WALL_4K = { width: 3840, height: 2160 }
/** At which the hub has something new to say in nearly every tenth of a second. */
const SPEED = 60
/** Each frame of the hub is shown so often, each time with other figures: an hour of frames in minutes. */
const TIMES = 30
const LOOK_EVERY_MS = 400
const FRAME = /^42\["frame",/

interface Sizes extends Memory {
  /** That are worked. */
  counters: number
  /** Until the board has filled, and scripts are compiled. */
  warmMs: number
  /** How long its CPU is counted. */
  seconds: number
}

interface Memory {
  /** Frames until memory is looked at first: all charts stand, and what runs often has been compiled. */
  warmFrames: number
  /** Frames between the two looks at memory. */
  frames: number
  /** At memory each time. What stands for a moment, a mark of a recall or a row that goes, is not in the least of them. */
  looks: number
}

/**
 * A board of 4K before a hall at work: what its page takes of one core, and whether it grows.
 * The browser draws without a graphics card here, which a wall's machine has: what drawing costs in its own process is
 * told beside.
 */
export async function benchBoard({ counters, warmMs, seconds, ...memory }: Sizes): Promise<Row[]> {
  const hall = await busyHall(SPEED, counters)
  const window = await openWindow(hall.url)
  try {
    const open = () => window.open(`/board?hall=${HALL_ID}&theme=night`, WALL_4K)
    const board = await open()
    const heard = countFrames(board)
    hall.begin()
    // What it heard before it was watched does not count: it joins anew.
    await board.reload()
    await wait(warmMs)
    const processes = await window.browser.newBrowserCDPSession()
    const [before, from] = [await cpuSeconds(processes), heard.tally()]
    await wait(seconds * 1_000)
    const [after, to] = [await cpuSeconds(processes), heard.tally()]
    await board.close()
    const grown = await growth(await window.browser.newPage({ viewport: WALL_4K }), hall.url, memory)
    const share = (kind: keyof Cpu): number => ((after[kind] - before[kind]) / seconds) * 100
    const perSecond = (to - from) / seconds
    return [
      percent(`CPU of a 4K board’s page, ${counters} counters`, share('renderer'), perSecond),
      percent('CPU of drawing it in software, in a process of its own', share('other'), perSecond),
      ...grown,
    ]
  } finally {
    await window.close()
    await hall.end()
  }
}

const percent = (what: string, value: number, perSecond: number): Row => ({
  ...{ what, side: 'pingting', perSecond, value, figure: `${value.toFixed(1)} % of one core` },
})

function countFrames(page: Page): { tally(): number } {
  let tally = 0
  page.on('websocket', socket =>
    socket.on('framereceived', ({ payload }) => {
      if (FRAME.test(String(payload))) tally += 1
    }),
  )
  return { tally: () => tally }
}

interface Cpu {
  renderer: number
  other: number
}

/** Seconds of CPU so far: of the pages, and of what draws and fetches for them. */
async function cpuSeconds(processes: CDPSession): Promise<Cpu> {
  const { processInfo } = await processes.send('SystemInfo.getProcessInfo')
  const sum = (own: boolean): number =>
    processInfo
      .filter(({ type }) => (type === 'renderer') === own)
      .reduce((seconds, { cpuTime }) => seconds + cpuTime, 0)
  return { renderer: sum(true), other: sum(false) }
}

/** The page's own script, fed with the hub's frames and with copies of them that say something else. */
async function growth(board: Page, url: string, { warmFrames, frames, looks }: Memory): Promise<Row[]> {
  let fed = 0
  await board.routeWebSocket(/socket\.io/, page => {
    const hub = page.connectToServer()
    hub.onMessage(message => {
      page.send(message)
      if (!FRAME.test(String(message))) return
      for (let n = 1; n <= TIMES; n += 1) page.send(otherwise(String(message), n))
      fed += TIMES + 1
    })
  })
  await board.goto(`${url}/board?hall=${HALL_ID}&theme=night`)
  const wire = await board.context().newCDPSession(board)
  await wire.send('Performance.enable')
  while (fed < warmFrames) await wait(100)
  const [before, from] = [await memoryOf(wire, looks), fed]
  while (fed < from + frames) await wait(100)
  const after = await memoryOf(wire, looks)
  const [heap, nodes] = [(after.heapBytes - before.heapBytes) / 1_000, after.nodeTally - before.nodeTally]
  const told = `${fed - from} frames`
  const side = 'pingting'
  return [
    { what: `heap of the board more after ${told}`, side, value: heap, figure: `${heap.toFixed(0)} kB` },
    { what: `nodes of the board more after ${told}`, side, value: nodes, figure: String(nodes) },
  ]
}

/** The same frame with other figures, so that nothing is spared because it stands there already. */
const otherwise = (message: string, n: number): string =>
  message.replace(/"(waitingTally|completedTally)":(\d+)/g, (_, name, tally) => `"${name}":${Number(tally) + n}`)

/** The least of some looks, each at what is left after everything that can be let go of was. */
async function memoryOf(wire: CDPSession, looks: number): Promise<{ heapBytes: number; nodeTally: number }> {
  const least = { heapBytes: Infinity, nodeTally: Infinity }
  for (let look = 0; look < looks; look += 1) {
    await wait(LOOK_EVERY_MS)
    // What a first one finds dead may have held something, which the second then lets go.
    for (let round = 0; round < 2; round += 1) await wire.send('HeapProfiler.collectGarbage')
    const { metrics } = await wire.send('Performance.getMetrics')
    const value = (wanted: string): number => metrics.find(({ name }) => name === wanted)!.value
    least.heapBytes = Math.min(least.heapBytes, value('JSHeapUsedSize'))
    least.nodeTally = Math.min(least.nodeTally, value('Nodes'))
  }
  return least
}
