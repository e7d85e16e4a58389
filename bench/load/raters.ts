import { COUNTER_TALLY, clerkIdOf, counterIdOf } from '../../server/living-hall/seed.ts'
import { Client, logIn, pair } from '../../test/support/client.ts'
import { quantiles, stopwatch } from '../pages/report.ts'
import { PlainHttp } from './plain-http.ts'

/**
 * Runs in a process of its own: serves tickets to the end, says so, and on a word from its parent rates them all from
 * as many connections as it is told. Arguments: the hub's address, how many tickets, how many connections.
 */
const [url = '', tallyText = '2000', connectionsText = '16'] = process.argv.slice(2)
const tally = Number(tallyText)
const connections = Number(connectionsText)
/** A log-in is meant to cost the hub a tenth of a second: few tickets are served at few counters. */
const SERVED_MIN = 25
const counterTally = Math.min(COUNTER_TALLY, Math.ceil(tally / SERVED_MIN))

interface Rateable {
  ticketId: string
  token: string
}

const send = async (client: Client, path: string, body: object): Promise<Record<string, unknown>> => {
  const reply = await client.send('POST', path, JSON.stringify(body))
  const json = JSON.parse(reply.text) as Record<string, unknown>
  if (reply.status >= 300) throw new Error(`${path}: ${reply.text}`)
  return json
}
const commands = '/api/halls/yt-centre/commands'
const command = (client: Client, type: string, fields: object) =>
  send(client, commands, { commandId: crypto.randomUUID(), type, ...fields })

async function kiosk(): Promise<Client> {
  const { credential } = await pair(url, 'kiosk')
  return new Client(url, credential, counterTally)
}

/** One counter takes tickets of its own first service, and serves them one after the other. */
async function serve(machine: Client, number: number, count: number, tokens: Map<string, string>): Promise<Rateable[]> {
  const desk = await logIn(url, clerkIdOf(number))
  const counterId = counterIdOf(number)
  await command(desk, 'counter.open', { counterId })
  const hall = JSON.parse((await desk.send('GET', '/api/halls/yt-centre')).text) as { services: { code: string }[] }
  const served: Rateable[] = []
  for (let turn = 0; served.length < count; turn += 1) {
    const taken = await command(machine, 'ticket.take', {
      serviceCode: hall.services[(number + turn) % hall.services.length]!.code,
    })
    const { ticketId } = (taken['events'] as { ticketId: string }[])[0]!
    tokens.set(ticketId, (taken['ticket'] as { token: string }).token)
    const reply = await desk.send(
      'POST',
      commands,
      JSON.stringify({ commandId: crypto.randomUUID(), type: 'ticket.callNext', counterId }),
    )
    if (reply.status !== 201) continue
    const called = (JSON.parse(reply.text) as { events: { ticketId: string }[] }).events[0]!.ticketId
    await command(desk, 'ticket.arrive', { counterId, ticketId: called })
    await command(desk, 'ticket.finish', { counterId, ticketId: called })
    served.push({ ticketId: called, token: '' })
  }
  return served
}

const tokens = new Map<string, string>()
const machine = await kiosk()
const perCounter = Math.ceil(tally / counterTally)
const served = (
  await Promise.all(Array.from({ length: counterTally }, (_, index) => serve(machine, index + 1, perCounter, tokens)))
).flat()
process.send?.({ ready: served.length })
await new Promise(resolve => process.once('message', resolve))

const times = stopwatch()
const queue = served.map(one => ({ ...one, token: tokens.get(one.ticketId)! }))
const agents = Array.from({ length: connections }, () => new PlainHttp(url))
for (const agent of agents) await agent.open()
const startedAt = process.hrtime.bigint()
await Promise.all(
  agents.map(async agent => {
    for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
      const body = JSON.stringify({
        ...{ commandId: crypto.randomUUID(), type: 'evaluation.submit', ticketId: one.ticketId, level: 5 },
        ...{ tagVersion: 2, tagCodes: ['510'], channel: 'phone', formOpenMs: 5_000 },
      })
      const sentAt = process.hrtime.bigint()
      const answer = await agent.post(commands, body, one.token)
      times.recordValue(Number((process.hrtime.bigint() - sentAt) / 1_000n))
      if (answer.status !== 201) throw new Error(answer.body)
    }
  }),
)
const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9
for (const agent of agents) agent.close()
process.send?.({ perSecond: served.length / seconds, ...quantiles(times) })
process.disconnect?.()
process.exit(0)
