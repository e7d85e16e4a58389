import type { Answer } from '@pingting/contract'
import { HALL_ID } from '../seed.ts'
import { ask, Desk } from './client.ts'
import { type Hall, ring, type Visit } from './hall.ts'
import type { Car, StaffCar, Visitor } from './plan.ts'

export interface Town {
  hall: Hall
  hubUrl: string
  controlUrl: string
  kiosk: Desk
  tally: Tally
  /** Plates of visitors that rated and are owed an answer, with the planted cause, if any. */
  outcomes: { ticketId: string; plate: string; cause?: string }[]
}

interface Tally {
  visitors: number
  cars: number
  turnedAway: number
  evaluations: number
  exits: number
  paidFen: number
  refused: Map<string, number>
}

const note = (town: Town, answer: Answer): boolean => {
  if (!answer.ok) town.tally.refused.set(answer.code, (town.tally.refused.get(answer.code) ?? 0) + 1)
  return answer.ok
}

const world = (town: Town, path: string, body: object) => ask(`${town.controlUrl}${path}`, body)

/** Drives in. @returns the stay, or nothing when the car park was full. */
async function enter(town: Town, car: Pick<Car, 'seenAs' | 'carClass'>): Promise<string | undefined> {
  const { json } = await world(town, '/cars/enter', {
    ...(car.seenAs === undefined ? {} : { plate: car.seenAs }),
    carClass: car.carClass,
  })
  const answer = json as { stayId?: string; code?: string }
  // Asked again after a crash of the gate, which had let the car in: the stay is there under its plate.
  if (answer.code === 'stay.alreadyInside') return car.seenAs
  return answer.stayId
}

async function leave(town: Town, stay: string): Promise<void> {
  const which = stay.startsWith('鲁') ? { plate: stay } : { stayId: stay }
  const { status, json } = await world(town, '/cars/exit', { ...which, pay: true })
  // A repeat after a crash finds the car gone, which is what was wanted.
  if (status !== 200 && (json as { code: string }).code !== 'stay.notInside')
    throw new Error(`the gate kept a car: ${JSON.stringify(json)}`)
  town.tally.exits += 1
  town.tally.paidFen += (json as { paidFen?: number }).paidFen ?? 0
}

/** One visitor's whole errand: drive in, take a ticket, be served, rate, drive out. */
export async function visit(town: Town, visitor: Visitor): Promise<void> {
  const { time } = town.hall
  const { car } = visitor
  let stay: string | undefined
  if (car !== undefined) {
    await time.until(car.enterAt)
    stay = await enter(town, car)
    if (stay === undefined) town.tally.turnedAway += 1
    else town.tally.cars += 1
  }
  await time.until(visitor.arriveAt)
  const plate = stay !== undefined && visitor.plateAtTicket ? { plate: car!.plate } : {}
  const answer = await town.kiosk.command('ticket.take', {
    serviceCode: visitor.serviceCode,
    priority: visitor.priority,
    ...plate,
  })
  if (!note(town, answer) || !answer.ok) return
  town.tally.visitors += 1
  const ticketId = answer.events.find(event => event.type === 'ticket.taken')!.ticketId!
  const errand = new Errand(town, visitor, ticketId, answer.ticket!, stay)
  await errand.run()
}

class Errand {
  readonly #town: Town
  readonly #visitor: Visitor
  readonly #ticketId: string
  readonly #phone: Desk
  readonly #stay: string | undefined
  /** The code on his slip, which he types at the kiosk. */
  readonly #code: string

  constructor(
    town: Town,
    visitor: Visitor,
    ticketId: string,
    slip: { token: string; code: string },
    stay: string | undefined,
  ) {
    this.#town = town
    this.#visitor = visitor
    this.#ticketId = ticketId
    this.#phone = new Desk(town.hubUrl, HALL_ID, slip.token)
    this.#code = slip.code
    this.#stay = stay
  }

  async run(): Promise<void> {
    const { hall } = this.#town
    const { rating, car } = this.#visitor
    const leavesFirst = car?.cause === 'leftBeforeRating' && this.#stay !== undefined
    const atWindow = rating?.channel === 'tablet' && !leavesFirst
    let settle: (served: boolean) => void = () => {}
    const served = new Promise<boolean>(resolve => {
      settle = resolve
    })
    const entry: Visit = { visitor: this.#visitor, ticketId: this.#ticketId, served, settle }
    if (atWindow) entry.tablet = tablet => this.#rate(tablet, 'tablet')
    hall.visits.set(this.#ticketId, entry)
    ring(hall)
    const wasServed = await served
    if (leavesFirst) await leave(this.#town, this.#stay!)
    if (wasServed && rating !== undefined && !atWindow) {
      await hall.time.seconds(rating.delayMinutes * 60)
      const channel = rating.channel === 'tablet' ? 'phone' : rating.channel
      await this.#rate(channel === 'kiosk' ? this.#town.kiosk : this.#phone, channel)
    }
    if (!leavesFirst) await this.#driveOut()
    if (car?.returnsLater === true && this.#stay !== undefined) await this.#comeAgain(car)
  }

  async #rate(desk: Desk, channel: string): Promise<void> {
    const { level, tagCodes } = this.#visitor.rating!
    const ticketId = this.#ticketId
    const formOpenMs = Math.round(this.#town.hall.random.between(3_000, 20_000))
    const opener = channel === 'kiosk' ? { opener: this.#code } : {}
    const fields = { ticketId, level, tagVersion: 2, tagCodes, channel, formOpenMs, ...opener }
    if (!note(this.#town, await desk.command('evaluation.submit', fields))) return
    this.#town.tally.evaluations += 1
    const { car, plateAtTicket } = this.#visitor
    if (this.#stay === undefined || car === undefined) return
    if (!plateAtTicket) note(this.#town, await desk.command('plate.bind', { ticketId, plate: car.plate, ...opener }))
    this.#town.outcomes.push({ ticketId, plate: car.plate, ...(car.cause === undefined ? {} : { cause: car.cause }) })
  }

  async #driveOut(): Promise<void> {
    if (this.#stay === undefined) return
    await this.#town.hall.time.seconds(this.#visitor.car!.minutesAfterService * 60)
    await leave(this.#town, this.#stay)
  }

  async #comeAgain(car: Car): Promise<void> {
    const { time } = this.#town.hall
    await time.seconds(20 * 60)
    const again = await enter(this.#town, car)
    if (again === undefined) return
    await time.seconds(25 * 60)
    await leave(this.#town, again)
  }
}

export async function commute(town: Town, car: StaffCar): Promise<void> {
  await town.hall.time.until(car.enterAt)
  const stay = await enter(town, { seenAs: car.plate, carClass: 'staff' })
  await town.hall.time.until(car.leaveAt)
  if (stay !== undefined) await leave(town, stay)
}
