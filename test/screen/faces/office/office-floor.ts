import type { Level } from '@pingting/contract'
import { clerkIdOf, counterIdOf } from '../../../../server/living-hall/seed.ts'
import { Client, eventOf, logIn, pair } from '../../../support/client.ts'
import { inviteWall } from '../../../support/screens/wall.ts'

export const WORDS = '我叫张三，等得太久'
export const PLATE = '鲁F24680'

/** A hall at work, by the public API: counters opened by their clerks, and whatever tickets a test needs. */
export interface Hall {
  manager: Client
  /** Taken, called, served and rated at the counter. @returns the number */
  visit(counter: number, level?: Level, serviceCode?: string): Promise<string>
  take(serviceCode?: string): Promise<{ ticketId: string; number: string; token: string }>
  /** Calls the next one to the counter. */
  call(counter: number): Promise<string>
  verb(counter: number, type: string, ticketId: string): Promise<void>
  pause(counter: number): Promise<void>
  /** A link that makes a browser a wall. */
  wallLink(): Promise<string>
  close(): void
}

const rating = (ticketId: string, level: Level) => ({
  ...{ ticketId, level, tagVersion: 2, channel: 'phone', formOpenMs: 5_000 },
  ...(level <= 2 ? { tagCodes: [level === 1 ? '115' : '214'], text: WORDS } : {}),
})

export async function openHall(url: string, counters: number): Promise<Hall> {
  const kiosk = await pair(url, 'kiosk')
  const manager = await logIn(url, 'manager')
  const clerks = new Map<number, Client>()
  for (let n = 1; n <= counters; n += 1) {
    const clerk = await logIn(url, clerkIdOf(n))
    await clerk.must('counter.open', { counterId: counterIdOf(n) })
    clerks.set(n, clerk)
  }
  const send = (counter: number, type: string, fields: object = {}) =>
    clerks.get(counter)!.must(type, { counterId: counterIdOf(counter), ...fields })
  const take: Hall['take'] = async (serviceCode = 'enterprise') => {
    const answer = await kiosk.must('ticket.take', { serviceCode, plate: PLATE })
    const { ticketId, number } = eventOf(answer, 'ticket.taken') as unknown as { ticketId: string; number: string }
    return { ticketId, number, token: answer.ticket!.token }
  }
  return {
    manager,
    take,
    async visit(counter, level, serviceCode) {
      const { ticketId, number, token } = await take(serviceCode)
      await send(counter, 'ticket.callOne', { ticketId })
      await send(counter, 'ticket.arrive', { ticketId })
      const citizen = new Client(url, token)
      if (level !== undefined) await citizen.must('evaluation.submit', rating(ticketId, level))
      await send(counter, 'ticket.finish', { ticketId })
      citizen.close()
      return number
    },
    call: async counter => eventOf(await send(counter, 'ticket.callNext'), 'ticket.called').ticketId,
    verb: async (counter, type, ticketId) => void (await send(counter, type, { ticketId })),
    pause: async counter => void (await send(counter, 'counter.pause', { reason: 'paperwork' })),
    wallLink: async () => `/pair#${await inviteWall(manager)}`,
    close: () => [kiosk, manager, ...clerks.values()].forEach(client => void client.close()),
  }
}
