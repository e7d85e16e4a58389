import type { Actor, Level } from '@pingting/contract'
import { uuidOf } from '../engine/chance.ts'
import { Car } from './car.ts'
import { Client } from './client.ts'
import { citizenOf, KIOSK, RECEPTION } from './hall-card.ts'
import type { VisitPlan } from './plan.ts'
import { type Town, type Visit, waitFor, waitUntil } from './town.ts'

const GIVES_UP_AFTER_MS = 35 * 60_000
/** Who rates only after the barrier is not in the hall any more, and is waited for all the same. */
const LEAVES_FIRST_WITHIN_MS = 5 * 60_000

/** One person's whole errand: drive in, take a ticket, be served, rate, tell the plate, drive out. */
export async function visit(town: Town, plan: VisitPlan, looksAt: (ticketId: string) => void): Promise<void> {
  const car = plan.car === undefined ? undefined : new Car(town, plan.car)
  const driving = car?.enter()
  await waitUntil(town, plan.arriveMs)
  if (plan.car !== undefined && plan.car.enterMs < plan.arriveMs) await driving
  const ticketId = await takeTicket(town, plan)
  if (ticketId !== undefined) await new Errand(town, plan, ticketId, car).run(looksAt)
  town.outstanding -= 1
  await driving
  await car?.leave()
}

async function takeTicket(town: Town, plan: VisitPlan): Promise<string | undefined> {
  const { serviceCode, priority, binds, wrongPlate, car } = plan
  const plate = binds === 'atTicket' ? (wrongPlate ?? asTyped(car?.plate)) : undefined
  const told = plate === undefined ? {} : { plate }
  const taker = priority === 'appointment' ? RECEPTION : KIOSK
  const answer = await new Client(town, taker).send({ type: 'ticket.take', serviceCode, priority, ...told })
  return answer.ok ? answer.events.find(event => event.type === 'ticket.taken')?.ticketId : undefined
}

/** People write a dot and small letters; it is the same plate. */
const asTyped = (plate: string | undefined): string | undefined =>
  plate === undefined ? undefined : `${plate.slice(0, 1)}${plate.slice(1, 2).toLowerCase()}·${plate.slice(2)}`

class Errand {
  readonly #town: Town
  readonly #plan: VisitPlan
  readonly #ticketId: string
  readonly #car: Car | undefined
  readonly #phone: Client
  #hasLeft = (): void => undefined
  readonly #leaving = new Promise<void>(left => {
    this.#hasLeft = left
  })

  constructor(town: Town, plan: VisitPlan, ticketId: string, car: Car | undefined) {
    this.#town = town
    this.#plan = plan
    this.#ticketId = ticketId
    this.#car = car
    this.#phone = new Client(town, citizenOf(ticketId))
  }

  async run(looksAt: (ticketId: string) => void): Promise<void> {
    const { rating, looksAtPhone, cancels } = this.#plan
    const ticketId = this.#ticketId
    if (looksAtPhone) looksAt(ticketId)
    const served = new Promise<boolean>(leave => {
      const entry: Visit = { plan: this.#plan, ticketId, leave }
      if (rating?.channel === 'tablet') entry.atTablet = tablet => this.#rate(tablet)
      this.#town.visits.set(ticketId, entry)
      this.#town.site.clock.after(this.#town.site.world, GIVES_UP_AFTER_MS, () => leave(false))
    })
    const telling = this.#tellPlate()
    if (cancels) {
      await waitFor(this.#town, 60_000)
      const answer = await this.#phone.send({ type: 'ticket.cancel', ticketId })
      if (answer.ok) this.#town.visits.get(ticketId)?.leave(false)
    }
    const wasServed = await served
    if (wasServed && this.#car?.plan.paysFirst === true) await this.#car.pay()
    if (wasServed && this.#car?.plan.leavesFirst === true) await this.#car.leave(LEAVES_FIRST_WITHIN_MS)
    this.#hasLeft()
    if (wasServed && rating !== undefined && rating.channel !== 'tablet') {
      await waitFor(this.#town, rating.delayMs)
      await this.#rate(rating.channel === 'kiosk' ? KIOSK : citizenOf(ticketId))
    }
    await telling
  }

  async #rate(actor: Actor): Promise<void> {
    const { rating } = this.#plan
    if (rating === undefined) return
    const { channel, formOpenMs, draw, twice } = rating
    const level = (1 + ((Math.floor(draw * 5) + this.#town.levelShift) % 5)) as Level
    const ticketId = this.#ticketId
    const said = { level, tagVersion: 2, tagCodes: [] as string[], text: '等得久', channel, formOpenMs }
    const wish = { type: 'evaluation.submit' as const, ticketId, ...said }
    const answer = await new Client(this.#town, actor).send(wish)
    if (answer.ok && twice) await this.#again(actor, wish)
  }

  /** Somebody rates once more, on another channel or by a page that mixes its ids up: neither has any effect. */
  async #again(actor: Actor, wish: object): Promise<void> {
    const other = { ...wish, level: 5, channel: 'phone' } as never
    await this.#phone.send(other)
    const commandId = uuidOf(this.#town.random)
    const client = new Client(this.#town, actor)
    const bind = { type: 'plate.bind', ticketId: this.#ticketId, commandId } as const
    await client.sendAsIs({ ...bind, plate: this.#plan.car?.plate ?? '鲁F00001' })
    await client.sendAsIs({ ...bind, plate: '鲁F99999' })
  }

  async #tellPlate(): Promise<void> {
    const { binds, wrongPlate, car, correctsAfterMs, tellsAfterLeavingMs } = this.#plan
    if (car === undefined || binds === 'never') return
    const ticketId = this.#ticketId
    const plate = asTyped(car.plate)!
    if (tellsAfterLeavingMs !== undefined) {
      await this.#leaving
      await waitFor(this.#town, tellsAfterLeavingMs)
    }
    if (binds === 'byPhone') {
      await waitFor(this.#town, correctsAfterMs)
      await this.#phone.send({ type: 'plate.bind', ticketId, plate: wrongPlate ?? plate })
    }
    if (wrongPlate === undefined) return
    // He sees the wrong plate when he is told of his free parking, or later.
    await this.#granted()
    await waitFor(this.#town, correctsAfterMs)
    await this.#phone.send({ type: 'plate.bind', ticketId, plate })
  }

  /** Until his ticket was rated, or for as long as he cares. */
  async #granted(): Promise<void> {
    for (let looks = 0; looks < 60; looks++) {
      await waitFor(this.#town, 4_000)
      const hall = this.#town.choose()?.hub.stream('hall', 'h1')?.peek()
      if (hall?.exemptions.claims.get(this.#ticketId)?.evaluation !== undefined) return
    }
  }
}
