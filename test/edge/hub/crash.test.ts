import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Answer, Commit } from '@pingting/contract'
import type { Connection } from 'mongoose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID } from '../../../server/living-hall/seed.ts'
import { openJournal, START } from '../../../server/src/hub/journal/journal.ts'
import { type Keys, openKeys } from '../../../server/src/hub/journal/keys.ts'
import { openStore } from '../../../server/src/hub/process/store.ts'
import { openTicketTokens } from '../../../server/src/hub/tokens.ts'
import { Client, eventOf, logIn, pair, rating } from '../../support/client.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import { until } from '../../support/room.ts'

const KILLS = 10
const CLIENTS = 16
const COUNTERS = 4
const counterIdOf = (index: number): string => `C0${index + 1}`

/** A command that was sent, with the answer if one came. */
interface Sent {
  client: Client
  type: string
  commandId: string
  fields: object
  answer?: { status: number; json: unknown }
}

/** Sends for as long as the hub lives, keeping what was answered and the one thing that was not. */
class Caller {
  readonly sent: Sent[] = []
  readonly #client: Client
  constructor(client: Client) {
    this.#client = client
  }

  /** @throws when the hub died over it. */
  async send(type: string, fields: object, client = this.#client): Promise<unknown> {
    const one: Sent = { client, type, fields, commandId: crypto.randomUUID() }
    this.sent.push(one)
    one.answer = await client.command(type, fields, { commandId: one.commandId })
    return one.answer.json
  }
}

const untilItDies = async (work: () => Promise<void>, roundsMax: number): Promise<void> => {
  try {
    for (let round = 0; round < roundsMax; round += 1) await work()
  } catch {
    // The connection broke: that is what this waits for.
  }
}

let hub: HubProcess
let clerks: Client[]
let kiosks: Client[]
/** The slip of a take whose answer was lost is not there to be read: its code is made as the hub makes it. */
const codeOnSlip = (ticketId: string): string => {
  const key = Buffer.from(readFileSync(join(hub.dataDir, 'secrets', 'ticket.key'), 'utf8').trim(), 'hex')
  return openTicketTokens(key).codeOf(1, ticketId)
}

beforeAll(async () => {
  hub = await startHub()
  const kiosk = await pair(hub.url, 'kiosk')
  kiosks = Array.from({ length: CLIENTS }, () => new Client(hub.url, kiosk.credential))
  clerks = []
  for (let index = 0; index < COUNTERS; index += 1) {
    const clerk = await logIn(hub.url, `clerk0${index + 1}`)
    await clerk.must('counter.open', { counterId: counterIdOf(index) })
    clerks.push(clerk)
  }
})
afterAll(() => hub?.dispose())

/** Twelve kiosks give out tickets; four counters call, have them rated, and put them aside. Ends when the hub does. */
function work(callers: readonly Caller[], roundsMax: number): Promise<void>[] {
  return callers.map((caller, index) => {
    const clerk = clerks[index]
    return untilItDies(async () => {
      if (clerk === undefined) await caller.send('ticket.take', { serviceCode: 'enterprise' })
      else await serve(caller, clerk, counterIdOf(index))
    }, roundsMax)
  })
}

async function serve(caller: Caller, clerk: Client, counterId: string): Promise<void> {
  const next = (await caller.send('ticket.callNext', { counterId }, clerk)) as { ok: boolean; about?: string }
  // Whom the last life of the hub left at the counter is served first.
  const ticketId = next.ok ? eventOf(next as Answer, 'ticket.called').ticketId : next.about
  if (ticketId === undefined || !/^\d{8}-/.test(ticketId)) return
  await caller.send('evaluation.submit', rating(ticketId, 'kiosk', { opener: codeOnSlip(ticketId) }))
  await caller.send('ticket.hold', { counterId, ticketId }, clerk)
}

/** Each command is sent again with its id; what was acknowledged must be told as it was told then. */
async function repeatAll(callers: readonly Caller[]): Promise<string[]> {
  const faults = await Promise.all(
    callers.map(async ({ sent }) => {
      const found: string[] = []
      for (const { client, type, fields, commandId, answer } of sent) {
        if (answer !== undefined && answer.status >= 300) continue
        const again = await client.command(type, fields, { commandId })
        if (answer === undefined) continue
        const same = isDeepStrictEqual({ ...(answer.json as object), replayed: true }, again.json)
        if (again.status !== 200 || !same)
          found.push(`${type}: ${JSON.stringify(answer)} became ${JSON.stringify(again)}`)
      }
      return found
    }),
  )
  return faults.flat()
}

/** Opens the data folder of a hub that is gone, as it left it, with the hub's own store. */
async function withStore<T>(dataDir: string, work: (connection: Connection, keys: Keys) => Promise<T>): Promise<T> {
  const store = await openStore(undefined, dataDir)
  try {
    const keys = openKeys(
      store.connection,
      Buffer.from(readFileSync(join(dataDir, 'secrets', 'data.key'), 'utf8'), 'hex'),
    )
    await keys.loadAll()
    return await work(store.connection, keys)
  } finally {
    await store.close()
  }
}

const STREAM = `hall:${HALL_ID}` as const

/** The whole journal of the hall, in order. @throws where its chain does not hold. */
const journalOf = (dataDir: string): Promise<Commit[]> =>
  withStore(dataDir, async (connection, keys) => {
    const commits: Commit[] = []
    for await (const { commit } of openJournal(connection, keys).after(STREAM, START)) commits.push(commit)
    return commits
  })

const about = (commits: readonly Commit[], type: string): string[] =>
  commits.flatMap(({ events }) =>
    events.flatMap(event => (event.type === type ? (event as { ticketId: string }).ticketId : [])),
  )

test(`[JR1] kill -9, ${KILLS} times under ${CLIENTS} callers: what was acknowledged is there, told again as it was, and nothing is doubled`, async () => {
  const faults: string[] = []
  const acknowledged: Sent[] = []
  for (let life = 0; life < KILLS; life += 1) {
    const callers = Array.from({ length: CLIENTS }, (_, index) => new Caller(kiosks[index]!))
    const working = work(callers, 10_000)
    const tally = () => callers.reduce((sum, { sent }) => sum + sent.length, 0)
    // Never at the same place: once early, once late.
    await until('enough commands are under way', () => tally() >= 60 + ((life * 37) % 100))
    await hub.kill()
    await Promise.all(working)

    await hub.start()

    faults.push(...(await repeatAll(callers)))
    acknowledged.push(...callers.flatMap(({ sent }) => sent.filter(({ answer }) => (answer?.status ?? 500) < 300)))
  }
  expect(faults).toEqual([])

  await hub.kill()
  const commits = await journalOf(hub.dataDir)
  const seqs = new Map(commits.map(({ commandId, seq }) => [commandId, seq]))
  const lost = acknowledged.filter(
    ({ commandId, answer }) => seqs.get(commandId) !== (answer!.json as { seq: number }).seq,
  )
  expect(acknowledged.length).toBeGreaterThan(KILLS * 30)
  expect(lost).toEqual([])
  expect(commits.map(({ seq }) => seq)).toEqual(commits.map((_, index) => index + 1))
  expect(seqs.size).toBe(commits.length)
  for (const once of ['ticket.taken', 'evaluation.submitted']) {
    const tickets = about(commits, once)
    expect(tickets.length).toBeGreaterThan(KILLS)
    expect(new Set(tickets).size).toBe(tickets.length)
  }
  await hub.start()
})

test('[JR5] a second hub on the same data folder is refused with a sentence, and the first serves on', async () => {
  await expect(hub.startRival()).rejects.toThrow(/[\p{Script=Han}].*\S.*[A-Za-z]/su)
  expect((await kiosks[0]!.command('ticket.take', { serviceCode: 'tax' })).status).toBe(201)
})

test('[JR6] SIGTERM puts everything away: it ends with 0, callers are answered or may repeat, and the next start goes on', async () => {
  const callers = Array.from({ length: CLIENTS }, (_, index) => new Caller(kiosks[index]!))
  const working = work(callers, 20)
  await until('commands are under way', () => callers.every(({ sent }) => sent.length > 1))

  const ended = await hub.stop()

  await Promise.all(working)
  expect(ended).toEqual({ code: 0, signal: undefined })
  const failed = callers.flatMap(({ sent }) => sent.filter(({ answer }) => (answer?.status ?? 0) >= 500))
  expect(failed).toEqual([])
  await hub.start()
  expect(await repeatAll(callers)).toEqual([])
})

test('[JR4] a journal that another hand has changed is not served: the start says where its chain breaks', async () => {
  const { seq } = await kiosks[0]!.must('ticket.take', { serviceCode: 'tax' })
  await hub.kill()
  await withStore(hub.dataDir, async connection => {
    const changed = { $set: { at: '2020-01-01T00:00:00.000Z' } }
    await connection.collection<{ _id: string }>('journal').updateOne({ _id: `${STREAM}#${seq}` }, changed)
  })

  await expect(hub.start()).rejects.toThrow(`the journal of ${STREAM} is broken at seq ${seq}`)
})
