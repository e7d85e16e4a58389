import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HALL_ID } from '../../../server/living-hall/seed.ts'
import { Client, eventOf, logIn, pair, rating } from '../../support/client.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import { Listener } from '../../support/room.ts'

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

const untilItDies = async (work: () => Promise<void>): Promise<void> => {
  try {
    for (;;) await work()
  } catch {
    // The connection broke: that is what this waits for.
  }
}

let hub: HubProcess
let clerks: Client[]
let kiosks: Client[]
const acknowledged: Sent[] = []

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

/** Twelve visitors take tickets; four counters call, rate from a phone, and let go. */
function work(): Caller[] {
  const callers = kiosks.map(kiosk => new Caller(kiosk))
  for (const [index, caller] of callers.entries()) {
    const clerk = clerks[index]
    const counterId = counterIdOf(index)
    if (clerk === undefined) void untilItDies(async () => void (await caller.send('ticket.take', { serviceCode: 'enterprise' })))
    else void untilItDies(() => serve(caller, clerk, counterId))
  }
  return callers
}

async function serve(caller: Caller, clerk: Client, counterId: string): Promise<void> {
  const next = (await caller.send('ticket.callNext', { counterId }, clerk)) as { ok: boolean; about?: string }
  // Whom the last life of the hub left at the counter is let go.
  const ticketId = next.ok ? eventOf(next as never, 'ticket.called').ticketId : next.about
  if (ticketId === undefined || !/^\d{8}-/.test(ticketId)) return
  await caller.send('evaluation.submit', { ...rating(ticketId, 'kiosk') })
  await caller.send('ticket.hold', { counterId, ticketId }, clerk)
}

/** The journal as it lies on the disk, read beside the hub: not one question is asked of the hub. */
function journalOf(folder: string): { commandId: string; seq: number; events: { type: string; ticketId?: string }[] }[] {
  const db = new DatabaseSync(`${folder}/pingting.sqlite`, { readOnly: true })
  const rows = db.prepare('select doc from journal').all() as { doc: string }[]
  db.close()
  return rows.map(({ doc }) => JSON.parse(doc)).filter(({ stream }) => stream === `hall:${HALL_ID}`)
}
