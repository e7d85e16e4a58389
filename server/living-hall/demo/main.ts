import { mkdirSync, mkdtempSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { businessDayOf, instantOf, localTime, parseBusinessClock } from '@pingting/contract'
import { buildFaces } from '../faces.ts'
import { startHouse } from '../house.ts'
import { DEMO_PASSWORD, playDay, WHOLE_DAY_HOURS } from './play.ts'

/** `npm run demo -- --hours 1|day --speed N [--seed S] [--kills N]`: an ordinary day through the public API. */
const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: 'day' },
    speed: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '0' },
    port: { type: 'string', default: '0' },
  },
})
const hours = values.hours === 'day' ? 24 : Number(values.hours)
const [speed, seed, kills] = [Number(values.speed), Number(values.seed), Number(values.kills)]
if (![hours, speed].every(number => number > 0) || !Number.isInteger(seed) || !Number.isInteger(kills)) {
  console.error('用法 / Usage: npm run demo -- --hours 1|day --speed 100 [--seed 1] [--kills 0] [--port 0]')
  process.exit(2)
}

/** Time for the processes to start before the day does. Where it is only part of one, they have what is left until the first come. */
const HEAD_START_MS = 20_000
const [BEGIN, BEGIN_OF_A_PART] = ['07:50', '08:20']

buildFaces()
mkdirSync(resolve('data'), { recursive: true })
const dataDir = mkdtempSync(join(resolve('data'), 'demo-'))
const businessDay = businessDayOf(instantOf(Date.now()))
const isPart = hours < WHOLE_DAY_HOURS
const beginsMs = Date.now() + (isPart ? HEAD_START_MS / 2 : HEAD_START_MS)
const clockText = `${localTime(businessDay, isPart ? BEGIN_OF_A_PART : BEGIN)}@${beginsMs}x${speed}`
const house = await startHouse({
  ...{ dataDir, password: DEMO_PASSWORD, businessClock: clockText },
  // One kiosk gives out the tickets of a day in minutes.
  hub: { PORT: values.port, LOG_LEVEL: 'warn', REQUESTS_PER_SECOND: '100000' },
})
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void house.stop().finally(() => process.exit(130)))
console.log(`评停 Pingting demo  ${house.url}  day ${businessDay}, speed ${speed}×, seed ${seed}, data ${dataDir}`)
const { lines, faults } = await playDay(house, {
  ...{ dataDir, businessDay, hours, seed, kills },
  clock: parseBusinessClock(clockText)!,
})
console.log(lines.join('\n'))
console.log(
  faults.length === 0
    ? 'books            everything accounted for; 0 unexplained'
    : `books            ${faults.length} faults:\n${faults.join('\n')}`,
)
process.exit(faults.length === 0 ? 0 : 1)
