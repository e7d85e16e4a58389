import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isRefusal } from '@pingting/contract'
import { START } from '../server/src/hub/journal/journal.ts'
import { MOMENTS, Place } from '../test/support/journals/place.ts'
import { openSite, type Site } from '../test/support/journals/site.ts'
import { Visit } from '../test/support/journals/visit.ts'
import { randomOf } from '../test/support/random.ts'
import type { Row } from './pages/report.ts'

const DAY = '2026-11-24'
const COUNTERS = 100
/** A service has so many numbers a day; who drives out beyond that has not been to the hall. */
const USES_MAX = 9_900
const PEAK_EVERY_MS = 20

/**
 * A day of so many exits, as many of them on an exemption as can be, at a store on disk; and the hub's own books of it: with its
 * journals read, when they are read already, and with its settlement. Beside them the journals merely read.
 */
export async function benchBooks(exits: number): Promise<Row[]> {
  const site = await openSite()
  try {
    const place = await playedDay(site, exits)
    const { lotId, hallId } = place
    const uses = Math.min(exits, USES_MAX)
    const count = `${exits.toLocaleString('en')} exits, ${uses.toLocaleString('en')} of them on an exemption`
    const books = async () => {
      const drawn = await site.books.ofDay(lotId, DAY)
      if (isRefusal(drawn)) throw new Error(drawn.refused)
      if (drawn.totals.settled.count !== uses) throw new Error(`${drawn.totals.settled.count} of ${uses} are settled`)
    }
    const floor = await taken('journals of that day merely read', 'floor', async () => {
      for (const stream of [`hall:${hallId}`, `lot:${lotId}`] as const)
        for await (const _ of site.journal.after(stream, START)) void _
    })
    const first = await taken(`first pass over a day of ${count}`, 'pingting', books)
    const next = await taken('next pass, nothing new', 'pingting', books)
    const settled = await taken('pass with its settlement drawn', 'pingting', () => place.settle(DAY))
    return [floor, first, next, settled]
  } finally {
    await site.close()
  }
}

async function playedDay(site: Site, exits: number): Promise<Place> {
  const place = await Place.found(site, 'books', 'methods', DAY, COUNTERS)
  place.opens(DAY)
  const random = randomOf(1)
  for (let turn = 0; turn < exits; turn += 1) {
    const visit = new Visit(place, turn, random, { turn })
    if (turn < USES_MAX) visit.earns().leaves()
    else visit.enters().leaves()
  }
  await place.until(MOMENTS.final)
  return place
}

/** Seconds, and MB of heap beyond the start: at its highest with what could be collected, and what is held afterwards. */
async function taken(what: string, side: Row['side'], act: () => Promise<unknown>): Promise<Row> {
  const before = heapHeld()
  let peak = before
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().heapUsed)
  }, PEAK_EVERY_MS)
  const startedMs = performance.now()
  await act()
  const seconds = (performance.now() - startedMs) / 1_000
  peak = Math.max(peak, process.memoryUsage().heapUsed)
  clearInterval(timer)
  const rss = process.memoryUsage().rss
  const [peakMb, heldMb] = [mb(peak - before), mb(heapHeld() - before)]
  const figure = `${seconds.toFixed(2)} s; heap ${peakMb} MB more at its peak, ${heldMb} MB held after it; process ${mb(rss)} MB`
  return { what, side, figure, value: seconds }
}

const mb = (bytes: number): number => Math.round(bytes / 2 ** 20)

function heapHeld(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}
