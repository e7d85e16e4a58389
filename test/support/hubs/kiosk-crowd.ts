import type { Accepted, Answer } from '@pingting/contract'
import type { Client } from '../client.ts'

export interface TakenTicket {
  commandId: string
  answer: Accepted
  /** From the first try to the answer. */
  tookMs: number
  /** Which of the clients it went through. */
  by: number
}

const PAUSE_MS = 20

/** Kiosks that take ticket after ticket, and repeat what was not answered with the same id, as the real ones do. */
export class KioskCrowd {
  readonly taken: TakenTicket[] = []
  /** Tries that ended in 503 or without an answer. */
  unansweredTally = 0
  readonly #pauseMs: number
  readonly #working: Promise<unknown>
  #isOver = false

  /** @param pauseMs between one ticket and the next */
  constructor(kiosks: readonly Client[], pauseMs = 0) {
    this.#pauseMs = pauseMs
    this.#working = Promise.all(kiosks.map((kiosk, by) => this.#work(kiosk, by)))
  }

  /** Everybody finishes what was begun. */
  async end(): Promise<TakenTicket[]> {
    this.#isOver = true
    await this.#working
    return this.taken
  }

  async #work(kiosk: Client, by: number): Promise<void> {
    while (!this.#isOver) {
      const commandId = crypto.randomUUID()
      const sentAtMs = performance.now()
      const answer = await this.#untilAnswered(kiosk, commandId)
      this.taken.push({ commandId, answer, tookMs: performance.now() - sentAtMs, by })
      if (this.#pauseMs > 0) await new Promise(resolve => setTimeout(resolve, this.#pauseMs))
    }
  }

  async #untilAnswered(kiosk: Client, commandId: string): Promise<Accepted> {
    for (;;) {
      const told = await take(kiosk, commandId).catch(() => undefined)
      if (told?.json.ok) return told.json
      if (told !== undefined && told.status !== 503) throw new Error(`a ticket was refused: ${JSON.stringify(told)}`)
      this.unansweredTally += 1
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
    }
  }
}

export const take = (kiosk: Client, commandId: string): Promise<{ status: number; json: Answer }> =>
  kiosk.command('ticket.take', { serviceCode: 'enterprise' }, { commandId })
