import { type BusinessClock, type HallFrame, localTime } from '@pingting/contract'
import { pairDevice } from '../device.ts'
import type { LivingHouse } from '../house.ts'
import { COUNTER_TALLY, clerkIdOf, counterIdOf, HALL_ID } from '../seed.ts'
import { type Books, closeBooks, type GateLedger } from './books.ts'
import { ask, Desk } from './client.ts'
import { type Hall, ring, work } from './hall.ts'
import { type DayPlan, endOf, planDay } from './plan.ts'
import { randomOf } from './random.ts'
import { timeOf } from './time.ts'
import { commute, type Town, visit } from './visitors.ts'

export interface DaySettings {
  dataDir: string
  businessDay: string
  hours: number
  seed: number
  /** How often each process is killed (kill -9) and started again during the day. */
  kills: number
  clock: BusinessClock
  /** Of the counters how many are worked here, the first ones; all of them where it is not said. */
  counterTally?: number
}

/** Of everybody who plays; the folder of a demonstration holds nothing of anybody. */
export const DEMO_PASSWORD = 'one password for a demonstration'
const PROGRESS_EVERY_MS = 1_000
/** Between two kills the house works for a while. */
const KILL_EVERY_MS = 1_000
const SETTLE_TIMEOUT_MS = 20_000
/** Who works here goes home within it; nobody waits for that in less of a day. */
export const WHOLE_DAY_HOURS = 8

interface Pairing {
  kind: string
  counterId?: string
  url: string
}

/** Plays one planned day on a running house, ends the house, and closes the books. */
export async function playDay(house: LivingHouse, settings: DaySettings): Promise<Books> {
  const { businessDay, seed, dataDir } = settings
  const plan = planDay(businessDay, seed, settings.hours)
  const town = await openTown(house, settings)
  const { time } = town.hall
  const progress = showProgress(town, plan)
  const clerks = await openCounters(town, house, settings.counterTally ?? COUNTER_TALLY)
  const killing = killInTurn(house, town, settings.kills)
  const working = Promise.all(clerks.map(clerk => clerk()))
  const arrivals = Promise.all(plan.visitors.map(visitor => visit(town, visitor)))
  const commuters = Promise.all(plan.staffCars.map(car => commute(town, car)))
  await time.until(plan.visitors.reduce((last, one) => (one.arriveAt > last ? one.arriveAt : last), ''))
  await time.seconds(60)
  town.hall.allArrived = true
  const looking = setInterval(() => ring(town.hall), 200)
  await working
  clearInterval(looking)
  await arrivals
  if (settings.hours >= WHOLE_DAY_HOURS) await commuters
  const endedMs = Date.now()
  clearInterval(progress)
  const killed = await killing
  const { gate, board } = await settled(house, town)
  await house.stop()
  const books = await closeBooks(town, dataDir, board, gate, settings.kills)
  books.lines.unshift(paceOf(settings, plan, endedMs))
  books.lines.push(killed)
  return books
}

/** What was planned against the time it took on the wall, from the clock's start on: a hall that is slow ends later. */
function paceOf({ hours, clock }: DaySettings, plan: DayPlan, endedMs: number): string {
  const counted = hours >= WHOLE_DAY_HOURS ? plan : { ...plan, staffCars: [] }
  const plannedMs = Date.parse(endOf(counted)) - clock.startMs
  const wallMs = endedMs - clock.wallStartMs
  const lateMinutes = (wallMs * clock.speed - plannedMs) / 60_000
  return `\nthe day          ${(plannedMs / 3_600_000).toFixed(1)} h as planned in ${(wallMs / 1_000).toFixed(0)} s: ${(plannedMs / wallMs).toFixed(0)}× real time, over ${lateMinutes.toFixed(0)} min after the plan`
}

/** Pairs a kiosk, and knows when everything is. */
async function openTown(house: LivingHouse, { businessDay, seed, clock }: DaySettings): Promise<Town> {
  const hall: Hall = {
    ...{ businessDay, time: timeOf(clock), random: randomOf(seed + 1), allArrived: false },
    ...{ visits: new Map(), idle: new Map() },
  }
  const links = (await ask(`${house.url}/api/pairing-links`)).json as Pairing[]
  const kiosk = await pair(house.url, links.find(link => link.kind === 'kiosk')!)
  const tally = { visitors: 0, cars: 0, turnedAway: 0, evaluations: 0, exits: 0, paidFen: 0, refused: new Map() }
  return { hall, hubUrl: house.url, controlUrl: house.controlUrl, kiosk, tally, outcomes: [] }
}

async function pair(url: string, link: Pairing): Promise<Desk> {
  const post = async (path: string, body: object) => (await ask(url + path, body)).json as Record<string, string>
  const { token } = await pairDevice(link.url.split('#')[1] ?? '', post)
  return new Desk(url, HALL_ID, token)
}

async function logIn(url: string, staffId: string, password: string): Promise<string> {
  const { json } = await ask(`${url}/api/login`, { staffId, password })
  return (json as { credential: string }).credential
}

/** Every clerk logs in and every counter's tablet is paired before the doors open. */
async function openCounters(town: Town, house: LivingHouse, tally: number): Promise<(() => Promise<void>)[]> {
  const links = (await ask(`${house.url}/api/pairing-links`)).json as Pairing[]
  const numbers = Array.from({ length: tally }, (_, index) => index + 1)
  return Promise.all(
    numbers.map(async number => {
      const counterId = counterIdOf(number)
      const tablet = await pair(house.url, links.find(link => link.counterId === counterId)!)
      const clerk = new Desk(house.url, HALL_ID, await logIn(house.url, clerkIdOf(number), DEMO_PASSWORD))
      return () => work(town.hall, counterId, clerk, tablet)
    }),
  )
}

function showProgress(town: Town, plan: DayPlan): NodeJS.Timeout {
  const show = (): void => {
    const { visitors, evaluations, cars, exits } = town.tally
    const clock = new Date(Date.parse(town.hall.time.now()) + 8 * 3_600_000).toISOString().slice(11, 16)
    const line = `${clock}  取号 ${visitors}/${plan.visitors.length}  评价 ${evaluations}  进场 ${cars}  出场 ${exits}  厅内 ${town.hall.visits.size}`
    if (process.stdout.isTTY) process.stdout.write(`\r${line}   `)
    else if (clock.endsWith('0') || clock.endsWith('5')) console.log(line)
  }
  return setInterval(show, PROGRESS_EVERY_MS)
}

/** Kills each process without warning, in turn, and starts it again; evenly over the time the hall is busy. */
async function killInTurn(house: LivingHouse, town: Town, kills: number): Promise<string> {
  const killed = { hub: 0, bridge: 0, gate: 0 }
  const from = localTime(town.hall.businessDay, '08:35')
  await town.hall.time.until(from)
  for (let round = 0; round < kills; round += 1) {
    for (const name of ['hub', 'bridge', 'gate'] as const) {
      await new Promise(resolve => setTimeout(resolve, KILL_EVERY_MS))
      const part = house[name]
      part.process.kill('SIGKILL')
      await part.ended
      await house.restart(name)
      killed[name] += 1
    }
  }
  return `killed           hub ${killed.hub}, bridge ${killed.bridge}, gate ${killed.gate}`
}

/** Waits until what the gate used has reached the journal and the board has drawn it, then reads both. */
async function settled(house: LivingHouse, town: Town): Promise<{ gate: GateLedger; board: HallFrame }> {
  const manager = await logIn(house.url, 'manager', DEMO_PASSWORD)
  const { businessDay } = town.hall
  const deadlineMs = performance.now() + SETTLE_TIMEOUT_MS
  for (;;) {
    const gate = (await ask(`${house.controlUrl}/ledger`)).json as GateLedger
    const rows = (await ask(`${house.url}/api/halls/${HALL_ID}/exemptions?day=${businessDay}`, undefined, manager))
      .json as { status: string }[]
    const used = gate.events.filter(event => event.type === 'ExemptionHonoured').length
    const honoured = rows.filter(row => row.status === 'honoured').length
    const doubtful = rows.filter(row => row.status === 'granted').length
    if ((used === honoured && doubtful === 0) || performance.now() > deadlineMs) {
      // The figures of the day are written down every five seconds.
      await new Promise(resolve => setTimeout(resolve, 6_000))
      const day = (await ask(`${house.url}/api/halls/${HALL_ID}/days/${businessDay}`, undefined, manager)).json as {
        figures: HallFrame
      }
      return { gate, board: day.figures }
    }
    await new Promise(resolve => setTimeout(resolve, 500))
  }
}
