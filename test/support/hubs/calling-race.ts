import type { Answer } from '@pingting/contract'
import { type Client, codeOf, eventOf, logIn, pair } from '../client.ts'
import type { Sent } from '../crowds/audit.ts'
import type { TwoHubs } from './two-hubs.ts'

const COUNTERS = ['C01', 'C02'] as const
const REPEAT_MS = 20
const REPEATS_MAX = 500

/** Two counters, each at a hub of its own, call the next at one moment; every other round there is one ticket for both. */
export class CallingRace {
  rounds = 0
  /** Rounds in which both counters called one ticket. */
  doubledTally = 0
  /** Rounds that ended otherwise than with every ticket called once, and the one that went without told so. */
  readonly wrong: string[] = []
  /** Every command that was acknowledged. */
  readonly acknowledged: Sent[] = []
  /** Commands that were told to be repeated, as while the hall changes hands. */
  repeatedTally = 0
  readonly #kiosk: Client
  readonly #manager: Client
  readonly #clerks: readonly Client[]

  private constructor(kiosk: Client, manager: Client, clerks: readonly Client[]) {
    this.#kiosk = kiosk
    this.#manager = manager
    this.#clerks = clerks
  }

  static async open({ hubs }: TwoHubs): Promise<CallingRace> {
    const kiosk = await pair(hubs[0].url, 'kiosk')
    const manager = await logIn(hubs[0].url, 'manager')
    const clerks: Client[] = []
    for (const [place, hub] of hubs.entries()) {
      const clerk = await logIn(hub.url, `clerk0${place + 1}`)
      await clerk.must('counter.open', { counterId: COUNTERS[place] })
      clerks.push(clerk)
    }
    return new CallingRace(kiosk, manager, clerks)
  }

  async run(rounds: number): Promise<void> {
    for (const last = this.rounds + rounds; this.rounds < last; this.rounds += 1) await this.#round()
  }

  async #round(): Promise<void> {
    const tickets: string[] = []
    for (let left = 1 + (this.rounds % 2); left > 0; left -= 1) {
      const taken = await this.#answer(this.#kiosk, 'ticket.take', { serviceCode: 'enterprise' })
      tickets.push(eventOf(taken, 'ticket.taken').ticketId)
    }
    const asked = this.rounds % 4 < 2 ? [0, 1] : [1, 0]
    const answers = await Promise.all(
      asked.map(place => this.#answer(this.#clerks[place]!, 'ticket.callNext', { counterId: COUNTERS[place] })),
    )
    const called = answers.flatMap(answer => (answer.ok ? eventOf(answer, 'ticket.called').ticketId : []))
    const refused = answers.flatMap(answer => (answer.ok ? [] : codeOf(answer)))
    if (new Set(called).size < called.length) this.doubledTally += 1
    const expected = [[...tickets].sort(), tickets.length === 1 ? ['ticket.queue-empty'] : []]
    const got = [[...called].sort(), refused]
    if (JSON.stringify(got) !== JSON.stringify(expected))
      this.wrong.push(`round ${this.rounds}: ${JSON.stringify(got)}`)
    for (const ticketId of tickets) {
      const cancelled = await this.#answer(this.#manager, 'ticket.cancel', { ticketId })
      if (!cancelled.ok) this.wrong.push(`round ${this.rounds}: ${codeOf(cancelled)} to a cancellation`)
    }
  }

  /** As a client does: what is told to be repeated is sent again with its id. @throws when it is told so for ever. */
  async #answer(client: Client, type: string, fields: object): Promise<Answer> {
    const commandId = crypto.randomUUID()
    for (let repeats = 0; repeats < REPEATS_MAX; repeats += 1) {
      const { status, json } = await client.command(type, fields, { commandId })
      if (json.ok) this.acknowledged.push({ client, type, commandId, fields, answer: { status, json } })
      if (status !== 503) return json
      this.repeatedTally += 1
      await new Promise(resolve => setTimeout(resolve, REPEAT_MS))
    }
    throw new Error(`round ${this.rounds}: ${type} was never answered but with 503`)
  }

  close(): void {
    for (const client of [this.#kiosk, this.#manager, ...this.#clerks]) client.close()
  }
}
