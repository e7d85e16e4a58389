import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client, codeOf, eventOf, logIn, pair, rating } from '../../support/client.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'

const ROUNDS = 200
const [FIRST, SECOND] = ['C01', 'C02']

let hub: HubProcess
let kiosk: Client
let tablet: Client
let manager: Client
let clerks: [Client, Client]

beforeAll(async () => {
  hub = await startHub()
  kiosk = await pair(hub.url, 'kiosk')
  tablet = await pair(hub.url, 'tablet', FIRST)
  manager = await logIn(hub.url, 'manager')
  clerks = [await logIn(hub.url, 'clerk01'), await logIn(hub.url, 'clerk02')]
  await clerks[0].must('counter.open', { counterId: FIRST })
  await clerks[1].must('counter.open', { counterId: SECOND })
})
afterAll(() => hub?.dispose())

async function take(): Promise<{ ticketId: string; token: string; code: string }> {
  const answer = await kiosk.must('ticket.take', { serviceCode: 'enterprise' })
  return { ticketId: eventOf(answer, 'ticket.taken').ticketId, ...answer.ticket! }
}

test(`[EV3] a ticket is evaluated once, on whichever channel comes first: three at once, ${ROUNDS} times`, async () => {
  const winners: Record<string, number> = { tablet: 0, kiosk: 0, phone: 0 }
  for (let round = 0; round < ROUNDS; round += 1) {
    const { ticketId, token, code } = await take()
    await clerks[0].must('ticket.callNext', { counterId: FIRST })
    const phone = new Client(hub.url, token)
    const channels = [
      { name: 'tablet', client: tablet },
      { name: 'kiosk', client: kiosk, opener: code },
      { name: 'phone', client: phone },
    ]
    // Who is sent first changes, so that no channel wins by its place in the list.
    const order = channels.map((_, index) => channels[(index + round) % channels.length]!)

    const answers = await Promise.all(
      order.map(({ name, client, ...opener }) => client.command('evaluation.submit', rating(ticketId, name, opener))),
    )

    const accepted = order.filter((_, index) => answers[index]!.status === 201)
    const refused = answers.filter(({ json }) => !json.ok).map(({ status, json }) => `${status} ${codeOf(json)}`)
    expect(accepted).toHaveLength(1)
    expect(refused).toEqual(['409 evaluation.duplicate', '409 evaluation.duplicate'])
    winners[accepted[0]!.name]! += 1
    phone.close()
    await manager.must('ticket.cancel', { ticketId })
  }
  expect(Object.values(winners).reduce((sum, tally) => sum + tally, 0)).toBe(ROUNDS)
  expect(Object.values(winners).filter(tally => tally > 0).length).toBeGreaterThan(1)
})

test(`[TK35] two counters that call the next at one moment never call the same number: 0 of ${ROUNDS} doubled`, async () => {
  let doubled = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    // With one ticket for two counters one of them must go without; with two each gets its own.
    const tickets = round % 2 === 0 ? [await take()] : [await take(), await take()]
    const asked = round % 4 < 2 ? [0, 1] : [1, 0]

    const answers = await Promise.all(
      asked.map(index => clerks[index]!.command('ticket.callNext', { counterId: [FIRST, SECOND][index] })),
    )

    const called = answers.flatMap(({ json }) => (json.ok ? eventOf(json, 'ticket.called').ticketId : []))
    if (new Set(called).size < called.length) doubled += 1
    expect([...called].sort()).toEqual(tickets.map(one => one.ticketId).sort())
    const refused = answers.filter(({ json }) => !json.ok).map(({ json }) => codeOf(json))
    expect(refused).toEqual(tickets.length === 1 ? ['ticket.queue-empty'] : [])
    for (const { ticketId } of tickets) await manager.must('ticket.cancel', { ticketId })
  }
  expect(doubled).toBe(0)
})

test('[JR2] one command sent twice at one moment takes effect once, and both hear the same answer', async () => {
  const second = new Client(hub.url, kiosk.credential)
  for (let round = 0; round < 50; round += 1) {
    const commandId = crypto.randomUUID()
    const send = (client: Client) => client.command('ticket.take', { serviceCode: 'tax' }, { commandId })

    const answers = await Promise.all([send(kiosk), send(second)])

    expect(answers.map(answer => answer.status).sort()).toEqual([200, 201])
    const [one, other] = answers.map(({ json }) => ({ ...json, replayed: undefined }))
    expect(one).toEqual(other)
  }
  second.close()
})
