import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type Answer,
  addMinutes,
  type Command,
  type Envelope,
  type Event,
  type EventOf,
  HallCommand,
  isRefusal,
  LotCommand,
  type ResumeRequest,
  refusals,
  type Screen,
  type SignRequest,
  type StreamName,
} from '@pingting/contract'
import { Server, type Socket } from 'socket.io'
import { decide as decideExemption } from '../../../server/src/exemptions/decide.ts'
import { due } from '../../../server/src/exemptions/due.ts'
import * as exemptions from '../../../server/src/exemptions/state.ts'
import { exemptionRowsForBridge, orderOf } from '../../../server/src/exemptions/view.ts'
import { openSigner } from '../../../server/src/hub/signer.ts'
import { decide as decideLot } from '../../../server/src/lots/decide.ts'
import * as lots from '../../../server/src/lots/state.ts'
import { lotHeadForBridge } from '../../../server/src/lots/view.ts'
import { crossings } from '../../../server/src/reactions.ts'

export const LOT_ID = 'hall-test'
const HALL_ID = 'hall-1'
export const BRIDGE_KEY = `b1.${'c3'.repeat(32)}`
const HALL: StreamName = `hall:${HALL_ID}`
const LOT: StreamName = `lot:${LOT_ID}`
const FREE_MINUTES = 120

interface Stream {
  seq: number
  last: number
  /** Answers by command id: a repeat is told the first one. */
  answers: Map<string, Answer>
  /** Every event, with the wall clock of its commit. */
  events: { event: Event; wallMs: number }[]
}

const stream = (): Stream => ({ seq: 0, last: 0, answers: new Map(), events: [] })
const EMPTY: Omit<Screen, 'exemptions'> = {
  counters: {},
  tickets: {},
  calls: [],
  withheld: {},
  stays: {},
  foreign: {},
  mismatches: {},
  breaks: {},
  closings: {},
}

/**
 * A hub for the bridge alone, on the wire of the contract and with the deciders, folds and signer of the product, but
 * without a journal. It stands in until the tests of the whole house, and keeps the edge cases of the bridge apart.
 */
export class StandInHub {
  readonly hall = exemptions.initial()
  readonly lot = lots.initial()
  /** Whether it has signatures to give. */
  signs = true
  readonly #streams = new Map<StreamName, Stream>([
    [HALL, stream()],
    [LOT, stream()],
  ])
  readonly #signer
  readonly #epoch = randomUUID()
  /** Given out and not used. */
  readonly #tickets = new Set<string>()
  #http = createServer()
  #io = new Server()
  #port = 0

  constructor(macKey: string) {
    this.#signer = openSigner(Buffer.from(macKey, 'hex'))
    const lot = { lotId: LOT_ID, name: '停车场', nameEn: 'Car park', spaces: 100, hallIds: [HALL_ID] }
    this.#commit(LOT, [{ type: 'lot.opened', v: 1, at: now(), lot }])
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async listen(): Promise<void> {
    this.#http = createServer((request, response) => {
      const { status, body } = this.#giveTicket(request)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
    this.#io = new Server(this.#http, { transports: ['websocket'], maxHttpBufferSize: 64e3 })
    this.#io.use((socket, next) =>
      next(this.#tickets.delete(socket.handshake.auth['ticket']) ? undefined : new Error('access.ticket-ended')),
    )
    this.#io.on('connection', socket => this.#attend(socket))
    await new Promise<void>(resolve => this.#http.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (this.#http.address() as AddressInfo).port
  }

  /** The hub goes away and keeps what it knows. */
  async close(): Promise<void> {
    await this.#io.close()
  }

  /** Grants an exemption for a plate whose car is inside. */
  grant(plate: string, stayId: string, enteredAt: string, change: Partial<EventOf<'exemption.granted'>> = {}): string {
    const exemptionId = randomUUID()
    const n = String(this.hall.exemptions.size + 1).padStart(4, '0')
    this.#commit(HALL, [
      {
        type: 'exemption.granted',
        v: 1,
        at: now(),
        exemptionId,
        ticketId: `20261123-A${n}`,
        evaluationId: randomUUID(),
        counterId: 'c1',
        lotId: LOT_ID,
        stayId,
        plate,
        plateColour: 1,
        revision: 0,
        freeMinutes: FREE_MINUTES,
        stackRule: 'max',
        policyVersion: '1',
        businessDay: '2026-11-23',
        notBefore: enteredAt,
        notAfter: addMinutes(now(), 600),
        ...change,
      },
    ])
    return exemptionId
  }

  takeBack(exemptionId: string): void {
    this.#commit(HALL, [{ type: 'exemption.revocationRequested', v: 1, at: now(), exemptionId }])
  }

  /** A person has looked at the gate. */
  settle(exemptionId: string, held: boolean): void {
    this.#commit(HALL, [
      { type: 'exemption.settled', v: 1, at: now(), exemptionId, held, reason: 'looked', staffId: 'operator' },
    ])
  }

  /** What its clock calls for at a moment of business time: what has ended is told as expired. */
  runOut(at: string): void {
    for (let ended = due(this.hall, at); ended.length > 0; ended = due(this.hall, at))
      for (const { command } of ended) this.submit(HALL, { ...command, commandId: randomUUID() }, at)
  }

  /** Whom a bridge, and every screen of the hall, was told of as expired, as often as that was. */
  toldExpired(): string[] {
    return this.#streams
      .get(HALL)!
      .events.flatMap(({ event }) => (event.type === 'exemption.expired' ? event.exemptionId : []))
  }

  /** The wall clock when an event of this type was committed about the exemption. */
  wallMsOf(type: Event['type'], exemptionId: string): number | undefined {
    const of = ({ event }: { event: Event }) =>
      event.type === type && 'exemptionId' in event && event.exemptionId === exemptionId
    return this.#streams.get(HALL)!.events.find(of)?.wallMs
  }

  statuses(): Record<string, number> {
    const counts: Record<string, number> = {}
    for (const { status, unknown } of this.hall.exemptions.values()) {
      const word = unknown ? `${status} unknown` : status
      counts[word] = (counts[word] ?? 0) + 1
    }
    return counts
  }

  hallEvents(): Event[] {
    return this.#streams.get(HALL)!.events.map(({ event }) => event)
  }

  lotEvents(): Event[] {
    return this.#streams.get(LOT)!.events.map(({ event }) => event)
  }

  submit(name: StreamName, input: unknown, at: string = now()): Answer {
    const parsed = (name === HALL ? HallCommand : LotCommand).safeParse(input)
    if (!parsed.success) return refused('command.malformed')
    const command = parsed.data
    const stream = this.#streams.get(name)
    if (stream === undefined) return refused('lot.unknown')
    const { answers } = stream
    const known = answers.get(command.commandId)
    if (known !== undefined) return known
    const table = (name === HALL ? decideExemption : decideLot) as unknown as Record<
      string,
      (command: Command, state: object, facts: object) => Event[] | { refused: keyof typeof refusals; about?: string }
    >
    const actor = { kind: 'bridge', lotIds: [LOT_ID] }
    const facts = { at, actor, bridgeEpochOf: () => this.lot.bridgeEpoch, gateEpochOf: () => this.lot.gateEpoch }
    const decided = table[command.type]!(command, name === HALL ? this.hall : this.lot, facts)
    if (isRefusal(decided)) return refused(decided.refused, decided.about)
    const events = decided as Event[]
    const seq = this.#commit(name, events)
    const answer: Answer = { ok: true, stream: name, seq, replayed: false, events: events as never }
    answers.set(command.commandId, answer)
    if (name === LOT) this.#cross(events)
    return answer
  }

  #cross(events: Event[]): void {
    for (const { command } of crossings(events, this.lot, [{ hallId: HALL_ID, exemptions: this.hall }]))
      this.submit(HALL, { ...command, commandId: randomUUID() })
  }

  #commit(name: StreamName, events: Event[]): number {
    const kept = this.#streams.get(name)!
    if (events.length === 0) return kept.seq
    for (const event of events) {
      name === HALL ? exemptions.evolve(this.hall, event) : lots.evolve(this.lot, event)
      kept.events.push({ event, wallMs: performance.now() })
    }
    kept.seq++
    const shown = events as Envelope['events']
    const place = { epoch: this.#epoch, seq: kept.seq, last: kept.last, at: now() }
    kept.last = kept.seq
    this.#io.to(name).emit('event', { stream: name, audience: audienceOf(name), ...place, events: shown })
    return kept.seq
  }

  #attend(socket: Socket): void {
    socket.on('resume', (request: ResumeRequest, tell: (answer: object) => void) => {
      const name = request.stream as StreamName
      const lot = lotHeadForBridge(this.lot)!
      const rows = name === HALL ? exemptionRowsForBridge(this.hall) : {}
      const snapshot: Screen = { ...EMPTY, exemptions: rows, ...(name === LOT ? { lot } : {}) }
      void socket.join(name)
      tell({ epoch: this.#epoch, seq: this.#streams.get(name)!.seq, snapshot, clock: { at: now(), speed: 1 } })
    })
    socket.on('sign', (wish: SignRequest, tell: (answer: object) => void) => tell(this.#sign(wish)))
    socket.on('command', (message: { stream: StreamName; command: unknown }, tell: (answer: Answer) => void) =>
      tell(this.submit(message.stream, message.command)),
    )
  }

  #giveTicket(request: IncomingMessage): { status: number; body: object } {
    const { authorization } = request.headers
    if (authorization !== `Bearer ${BRIDGE_KEY}`) return { status: 401, body: {} }
    const ticket = randomUUID()
    this.#tickets.add(ticket)
    return { status: 200, body: { ticket } }
  }

  #sign(wish: SignRequest): object {
    const order = orderOf(this.hall, wish.exemptionId)
    if (!this.signs) return refused('lot.unknown')
    if (order === undefined) return refused('exemption.unknown')
    if (wish.op === 'revoke') return this.#signer.revoke(wish.key, order.key, wish.bridgeEpoch)
    return { order, ...this.#signer.grant(order, wish.bridgeEpoch, wish.submitDeadline) }
  }
}

/** Of a hall a bridge hears what concerns its lot. */
const audienceOf = (name: StreamName): string => (name === HALL ? `bridge:${LOT_ID}` : 'bridge')
const now = (): string => new Date().toISOString()
const refused = (code: keyof typeof refusals, about?: string): Answer & { ok: false } => {
  const { zh, en } = refusals[code]
  return about === undefined ? { ok: false, code, zh, en } : { ok: false, code, zh, en, about }
}
