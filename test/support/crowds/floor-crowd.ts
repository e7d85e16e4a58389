import type { Answer } from '@pingting/contract'
import { Client, eventOf, logIn, pair, rating } from '../client.ts'
import type { HubProcess } from '../hub-process.ts'
import type { Sent } from './audit.ts'

const COUNTERS = 4
const SERVED_TIMEOUT_MS = 30_000
const counterIdOf = (index: number): string => `C0${index + 1}`

/** Sends for as long as the hub lives, keeping what was answered and the one thing that was not. */
class Caller {
  readonly sent: Sent[] = []
  readonly #client: Client
  readonly #answered: () => void
  constructor(client: Client, answered: () => void) {
    this.#client = client
    this.#answered = answered
  }

  /** @throws when the hub died over it. */
  async send(type: string, fields: object, client = this.#client): Promise<Answer> {
    const one: Sent = { client, type, fields, commandId: crypto.randomUUID() }
    this.sent.push(one)
    const sentMs = performance.now()
    one.answer = await client.command(type, fields, { commandId: one.commandId })
    one.tookMs = performance.now() - sentMs
    this.#answered()
    return one.answer.json
  }
}

const untilItDies = async (work: () => Promise<void>, goesOn: (round: number) => boolean): Promise<void> => {
  try {
    for (let round = 0; goesOn(round); round += 1) await work()
  } catch {
    // The connection broke: that is what this waits for.
  }
}

/** What one life of the hub was asked, and answered. */
export interface Life {
  readonly sent: Sent[][]
  tally(): number
  /** Nobody begins another round. */
  end(): void
  /** Resolves when everybody has gone home, since the hub died or the rounds are over. */
  readonly over: Promise<unknown>
}

/** Callers on the floor of a hall: most give out tickets; four counters call, and put aside who was rated by phone. */
export class FloorCrowd {
  readonly #url: string
  readonly #kiosks: Client[]
  readonly #clerks: Client[]
  readonly #phones = new Map<string, Client>()

  private constructor(url: string, kiosks: Client[], clerks: Client[]) {
    this.#url = url
    this.#kiosks = kiosks
    this.#clerks = clerks
  }

  static async gather({ url }: HubProcess, callers: number): Promise<FloorCrowd> {
    const kiosk = await pair(url, 'kiosk')
    const kiosks = Array.from({ length: callers }, () => new Client(url, kiosk.credential))
    const clerks: Client[] = []
    for (let index = 0; index < COUNTERS; index += 1) {
      const clerk = await logIn(url, `clerk0${index + 1}`)
      await clerk.must('counter.open', { counterId: counterIdOf(index) })
      clerks.push(clerk)
    }
    return new FloorCrowd(url, kiosks, clerks)
  }

  /** One who gives out tickets. */
  get kiosk(): Client {
    return this.#kiosks.at(-1)!
  }

  /** Resolves when a ticket is given out; repeats with one id until then. @throws when that takes half a minute. */
  async servedAgain(): Promise<void> {
    const commandId = crypto.randomUUID()
    for (const endMs = performance.now() + SERVED_TIMEOUT_MS; performance.now() < endMs; ) {
      const told = await this.kiosk.command('ticket.take', { serviceCode: 'tax' }, { commandId })
      if (told.json.ok) return
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    throw new Error('the hub did not serve again')
  }

  /**
   * Everybody works until the hub dies, at most so many rounds. `answered` hears of each answer in the very turn it
   * came, which is when a hub that acknowledges too early has not yet written.
   */
  work(roundsMax = 10_000, answered: (tally: number) => void = () => undefined): Life {
    let answers = 0
    const callers = this.#kiosks.map(kiosk => new Caller(kiosk, () => answered(++answers)))
    let left = roundsMax
    const working = callers.map((caller, index) => {
      const clerk = this.#clerks[index]
      const round = clerk === undefined ? this.#giveOut(caller) : this.#serve(caller, clerk, counterIdOf(index))
      return untilItDies(round, done => done < left)
    })
    return {
      sent: callers.map(({ sent }) => sent),
      tally: () => callers.reduce((sum, { sent }) => sum + sent.length, 0),
      end() {
        left = 0
      },
      over: Promise.all(working),
    }
  }

  #giveOut(caller: Caller) {
    return async (): Promise<void> => {
      const answer = await caller.send('ticket.take', { serviceCode: 'enterprise' })
      if (!answer.ok) return
      this.#phones.set(eventOf(answer, 'ticket.taken').ticketId, new Client(this.#url, answer.ticket!.token))
    }
  }

  #serve(caller: Caller, clerk: Client, counterId: string) {
    return async (): Promise<void> => {
      const next = (await caller.send('ticket.callNext', { counterId }, clerk)) as Answer & { about?: string }
      // Whom the last life of the hub left at the counter is served first.
      const ticketId = next.ok ? eventOf(next, 'ticket.called').ticketId : next.about
      if (ticketId === undefined || !/^\d{8}-/.test(ticketId)) return
      // A ticket whose answer the dying hub swallowed has no phone.
      const phone = this.#phones.get(ticketId)
      if (phone !== undefined) await caller.send('evaluation.submit', rating(ticketId, 'phone'), phone)
      await caller.send('ticket.hold', { counterId, ticketId }, clerk)
    }
  }
}
