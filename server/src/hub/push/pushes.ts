import { type Actor, type Commit, type Event, isNearer, type Refusal, refuse } from '@pingting/contract'
import type { Connection } from 'mongoose'
import { aheadOf } from '../../tickets/view.ts'
import type { Hub } from '../dispatch.ts'
import type { Logger } from '../process/log.ts'
import { type PushKeys, type PushNotice, sendPush } from './send.ts'
import { openPushStore, type PushRow, type PushStore, rowId } from './store.ts'
import { isServed, readWish } from './wish.ts'

export interface PushPorts {
  hub: Pick<Hub, 'stream'>
  store: PushStore
  keys: PushKeys
  services: readonly string[]
  wallMs(): number
  log: Pick<Logger, 'warn'>
}

/** Notices on their way; what comes when as many are is left out, since a late one is worth nothing. */
const ON_THE_WAY_MAX = 64
/** A line that moved is looked at so much later, and so often at most. */
const LOOK_AFTER_MS = 1_000
/** A ticket is over with its day; the store forgets within the one after it. */
const LIFE_MS = 24 * 3_600_000
/** What lets somebody move up. */
const MOVES: ReadonlySet<Event['type']> = new Set([
  ...(['ticket.called', 'ticket.cancelled', 'ticket.transferred', 'ticket.missed', 'ticket.expired'] as const),
])
export type Subscriber = Extract<Actor, { kind: 'citizen' }>

/** Tells phones whose page is closed. Nothing here ever fails or holds up what happened in the hall. */
export class Pushes {
  readonly #ports: PushPorts
  readonly #looking = new Map<string, NodeJS.Timeout>()
  #onTheWay = 0

  constructor(ports: PushPorts) {
    this.#ports = ports
  }

  get publicKey(): string {
    return this.#ports.keys.publicKey
  }

  async subscribe({ hallId, ticketId }: Subscriber, input: unknown): Promise<Refusal | undefined> {
    const { hub, services, store, wallMs } = this.#ports
    const wish = readWish(input)
    if (wish === undefined) return refuse('command.malformed')
    if (!isServed(wish.endpoint, services)) return refuse('push.unknown-service')
    const tickets = hub.stream('hall', hallId)?.peek().tickets
    if (!tickets?.tickets.has(ticketId)) return refuse('ticket.unknown')
    const ahead = aheadOf(tickets, ticketId)
    const row = { _id: rowId(hallId, ticketId), hallId, ticketId, ...wish, endsAtMs: wallMs() + LIFE_MS }
    await store.keep({ ...row, ...(ahead !== undefined && { ahead }) }, wallMs())
    return undefined
  }

  /** Of what was committed here for the first time. */
  heard({ stream, events }: Pick<Commit, 'stream' | 'events'>): void {
    if (!stream.startsWith('hall:')) return
    const hallId = stream.slice('hall:'.length)
    for (const event of events)
      if (event.type === 'ticket.called' || event.type === 'ticket.recalled')
        this.#inPeace(this.#call(hallId, event.ticketId, event.counterId, event.number))
    if (this.#looking.has(hallId) || !events.some(({ type }) => MOVES.has(type))) return
    const look = (): void => {
      this.#looking.delete(hallId)
      this.#inPeace(this.#look(hallId))
    }
    this.#looking.set(hallId, setTimeout(look, LOOK_AFTER_MS).unref())
  }

  close(): void {
    for (const timer of this.#looking.values()) clearTimeout(timer)
  }

  async #call(hallId: string, ticketId: string, counterId: string, number: string): Promise<void> {
    const row = await this.#ports.store.find(rowId(hallId, ticketId))
    const hall = this.#ports.hub.stream('hall', hallId)?.peek().halls.hall
    if (row === undefined || hall === undefined) return
    const label = hall.counters.find(counter => counter.counterId === counterId)?.label
    await this.#send(row, { number, language: row.language, counter: label ?? counterId })
  }

  /** Who of those that wait has come so near that he is told. */
  async #look(hallId: string): Promise<void> {
    const { hub, store } = this.#ports
    const rows = await store.ofHall(hallId)
    const tickets = hub.stream('hall', hallId)?.peek().tickets
    if (tickets === undefined) return
    for (const row of rows) {
      const number = tickets.tickets.get(row.ticketId)?.number
      const ahead = aheadOf(tickets, row.ticketId)
      if (number === undefined || ahead === undefined || ahead === row.ahead) continue
      await store.seen(row, ahead)
      if (isNearer(row.ahead, ahead)) void this.#send(row, { number, language: row.language, ahead })
    }
  }

  async #send(row: PushRow, notice: PushNotice): Promise<void> {
    const { keys, log, store } = this.#ports
    if (this.#onTheWay >= ON_THE_WAY_MAX)
      return log.warn({ hallId: row.hallId }, 'a phone was not told: too many at once')
    this.#onTheWay += 1
    try {
      const told = await sendPush(row, notice, keys)
      if (told === 'gone') await store.forget(row)
      if (told === 'failed') log.warn({ hallId: row.hallId }, 'a push service did not take a notice')
    } catch (error) {
      log.warn({ hallId: row.hallId, error: String(error) }, 'a push service could not be reached')
    } finally {
      this.#onTheWay -= 1
    }
  }

  #inPeace(work: Promise<void>): void {
    work.catch(error => this.#ports.log.warn({ error: String(error) }, 'phones could not be told'))
  }
}

export interface PushSettings extends PushKeys {
  services: readonly string[]
}

/** @param settings nothing where the hall has no keys: then nobody is asked, and nothing is kept */
export async function openPushes(
  settings: PushSettings | undefined,
  { connection, ...ports }: Pick<PushPorts, 'hub' | 'wallMs' | 'log'> & { connection: Connection },
): Promise<Pushes | undefined> {
  if (settings === undefined) return undefined
  const store = openPushStore(connection)
  await store.prepare()
  const { services, ...keys } = settings
  return new Pushes({ ...ports, store, keys, services })
}
