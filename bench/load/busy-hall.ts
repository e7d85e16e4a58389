import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { businessDayOf, instantOf, localTime, parseBusinessClock } from '@pingting/contract'
import { DEMO_PASSWORD, playDay } from '../../server/living-hall/demo/play.ts'
import { startHouse } from '../../server/living-hall/house.ts'

/**
 * A process of its own: the demonstration's day from shortly before the doors open, at SPEED times its pace, with COUNTERS
 * of the counters worked. It prints where it is, begins at a first line of input, and is left in the middle by SIGTERM.
 */
const [speed, counterTally] = [Number(process.env['SPEED']), Number(process.env['COUNTERS'])]
const BEGIN = '08:50'
/** Time for whoever watches to open his pages. */
const HEAD_START_MS = 10_000

const dataDir = mkdtempSync(join(tmpdir(), 'pingting-busy-hall-'))
const businessDay = businessDayOf(instantOf(Date.now()))
const businessClock = `${localTime(businessDay, BEGIN)}@${Date.now() + HEAD_START_MS}x${speed}`
const hub = { PORT: '0', LOG_LEVEL: 'warn', REQUESTS_PER_SECOND: '100000' }
const house = await startHouse({ dataDir, password: DEMO_PASSWORD, businessClock, hub })
process.once('SIGTERM', async () => {
  // Whoever was on his way finds nobody any more.
  process.on('unhandledRejection', () => undefined)
  await house.stop()
  rmSync(dataDir, { recursive: true, force: true })
  process.exit(0)
})
console.log(house.url)
process.stdin.once('data', () => {
  void playDay(house, {
    ...{ dataDir, businessDay, hours: 24, seed: 1, kills: 0, counterTally },
    clock: parseBusinessClock(businessClock)!,
  })
})
