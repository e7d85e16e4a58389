import { type Client, codeOf, eventOf, logIn, pair } from './client.ts'
import type { TwoHubs } from './two-hubs.ts'

const COUNTERS = ['C01', 'C02'] as const

export interface RaceResult {
  rounds: number
  /** Rounds in which both counters called one ticket. */
  doubledTally: number
  /** Rounds that ended otherwise than with every ticket called once, and the one that went without told so. */
  wrong: string[]
}

/** Two counters, each at a hub of its own, call the next at one moment; every other round there is one ticket for both. */
export async function raceForNext({ hubs }: TwoHubs, rounds: number): Promise<RaceResult> {
  const kiosk = await pair(hubs[0].url, 'kiosk')
  const manager = await logIn(hubs[0].url, 'manager')
  const clerks: Client[] = []
  for (const [place, hub] of hubs.entries()) {
    const clerk = await logIn(hub.url, `clerk0${place + 1}`)
    await clerk.must('counter.open', { counterId: COUNTERS[place] })
    clerks.push(clerk)
  }
  const result: RaceResult = { rounds, doubledTally: 0, wrong: [] }
  for (let round = 0; round < rounds; round += 1) {
    const tickets: string[] = []
    for (let left = 1 + (round % 2); left > 0; left -= 1) {
      const taken = await kiosk.must('ticket.take', { serviceCode: 'enterprise' })
      tickets.push(eventOf(taken, 'ticket.taken').ticketId)
    }
    const asked = round % 4 < 2 ? [0, 1] : [1, 0]
    const answers = await Promise.all(
      asked.map(place => clerks[place]!.command('ticket.callNext', { counterId: COUNTERS[place] })),
    )
    const called = answers.flatMap(({ json }) => (json.ok ? eventOf(json, 'ticket.called').ticketId : []))
    const refused = answers.flatMap(({ json }) => (json.ok ? [] : codeOf(json)))
    if (new Set(called).size < called.length) result.doubledTally += 1
    const expected = [[...tickets].sort(), tickets.length === 1 ? ['ticket.queue-empty'] : []]
    const got = [[...called].sort(), refused]
    if (JSON.stringify(got) !== JSON.stringify(expected)) result.wrong.push(`round ${round}: ${JSON.stringify(got)}`)
    for (const ticketId of tickets) await manager.must('ticket.cancel', { ticketId })
  }
  for (const client of [kiosk, manager, ...clerks]) client.close()
  return result
}
