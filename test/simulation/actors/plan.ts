import type { Channel, PriorityClass } from '@pingting/contract'
import { chanceFor, type Random } from '../engine/chance.ts'

const MINUTE_MS = 60_000
/** From the start of the simulated morning: cars come before, the doors open here. */
export const DOORS_OPEN_MS = 25 * MINUTE_MS
const ARRIVALS_MS = 32 * MINUTE_MS
const DECOYS = 10

export interface Size {
  visitors: number
  counters: number
}
export const FULL: Size = { visitors: 100, counters: 5 }

export interface CarPlan {
  plate: string
  /** As the camera reads it, when it reads something else. */
  misreadAs?: string
  enterMs: number
  leaveAfterMs: number
  isMonthCard: boolean
  prepays: boolean
  leavesFirst: boolean
  /** Pays at the machine before the visit is rated. */
  paysFirst: boolean
  /** Comes back a while after it has left, which is another stay. */
  returnsAfterMs?: number
  /** Stays inside until shortly before midnight. */
  staysLate: boolean
}

export interface VisitPlan {
  arriveMs: number
  serviceCode: string
  priority: PriorityClass
  serviceMs: number
  comes: boolean
  rating?: { channel: Channel; delayMs: number; draw: number; formOpenMs: number; twice: boolean }
  car?: CarPlan
  /** When the plate is told, and a wrong one that is told first. */
  binds: 'atTicket' | 'byPhone' | 'never'
  wrongPlate?: string
  correctsAfterMs: number
  /** The plate is told only so long after the car has left. */
  tellsAfterLeavingMs?: number
  looksAtPhone: boolean
  cancels: boolean
}

export interface DayPlan {
  visits: VisitPlan[]
  decoys: CarPlan[]
}

/** What everybody means to do today: drawn before anything happens, so that faults change nothing of it. */
export function planDay(seed: number, { visitors }: Size): DayPlan {
  const random = chanceFor(seed, 'plan')
  const races = chanceFor(seed, 'races')
  let plates = 10_000
  const nextPlate = (): string => `鲁F${++plates}`
  const decoys = Array.from({ length: DECOYS }, () => carOf(random, nextPlate(), random.between(1, 20) * MINUTE_MS))
  const visits: VisitPlan[] = []
  for (let n = 0; n < visitors; n++) visits.push(racing(races, visitOf(random, nextPlate, decoys, visits.at(-1)?.car)))
  return { visits, decoys: decoys.map(car => ({ ...car, leavesFirst: false, prepays: false, isMonthCard: false })) }
}

/** Shorter and longer than the lot takes to tell of an exit. */
const TELLS_AFTER_LEAVING_MS = [
  [300, 1],
  [20_000, 2],
] as const

/** Rows 2, 3 and 9 of the races: who has paid, left, or left and come back before there is anything to grant. */
function racing(random: Random, plan: VisitPlan): VisitPlan {
  const { car } = plan
  const [pays, tells, returns] = [random.chance(0.08), random.chance(0.06), random.chance(0.04)]
  const tellsAfterLeavingMs = random.pick<number>(TELLS_AFTER_LEAVING_MS)
  const returnsAfterMs = random.between(5_000, 120_000)
  if (car === undefined) return plan
  // There is nothing to pay before the free half hour is over.
  const enterMs = pays ? Math.max(0, car.enterMs - 25 * MINUTE_MS) : car.enterMs
  const raced = { ...car, enterMs, paysFirst: pays, ...(returns ? { returnsAfterMs } : {}) }
  if (!tells || plan.binds !== 'byPhone') return { ...plan, car: raced }
  return { ...plan, car: { ...raced, leavesFirst: true, staysLate: false }, tellsAfterLeavingMs }
}

/** How often each is chosen, against the others of its list. */
const CHANNELS = [
  ['tablet', 4],
  ['phone', 3],
  ['qr', 1],
  ['kiosk', 2],
] as const
const RATES_AFTER_MS = [
  [0, 2],
  [5_000, 2],
  [90_000, 2],
  [400_000, 1],
] as const
const WRONG_PLATES = [
  ['decoy', 2],
  ['typo', 1],
  ['none', 10],
] as const
const SERVICES = [
  ['tax', 3],
  ['id', 2],
  ['car', 1],
] as const
const PRIORITIES = [
  ['none', 8],
  ['elder', 1],
  ['appointment', 1],
  ['soldier', 0.5],
] as const
const BINDS = [
  ['atTicket', 5],
  ['byPhone', 4],
  ['never', 0.5],
] as const
const CORRECTS_AFTER_MS = [
  [300, 1],
  [4_000, 2],
  [30_000, 1],
  [200_000, 1],
] as const

function visitOf(random: Random, nextPlate: () => string, decoys: CarPlan[], before: CarPlan | undefined): VisitPlan {
  const arriveMs = DOORS_OPEN_MS + random.next() * ARRIVALS_MS
  const own = random.chance(0.75) ? carOf(random, nextPlate(), arriveMs - random.between(1, 12) * MINUTE_MS) : undefined
  // Two tickets and one car, now and then.
  const car = own !== undefined && before !== undefined && random.chance(0.05) ? { ...own, plate: before.plate } : own
  const rating = {
    ...{ channel: random.pick<Channel>(CHANNELS), delayMs: random.pick<number>(RATES_AFTER_MS), draw: random.next() },
    ...{ formOpenMs: random.chance(0.05) ? 500 : 6_000, twice: random.chance(0.08) },
  }
  const wrong = random.pick<string>(WRONG_PLATES)
  const wrongPlate = wrong === 'decoy' ? random.pick(decoys.map(({ plate }) => [plate, 1] as const)) : nextPlate()
  return {
    ...{ arriveMs, serviceCode: random.pick<string>(SERVICES), priority: random.pick<PriorityClass>(PRIORITIES) },
    ...{ serviceMs: random.skewed({ p50: 60_000, p95: 150_000 }), comes: random.chance(0.93) },
    ...(random.chance(0.85) ? { rating } : {}),
    ...(car === undefined ? {} : { car }),
    binds: random.pick<VisitPlan['binds']>(BINDS),
    ...(wrong === 'none' ? {} : { wrongPlate }),
    correctsAfterMs: random.pick<number>(CORRECTS_AFTER_MS),
    ...{ looksAtPhone: random.chance(0.2), cancels: random.chance(0.03) },
  }
}

const carOf = (random: Random, plate: string, enterMs: number): CarPlan => ({
  ...{ plate, enterMs: random.chance(0.06) ? enterMs + 20 * MINUTE_MS : Math.max(0, enterMs) },
  ...(random.chance(0.05) ? { misreadAs: `${plate.slice(0, -1)}0` } : {}),
  leaveAfterMs:
    random.pick([
      [10_000, 1],
      [120_000, 3],
      [900_000, 2],
      [1_500_000, 2],
    ] as const) *
    (0.5 + random.next()),
  ...{ isMonthCard: random.chance(0.04), prepays: random.chance(0.08), leavesFirst: random.chance(0.04) },
  paysFirst: false,
  staysLate: random.chance(0.08),
})
