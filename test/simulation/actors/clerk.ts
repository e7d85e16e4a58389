import type { Answer } from '@pingting/contract'
import { Client } from './client.ts'
import { clerkOf, tabletOf } from './hall-card.ts'
import { type Town, type Visit, waitFor } from './town.ts'

const LOOKS_EVERY_MS = 8_000
const WALKS_MS = 4_000
/** Share of the looks at which a clerk asks for the next although nobody waits. */
const ASKS_ANYWAY = 0.1

/** One clerk at one counter, who believes what the answers say and nothing else. */
export class Clerk {
  readonly #town: Town
  readonly #counterId: string
  readonly #client: Client

  constructor(town: Town, counterId: string) {
    this.#town = town
    this.#counterId = counterId
    this.#client = new Client(town, clerkOf(counterId))
  }

  async work(): Promise<void> {
    const { random } = this.#town
    const counterId = this.#counterId
    await this.#client.send({ type: 'counter.open', counterId })
    while (this.#town.outstanding > 0) {
      const ticketId = this.#seesSomebody() || random.chance(ASKS_ANYWAY) ? await this.#next() : undefined
      if (ticketId === undefined) await waitFor(this.#town, LOOKS_EVERY_MS)
      else await this.#serve(ticketId)
      if (random.chance(0.03)) await this.#pause()
      if (random.chance(0.15)) await this.#bringBack()
    }
    await this.#client.send({ type: 'counter.close', counterId })
  }

  /** The list on the desk, as the hub that answers has it. */
  #seesSomebody(): boolean {
    const hall = this.#town.choose()?.hub.stream('hall', 'h1')?.peek()
    return hall === undefined || [...hall.tickets.waiting.values()].some(queue => queue.length > 0)
  }

  async #next(): Promise<string | undefined> {
    const answer = await this.#client.send({ type: 'ticket.callNext', counterId: this.#counterId })
    if (answer.ok) return answer.events.find(event => event.type === 'ticket.called')?.ticketId
    return answer.code === 'counter.busy' ? answer.about : undefined
  }

  #verb(type: 'arrive' | 'finish' | 'hold' | 'miss' | 'recall', ticketId: string): Promise<Answer> {
    return this.#client.send({ type: `ticket.${type}`, counterId: this.#counterId, ticketId })
  }

  async #serve(ticketId: string): Promise<void> {
    const { visits, random } = this.#town
    const visit = visits.get(ticketId)
    await waitFor(this.#town, WALKS_MS)
    if (visit === undefined || !visit.plan.comes) return this.#miss(ticketId)
    await this.#verb('arrive', ticketId)
    if (random.chance(0.03)) return this.#undoOnce(ticketId)
    await waitFor(this.#town, visit.plan.serviceMs)
    if (random.chance(0.04)) return void (await this.#verb('hold', ticketId))
    if (random.chance(0.04)) {
      const transfer = { type: 'ticket.transfer', counterId: this.#counterId, ticketId, serviceCode: 'id' } as const
      if ((await this.#client.send(transfer)).ok) return
    }
    await this.#finish(visit)
  }

  async #finish(visit: Visit): Promise<void> {
    const { ticketId, plan, atTablet } = visit
    const { random } = this.#town
    const rates = atTablet !== undefined && plan.rating !== undefined
    // Some rate while they still stand there, before it counts as done.
    if (rates && random.chance(0.4)) await atTablet(tabletOf(this.#counterId))
    await this.#verb('finish', ticketId)
    if (random.chance(0.03)) {
      await this.#client.send({ type: 'counter.undo', counterId: this.#counterId })
      await this.#verb('finish', ticketId)
    }
    if (rates) await atTablet(tabletOf(this.#counterId))
    visit.leave(true)
  }

  async #undoOnce(ticketId: string): Promise<void> {
    await this.#client.send({ type: 'counter.undo', counterId: this.#counterId })
    await this.#verb('arrive', ticketId)
    const visit = this.#town.visits.get(ticketId)
    if (visit !== undefined) await this.#finish(visit)
  }

  async #miss(ticketId: string): Promise<void> {
    if (this.#town.random.chance(0.5)) await this.#verb('recall', ticketId)
    await waitFor(this.#town, WALKS_MS)
    await this.#verb('miss', ticketId)
    const visit = this.#town.visits.get(ticketId)
    if (visit === undefined) return
    if (this.#town.random.chance(0.5)) visit.plan.comes = true
    else visit.leave(false)
  }

  async #pause(): Promise<void> {
    const counterId = this.#counterId
    await this.#client.send({ type: 'counter.pause', counterId, reason: 'break' })
    await waitFor(this.#town, 20_000)
    await this.#client.send({ type: 'counter.resume', counterId })
  }

  /** Who was held or missed comes back to whichever counter looks. */
  async #bringBack(): Promise<void> {
    const hall = this.#town.choose()?.hub.stream('hall', 'h1')?.peek()
    for (const { ticketId, place } of hall?.tickets.tickets.values() ?? []) {
      const type = place.status === 'held' ? 'ticket.return' : place.status === 'noShow' ? 'ticket.recycle' : undefined
      if (type === undefined || (type === 'ticket.recycle' && this.#town.visits.get(ticketId)?.plan.comes !== true))
        continue
      await this.#client.send({ type, counterId: this.#counterId, ticketId })
      return
    }
  }
}
