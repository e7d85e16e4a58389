import { Client, codeOf, eventOf, logIn, pair, rating } from '../../support/client.ts'
import { repeated } from '../../support/crowds/audit.ts'
import { journalOf, ticketsIn } from '../../support/crowds/stored-journal.ts'
import { startHub } from '../../support/hub-process.ts'
import { type Campaign, Claims } from '../harness/campaign.ts'

const [FIRST, SECOND] = ['C01', 'C02']
const HERE = [FIRST, SECOND] as const

interface Ticket {
  ticketId: string
  /** What opens it at a kiosk. */
  code: string
  phone: Client
}
/** Each has a connection of its own. */
const CHANNELS = ['tablet', 'kiosk', 'phone'] as const
type Channel = (typeof CHANNELS)[number]
type Told = Awaited<ReturnType<Client['command']>>

/** Two counters, a kiosk, a tablet and a manager at one hub, each with a connection of its own. */
class Floor {
  readonly #url: string
  readonly #kiosk: Client
  readonly #manager: Client
  readonly #tablet: Client
  readonly #clerks: readonly Client[]

  private constructor(url: string, kiosk: Client, tablet: Client, manager: Client, clerks: readonly Client[]) {
    this.#url = url
    this.#kiosk = kiosk
    this.#tablet = tablet
    this.#manager = manager
    this.#clerks = clerks
  }

  static async open(url: string): Promise<Floor> {
    const clerks = [await logIn(url, 'clerk01'), await logIn(url, 'clerk02')]
    for (const [index, clerk] of clerks.entries()) await clerk.must('counter.open', { counterId: HERE[index] })
    const [kiosk, tablet] = [await pair(url, 'kiosk'), await pair(url, 'tablet', FIRST)]
    return new Floor(url, kiosk, tablet, await logIn(url, 'manager'), clerks)
  }

  async take(): Promise<Ticket> {
    const taken = await this.#kiosk.must('ticket.take', { serviceCode: 'enterprise' })
    const { token, code } = taken.ticket!
    return { ticketId: eventOf(taken, 'ticket.taken').ticketId, code, phone: new Client(this.#url, token) }
  }

  next = (index: number): Promise<Told> => this.#clerks[index]!.command('ticket.callNext', { counterId: HERE[index] })
  one = (index: number, { ticketId }: Ticket): Promise<Told> =>
    this.#clerks[index]!.command('ticket.callOne', { counterId: HERE[index], ticketId })
  /** At the first counter: by its clerk, or by the manager who stands behind him. */
  hold = (byManager: boolean, { ticketId }: Ticket): Promise<Told> =>
    (byManager ? this.#manager : this.#clerks[0]!).command('ticket.hold', { counterId: FIRST, ticketId })
  rate = (channel: Channel, { ticketId, code, phone }: Ticket): Promise<Told> => {
    const client = { tablet: this.#tablet, kiosk: this.#kiosk, phone }[channel]
    const opener = channel === 'kiosk' ? { opener: code } : {}
    return client.command('evaluation.submit', rating(ticketId, channel, opener))
  }

  async clear(tickets: readonly Ticket[]): Promise<void> {
    for (const { ticketId, phone } of tickets) {
      await this.#manager.command('ticket.cancel', { ticketId })
      phone.close()
    }
  }
}

/** One round of a race: who ran, and what must come of it. @returns what was wrong. */
type Race = (floor: Floor, round: number) => Promise<string[]>

const successes = (answers: readonly Told[]): number => answers.filter(({ json }) => json.ok).length
const calledBy = (answers: readonly Told[]): string[] =>
  answers.flatMap(({ json }) => (json.ok ? eventOf(json, 'ticket.called').ticketId : []))
const story = (answers: readonly Told[]): string => answers.map(({ json }) => codeOf(json)).join(' and ')

/** With one ticket for two counters one must go without; with two tickets each gets its own. */
const callers =
  (ask: (floor: Floor, index: number, tickets: readonly Ticket[]) => Promise<Told>, oneOnly: boolean): Race =>
  async (floor, round) => {
    const tickets = oneOnly || round % 2 === 0 ? [await floor.take()] : [await floor.take(), await floor.take()]
    const asked = round % 4 < 2 ? [0, 1] : [1, 0]
    const answers = await Promise.all(asked.map(index => ask(floor, index, tickets)))
    const called = calledBy(answers)
    await floor.clear(tickets)
    const fair = new Set(called).size === called.length && called.length === tickets.length
    return fair ? [] : [`round ${round}: ${story(answers)}`]
  }

const races: Readonly<Record<string, Race>> = {
  'next/next': callers((floor, index) => floor.next(index), false),
  // The one that is named may be the next, too.
  'next/specific': callers((floor, index, [ticket]) => (index === 0 ? floor.next(0) : floor.one(1, ticket!)), true),
  'specific/specific': callers((floor, index, [ticket]) => floor.one(index, ticket!), true),
  'hold/hold': async (floor, round) => {
    const ticket = await floor.take()
    await floor.one(0, ticket)
    const answers = await Promise.all(
      [round % 2 === 0, round % 2 === 1].map(byManager => floor.hold(byManager, ticket)),
    )
    await floor.clear([ticket])
    return successes(answers) === 1 ? [] : [`round ${round}: ${story(answers)}`]
  },
  'three channels': async (floor, round) => {
    const ticket = await floor.take()
    await floor.one(0, ticket)
    // Who is sent first changes, so that no channel wins by its place in the list.
    const order = CHANNELS.map((_, index) => CHANNELS[(index + round) % CHANNELS.length]!)
    const answers = await Promise.all(order.map(channel => floor.rate(channel, ticket)))
    await floor.clear([ticket])
    const losers = answers.flatMap(({ json }) => (json.ok ? [] : codeOf(json)))
    const fair = losers.length === 2 && losers.every(code => code === 'evaluation.duplicate')
    return fair ? [] : [`round ${round}: ${story(answers)}`]
  },
}

/** Two or three callers at one moment, over HTTP, each on a connection of its own. */
export const racesOverHttp: Campaign<{ rounds: number }> = {
  name: 'races',
  what: 'TK35, TK5, EV3: two counters never call one number, one hold takes effect once, one ticket is rated once.',
  full: { rounds: 1_000 },
  quick: { rounds: 20 },
  async run({ rounds }) {
    const claims = new Claims()
    const hub = await startHub()
    try {
      const floor = await Floor.open(hub.url)
      for (const [name, race] of Object.entries(races)) {
        const wrong: string[] = []
        for (let round = 0; round < rounds; round += 1) wrong.push(...(await race(floor, round)))
        claims.none(`${name}, ${rounds} rounds: with another end than one winner`, wrong)
      }
      await hub.kill()
      const commits = await journalOf(hub.dataDir)
      const rated = repeated(ticketsIn(commits, 'evaluation.submitted'))
      claims.none('tickets rated twice in the journal', rated)
      const names = Object.keys(races)
      const wrong = claims.all.filter(({ holds }) => !holds).length
      return {
        line: `${names.length} races of ${rounds} rounds (${names.join(', ')}): ${wrong} with a round that had not exactly one winner, ${rated.length} rated twice`,
        claims: claims.all,
        figures: { rounds: rounds * names.length, commits: commits.length },
      }
    } finally {
      await hub.dispose()
    }
  },
}
