import type { Page } from 'playwright-core'
import { clerkIdOf, counterIdOf } from '../../../server/living-hall/seed.ts'
import { type Client, eventOf, logIn, pair } from '../../support/client.ts'
import { words } from '../browser.ts'

export const BOARD = '/board?hall=yt-centre'
/** The machine may be busy with other suites; nothing here is timed. */
export const PATIENT = { timeout: 30_000, interval: 50 }

export interface Floor {
  /** @returns the number, as it is printed. */
  take(serviceCode?: string): Promise<string>
  call(): Promise<void>
  recall(): Promise<void>
  /** Whoever was called is served to the end. */
  finish(): Promise<void>
  close(): void
}

/** A kiosk and one counter, by the public API. */
export async function openFloor(url: string, counterId = counterIdOf(1), staffId = clerkIdOf(1)): Promise<Floor> {
  const kiosk = await pair(url, 'kiosk')
  const clerk = await logIn(url, staffId)
  await clerk.must('counter.open', { counterId })
  let ticketId = ''
  const verb = (type: string) => clerk.must(type, { counterId, ticketId })
  return {
    async take(serviceCode = 'enterprise') {
      const taken = eventOf(await kiosk.must('ticket.take', { serviceCode }), 'ticket.taken')
      return String(taken['number'])
    },
    async call() {
      ticketId = eventOf(await clerk.must('ticket.callNext', { counterId }), 'ticket.called').ticketId
    },
    async recall() {
      await verb('ticket.recall')
    },
    async finish() {
      await verb('ticket.arrive')
      await verb('ticket.finish')
    },
    close: () => closeAll([kiosk, clerk]),
  }
}

const closeAll = (clients: readonly Client[]): void => clients.forEach(client => void client.close())

/** Number and counter of each row, newest first. */
export const callsOn = (board: Page): Promise<string[]> =>
  board.getByTestId('call').evaluateAll(rows => rows.map(row => `${row.dataset['number']} ${row.dataset['counter']}`))

export const liveOn = (board: Page): Promise<string | null> => board.getByTestId('link-badge').getAttribute('data-live')

export const figure = async (board: Page, id: string): Promise<string> => (await words(board, id)).trim()
