import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Answer, HallCard } from '@pingting/contract'
import { clerkIdOf, counterIdOf, HALL_ID, type SeedStep } from '../../../server/living-hall/seed.ts'
import { Client, eventOf, logIn } from '../client.ts'
import type { Sent } from './audit.ts'
import { type CabledHouse, SPEED } from './cabled-house.ts'

const COUNTERS = 8
/** Policy asks for 20 s of service. */
const SERVICE_SECONDS = 24
const RETRY_MS = 25
const POLL_MS = 50
const BUSINESS_DAY = '2026-11-23'

/** A car inside, whose driver was served and has rated: the plate is all that is missing. */
export interface Car {
  plate: string
  ticketId: string
  phone: Client
}

interface Row {
  _id: string
  ticketId: string
  status: string
}

/** What the gate's control door tells of its ledger; the parts an audit needs. */
export interface GateLedger {
  grants: { grantKey: string; state: string }[]
  records: { type: string; grantKey?: string }[]
}

/** Drivers who are served, rate, name their plate and drive out; each repeats what was not answered, as pages do. */
export class RewardedCars {
  readonly sent: Sent[] = []
  readonly #house: CabledHouse
  readonly #manager: Client
  readonly #operator: Client
  readonly #clerks: Client[]
  readonly #services: ReadonlyMap<string, string>
  #tally = 0

  private constructor(house: CabledHouse, manager: Client, operator: Client, clerks: Client[]) {
    this.#house = house
    this.#services = ownServices(house.dataDir)
    this.#manager = manager
    this.#operator = operator
    this.#clerks = clerks
  }

  static async open(house: CabledHouse): Promise<RewardedCars> {
    const clerks: Client[] = []
    for (let number = 1; number <= COUNTERS; number += 1) {
      const clerk = await logIn(house.url, clerkIdOf(number))
      await clerk.must('counter.open', { counterId: counterIdOf(number) })
      clerks.push(clerk)
    }
    const people = [await logIn(house.url, 'manager'), await logIn(house.url, 'operator')] as const
    return new RewardedCars(house, ...people, clerks)
  }

  /** One car at each counter, all at once. */
  prepare(): Promise<Car[]> {
    return Promise.all(this.#clerks.map((clerk, index) => this.#serve(clerk, counterIdOf(index + 1))))
  }

  async #serve(clerk: Client, counterId: string): Promise<Car> {
    this.#tally += 1
    const plate = `鲁F${String(10_000 + this.#tally)}`
    await this.world('/cars/enter', { plate })
    const taken = await this.#send(this.#manager, 'ticket.take', { serviceCode: this.#services.get(counterId)! })
    const { ticketId } = eventOf(taken, 'ticket.taken')
    const at = { ticketId, counterId }
    await this.#send(clerk, 'ticket.callOne', at)
    await this.#send(clerk, 'ticket.arrive', at)
    await pause((SERVICE_SECONDS / SPEED) * 1_000)
    await this.#send(clerk, 'ticket.finish', at)
    const phone = new Client(this.#house.url, taken.ok ? taken.ticket!.token : '')
    const rating = { ticketId, level: 1 + (this.#tally % 5), tagVersion: 2, channel: 'phone', formOpenMs: 5_000 }
    await this.#send(phone, 'evaluation.submit', { ...rating, text: '等候时间长' })
    return { plate, ticketId, phone }
  }

  /** The last condition: from here on an exemption is owed. */
  async claim({ phone, ticketId, plate }: Car): Promise<void> {
    await this.#send(phone, 'plate.bind', { ticketId, plate })
  }

  /** Resolves when the gate holds an exemption for each, and the hub knows. @throws when that never comes. */
  async confirmed(cars: readonly Car[], timeoutMs = 60_000): Promise<void> {
    const endMs = performance.now() + timeoutMs
    for (;;) {
      const statuses = new Map((await this.rows()).map(row => [row.ticketId, row.status]))
      const waiting = cars.filter(({ ticketId }) => !['confirmed', 'honoured'].includes(statuses.get(ticketId) ?? ''))
      if (waiting.length === 0) return
      if (performance.now() > endMs) throw new Error(`never confirmed: ${waiting.map(car => car.ticketId)}`)
      await pause(POLL_MS)
    }
  }

  /** Drives out; a repeat after a crash of the gate finds the car gone, which is what was wanted. */
  async leave({ plate }: Car): Promise<void> {
    await this.world('/cars/exit', { plate, pay: true })
  }

  /** Every exemption of the day; asks until the hub answers. */
  async rows(): Promise<Row[]> {
    const path = `/api/halls/${HALL_ID}/exemptions?day=${BUSINESS_DAY}`
    return untilAnswered(async () => {
      const { status, json } = await this.#operator.get<Row[]>(path)
      return status === 200 ? json : undefined
    })
  }

  /** Speaks to the world around the gate until it answers. */
  world(path: string, body?: object): Promise<unknown> {
    return untilAnswered(async () => {
      const headers = { 'content-type': 'application/json' }
      const request = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
      const response = await fetch(this.#house.controlUrl + path, request)
      return response.status === 503 ? undefined : response.json()
    })
  }

  ledger(): Promise<GateLedger> {
    return this.world('/ledger') as Promise<GateLedger>
  }

  /** Repeats with the same id until somebody answers. @throws when it is refused. */
  async #send(client: Client, type: string, fields: object): Promise<Answer> {
    const one: Sent = { client, type, fields, commandId: crypto.randomUUID() }
    this.sent.push(one)
    const answer = await untilAnswered(async () => {
      const told = await client.command(type, fields, { commandId: one.commandId })
      return told.status === 503 ? undefined : told
    })
    if (!answer.json.ok) throw new Error(`${type} was refused: ${JSON.stringify(answer.json)}`)
    one.answer = { status: 201, json: { ...answer.json, replayed: false } }
    return answer.json
  }
}

const pause = (pauseMs: number): Promise<void> => new Promise(resolve => setTimeout(resolve, pauseMs))

/** @throws when nobody has answered for a minute. */
async function untilAnswered<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const endMs = performance.now() + 60_000; ; ) {
    const answer = await ask().catch(error => {
      if (performance.now() > endMs) throw error
      return undefined
    })
    if (answer !== undefined) return answer
    if (performance.now() > endMs) throw new Error('nobody has answered for a minute')
    await pause(RETRY_MS)
  }
}

/** The first service of each counter, from what the hall was founded with: no other counter is in its way. */
function ownServices(dataDir: string): ReadonlyMap<string, string> {
  const steps = JSON.parse(readFileSync(join(dataDir, 'seed.json'), 'utf8')) as SeedStep[]
  const { hall } = steps.find(({ command }) => command.type === 'hall.open')!.command as unknown as { hall: HallCard }
  return new Map(hall.counters.map(({ counterId, profile }) => [counterId, profile[0]!]))
}
