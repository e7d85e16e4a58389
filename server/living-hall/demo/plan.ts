import {
  type CarClass,
  type Channel,
  type Instant,
  type Level,
  localTime,
  MINUTE_MS,
  type PriorityClass,
  tagsOf,
} from '@pingting/contract'
import day from '../data/hall-day.json' with { type: 'json' }
import { SERVICE_ITEMS } from '../seed.ts'
import { type Random, randomOf } from './random.ts'

/** A cause the data plants, for which a rated visit earns nothing or a car pays although it was exempted. */
type PlantedCause = 'unreadable' | 'misread' | 'leftBeforeRating' | 'monthCard'

export interface Car {
  plate: string
  /** What the camera reads; absent when it cannot. */
  seenAs?: string
  carClass: CarClass
  enterAt: Instant
  minutesAfterService: number
  returnsLater: boolean
  cause?: PlantedCause
}

export interface Visitor {
  arriveAt: Instant
  serviceCode: string
  serviceMinutes: number
  priority: PriorityClass
  comes: boolean
  /** Absent: does not rate. */
  rating?: { level: Level; channel: Channel; tagCodes: string[]; delayMinutes: number }
  car?: Car
  plateAtTicket: boolean
}

export interface StaffCar {
  plate: string
  enterAt: Instant
  leaveAt: Instant
}

export interface DayPlan {
  visitors: Visitor[]
  staffCars: StaffCar[]
}

const HALF_HOUR_MINUTES = 30
/** How many give their plate already at the kiosk; the data leaves it open. */
const PLATE_AT_TICKET_SHARE = 0.6

const minutesAfter = (at: Instant, minutes: number): Instant =>
  new Date(Date.parse(at) + minutes * MINUTE_MS).toISOString()

function makePlates(random: Random): () => string {
  const used = new Set<string>()
  return () => {
    for (;;) {
      const digits = String(Math.floor(random.between(0, 100_000))).padStart(5, '0')
      const energy = random.chance(day.cars.newEnergyShare) ? (random.chance(0.8) ? 'D' : 'F') : ''
      const plate = `鲁${random.chance(0.8) ? 'F' : 'Y'}${energy}${digits}`
      if (!used.has(plate)) return used.add(plate) && plate
    }
  }
}

/** One character off in the digits, as cameras misread. */
function misread(plate: string, random: Random): string {
  const index = plate.length - 1 - Math.floor(random.between(0, 4))
  const wrong = String((Number(plate[index]) + 1 + Math.floor(random.between(0, 8))) % 10)
  return plate.slice(0, index) + wrong + plate.slice(index + 1)
}

function carOf(random: Random, plate: string, arriveAt: Instant): Car {
  const { cars, plantedBreaks } = day
  const unreadable = random.chance(cars.unreadablePlateShare)
  const wrong = !unreadable && random.chance(plantedBreaks.misreadByOneCharacter)
  const monthCard = random.chance(cars.monthCardShare)
  const leaves = random.chance(plantedBreaks.leftBeforeRating)
  const cause = unreadable
    ? 'unreadable'
    : wrong
      ? 'misread'
      : monthCard
        ? 'monthCard'
        : leaves
          ? 'leftBeforeRating'
          : undefined
  return {
    plate,
    ...(unreadable ? {} : { seenAs: wrong ? misread(plate, random) : plate }),
    carClass: monthCard ? 'monthCard' : 'casual',
    enterAt: minutesAfter(arriveAt, -Math.min(25, random.skewed(cars.minutesBeforeTicket))),
    minutesAfterService: Math.min(90, random.skewed(cars.minutesAfterService)),
    returnsLater: random.chance(cars.reEntryShare),
    ...(cause === undefined ? {} : { cause }),
  }
}

function ratingOf(random: Random): NonNullable<Visitor['rating']> {
  const level = Number(random.pick(Object.entries(day.rating.levels))) as Level
  const channel = random.pick(Object.entries(day.rating.channels)) as Channel
  const tags = tagsOf(level)
  // A bad rating gives its reason; a good one often does not.
  const tagCodes = level <= 2 || random.chance(0.3) ? [tags[Math.floor(random.between(0, tags.length))]!.code] : []
  return { level, channel, tagCodes, delayMinutes: random.between(1, 5) }
}

/** The whole day from one seed. `hours` cuts off those who would arrive later. */
export function planDay(businessDay: string, seed: number, hours: number): DayPlan {
  const random = randomOf(seed)
  const nextPlate = makePlates(random)
  const shares = Object.entries(day.arrivalShareByHalfHour)
  const carShare = day.cars.visitors / day.visitors
  const until = minutesAfter(localTime(businessDay, shares[0]![0]), hours * 60)
  const visitors = shares.flatMap(([clock, share]) =>
    Array.from({ length: Math.round(share * day.visitors) }, (): Visitor => {
      const arriveAt = minutesAfter(localTime(businessDay, clock), random.between(0, HALF_HOUR_MINUTES))
      const item = random.pick(SERVICE_ITEMS.map(one => [one, one.share] as const))
      const car = random.chance(carShare) ? carOf(random, nextPlate(), arriveAt) : undefined
      return {
        ...{ arriveAt, serviceCode: item.code, serviceMinutes: Math.max(1, random.skewed(item.minutes)) },
        priority: random.chance(day.priorityShare)
          ? random.pick([
              ['elder', 3],
              ['soldier', 1],
              ['disabled', 1],
            ] as const)
          : 'none',
        comes: !random.chance(day.noShowShare),
        ...(random.chance(day.rating.shareThatRates) ? { rating: ratingOf(random) } : {}),
        ...(car === undefined ? {} : { car }),
        plateAtTicket: random.chance(PLATE_AT_TICKET_SHARE),
      }
    }),
  )
  const staffCars = Array.from(
    { length: day.cars.staff },
    (): StaffCar => ({
      plate: nextPlate(),
      enterAt: minutesAfter(localTime(businessDay, '08:00'), random.between(0, 50)),
      leaveAt: minutesAfter(localTime(businessDay, '17:05'), random.between(0, 40)),
    }),
  )
  return {
    visitors: visitors.filter(visitor => visitor.arriveAt < until),
    staffCars: hours >= 8 ? staffCars : staffCars.slice(0, 20),
  }
}

const COMES_AGAIN_MINUTES = 45

/**
 * When the day would be over if nobody ever waited: fixed by the seed, so that a hall that is slow ends later than this.
 * Nobody leaves who does not come, and who comes by car is served, rates and drives out.
 */
export const endOf = ({ visitors, staffCars }: DayPlan): Instant =>
  [
    ...visitors.map(({ arriveAt, comes, serviceMinutes, rating, car }) => {
      if (!comes) return arriveAt
      const driving = car === undefined ? 0 : car.minutesAfterService + (car.returnsLater ? COMES_AGAIN_MINUTES : 0)
      const rates = rating === undefined || rating.channel === 'tablet' ? 0 : rating.delayMinutes
      return minutesAfter(arriveAt, serviceMinutes + rates + driving)
    }),
    ...staffCars.map(({ leaveAt }) => leaveAt),
  ].reduce((last, at) => (at > last ? at : last), '')
